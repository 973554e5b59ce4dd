// Holds the object graph against a program that knows its own: heap-random builds one at random, of
// all kinds of objects, with cycles, pointers into the middle, unsafe.Pointer and finalizers, and
// writes it down. For every address: is it reached, who dominates it, how long is the shortest way.
//
//   node scripts/oracle/heap-random.mjs [--go go1.27.4] [--objects 100000] [--seeds 3] [--flags ONPR]
//
// Dominators are checked with the iterative algorithm of Cooper, Harvey and Kennedy, and on graphs of
// up to 3,000 objects by definition: without it, is the other still reached?
import { readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPrograms, loadHeap, readHeap } from './heap-target.mjs';

const { values: wanted } = parseArgs({
  options: {
    go: { type: 'string' },
    objects: { type: 'string', default: '100000' },
    seeds: { type: 'string', default: '2' },
    flags: { type: 'string', default: 'ON' },
  },
});

const releases = ['go1.22.12', 'go1.23.12', 'go1.24.10', 'go1.25.5', 'go1.26.8', 'go1.27.4'];
const naiveUpTo = 3000;

const folder = mkdtempSync(join(tmpdir(), 'trivet-heap-random-'));
const heap = await loadHeap();
let failures = 0;
let rows = 0;
try {
  for (const go of releases.filter((each) => wanted.go === undefined || each === wanted.go)) {
    for (const flavour of wanted.flags) {
      const binaries = buildPrograms('heap-random', go, flavour, folder);
      const binary = join(binaries, readdirSync(binaries)[0]);
      for (let seed = 1; seed <= Number(wanted.seeds); seed++) {
        for (const [objects, maps] of [
          [wanted.objects, true],
          [wanted.objects, false],
          [String(naiveUpTo), true],
        ]) {
          rows++;
          const args = [`-seed=${seed}`, `-n=${objects}`, `-maps=${maps}`];
          const read = await readHeap(heap, binary, { args });
          const found = heap.compareGraphs(read, read.neededText, Number(objects) <= naiveUpTo);
          if (found.differences.length > 0) failures++;
          const { reached, dead, unswept, dominators, pathLengths, retainedSizes } = found.counts;
          console.log(
            `${found.differences.length > 0 ? 'FAIL' : 'ok  '} ${go.padEnd(9)} ${flavour} seed ${seed}` +
              ` ${objects} objects${maps ? ' with maps' : ''}: ${reached} reached, ${dead} dead` +
              ` (${unswept} not yet swept), ${dominators} dominators, ${pathLengths} path lengths,` +
              ` ${retainedSizes} retained sizes`,
          );
          for (const difference of found.differences.slice(0, 8)) console.log(`     ${difference}`);
        }
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${rows} graphs, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;

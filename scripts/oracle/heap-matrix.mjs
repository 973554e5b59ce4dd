// Holds the object graph against the collector: every program of heap-programs/ rests, collects and
// says what was kept; the graph read from outside must reach the same, to the byte.
//
//   node scripts/oracle/heap-matrix.mjs [--go go1.27.4] [--only WORD] [--flags ONPTR] [--explain]
//
// Each option narrows the matrix. A row is one program, a release of Go, and how it is built: optimised
// (O), with -N -l (N), position independent (P), with -trimpath (T), with the race detector (R). `live` is what
// /gc/heap/live:bytes says right after the forced collection, less the objects with a finalizer, which
// the collector counts twice: as marked, and once more when it looks for what their finalizers will
// need. `alloc` is what HeapAlloc says once all is swept. `apart` are objects that are allocated and
// that nothing reaches; `needed` are addresses that the program says it still needs. --explain lists
// what is apart.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPrograms, loadHeap, parseNeeded, readHeap } from './heap-target.mjs';

const { values: wanted } = parseArgs({
  options: {
    go: { type: 'string' },
    only: { type: 'string' },
    flags: { type: 'string', default: 'ON' },
    explain: { type: 'boolean' },
  },
});

const releases = ['go1.22.12', 'go1.23.12', 'go1.24.10', 'go1.25.5', 'go1.26.8', 'go1.27.4'];
const programs = readdirSync(fileURLToPath(new URL('heap-programs', import.meta.url)))
  .filter((name) => name !== 'go.mod' && name !== 'quiet')
  .filter((name) => wanted.only === undefined || name.includes(wanted.only));
/** Of the reachable bytes. */
const tolerated = 0.0001;

/** Objects that are allocated and not reached, by type or size. */
function listApart({ graph }) {
  const rows = new Map();
  let objects = 0;
  let bytes = 0;
  for (let object = 0; object < graph.objectCount; object++) {
    if (graph.isReachable(object)) continue;
    objects++;
    bytes += graph.sizeBytes(object);
    const noscan = graph.objects.spans.pointerFree[graph.objects.span[object]] === 1;
    const key = `${graph.sizeBytes(object)} B${noscan ? ' without pointers' : ''}`;
    const row = rows.get(key) ?? { key, count: 0, first: graph.objects.address[object] };
    row.count++;
    rows.set(key, row);
  }
  return { objects, bytes, rows: [...rows.values()].sort((a, b) => b.count - a.count) };
}

/** Of objects with pointers that have a finalizer: the collector scans each of them on its own. */
function finalizableBytes({ graph, specials }) {
  const { objects } = graph;
  return specials.finalizable
    .filter((object) => objects.spans.pointerFree[objects.span[object]] === 0)
    .reduce((sum, object) => sum + graph.sizeBytes(object), 0);
}

function judge(read) {
  const { analysis, graph, report } = read;
  const needed = parseNeeded(read.neededText);
  const live = report.live - finalizableBytes(read);
  const apart = listApart(read);
  const missed = needed.filter(({ address }) => !isReached(graph, address));
  const difference = Math.max(
    ...[live, report.alloc].map((bytes) => Math.abs(analysis.reachableBytes - bytes) / bytes),
  );
  const ok = difference <= tolerated && missed.length === 0 && analysis.warnings.length === 0;
  return { ok, apart, needed, missed, difference, live };
}

function isReached(graph, address) {
  const object = graph.objects.find(address);
  return object >= 0 && graph.isReachable(object);
}

const signed = (n) => (n > 0 ? `+${n}` : String(n));
const folder = mkdtempSync(join(tmpdir(), 'trivet-heap-matrix-'));
const heap = await loadHeap();
let failures = 0;
let rows = 0;
let exact = 0;
let worst = 0;
try {
  for (const go of releases.filter((each) => wanted.go === undefined || each === wanted.go)) {
    for (const flavour of wanted.flags) {
      const binaries = buildPrograms('heap-programs', go, flavour, folder);
      const built = new Set(readdirSync(binaries));
      for (const program of programs.filter((name) => built.has(name))) {
        rows++;
        const name = `${program.padEnd(12)} ${go.padEnd(9)} ${flavour}`;
        try {
          const read = await readHeap(heap, join(binaries, program));
          const { analysis, report } = read;
          const { ok, apart, needed, missed, difference, live } = judge(read);
          if (!ok) failures++;
          if (apart.objects === 0) exact++;
          worst = Math.max(worst, difference);
          console.log(
            `${ok ? 'ok  ' : 'FAIL'} ${name} reached ${analysis.reachableBytes}` +
              ` live ${signed(analysis.reachableBytes - live)}` +
              ` alloc ${signed(analysis.reachableBytes - report.alloc)}` +
              ` apart ${apart.objects} (${apart.bytes} B) of ${analysis.objects}` +
              ` typed ${(100 * analysis.typedShare).toFixed(2)} %` +
              (needed.length > 0
                ? ` needed ${needed.length - missed.length}/${needed.length}`
                : '') +
              ` in ${Math.round(read.elapsedMs)} ms`,
          );
          for (const warning of analysis.warnings) console.log(`       ${warning}`);
          if (wanted.explain) {
            for (const { key, count, first } of apart.rows.slice(0, 12)) {
              console.log(`       apart: ${count} × ${key}, first 0x${first.toString(16)}`);
            }
            for (const { address, what } of missed.slice(0, 12)) {
              console.log(`       missed: 0x${address.toString(16)} ${what}`);
            }
          }
        } catch (error) {
          failures++;
          console.log(`FAIL ${name} ${error.message}`);
        }
      }
      rmSync(binaries, { recursive: true, force: true });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${rows} rows, ${failures} failed, ${exact} without an object apart,` +
    ` largest difference ${(100 * worst).toFixed(5)} %`,
);
process.exitCode = failures > 0 ? 1 : 0;

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyzeHeap, decodeSnapshot, type AnalyzedHeap } from '.';
import { compareGraphs } from './testing/compare-graphs';
import { goBuild, snapshotProgram } from './testing/take-snapshot';

// The whole of it is scripts/oracle/heap-matrix.mjs and heap-random.mjs: this is a cut through them.
const toolchain = 'go1.26.8';
const oracles = fileURLToPath(new URL('../../../scripts/oracle', import.meta.url));
/** Of the reachable bytes. */
const tolerated = 0.0001;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivet-exact-'));
  const programs = ['./maps', './finalizers', './stacks'];
  await goBuild(join(oracles, 'heap-programs'), ['-o', `${folder}/`, ...programs], toolchain);
  await goBuild(join(oracles, 'heap-random'), ['-o', join(folder, 'random'), '.'], toolchain);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Read {
  readonly heap: AnalyzedHeap;
  readonly output: string;
  /** What the program wrote to the file that it is given. */
  readonly written: string;
}

async function read(program: string, args: readonly string[] = []): Promise<Read> {
  const file = join(folder, `${program}.txt`);
  const taken = await snapshotProgram(join(folder, program), args, { NEEDED: file });
  const snapshot = decodeSnapshot(taken.bytes);
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const heap = analyzeHeap(snapshot.value, taken.program);
  if (!heap.ok) throw new Error(heap.error.code);
  const written = await readFile(file, 'utf8').catch(() => '');
  return { heap: heap.value, output: taken.output, written };
}

const countApart = ({ graph }: AnalyzedHeap) => {
  let apart = 0;
  for (let object = 0; object < graph.objectCount; object++) {
    if (!graph.isReachable(object)) apart++;
  }
  return apart;
};

describe('after a collection, with the world at rest, what is reached is what the collector keeps', () => {
  test.each([
    ['maps', []],
    ['finalizers', []],
    ['stacks', ['-n=1500']],
  ] as const)('%s', async (program, args) => {
    const { heap, output, written } = await read(program, args);
    const kept = Number(/alloc=(\d+)/.exec(output)![1]);
    const { reachableBytes, warnings, trusted } = heap.analysis;
    expect(Math.abs(reachableBytes - kept) / kept).toBeLessThan(tolerated);
    // A thread of the runtime may come or go meanwhile; a wrong root would be hundreds.
    expect(countApart(heap)).toBeLessThan(5);
    expect(warnings).toEqual([]);
    expect(trusted).toBe(true);
    const missed = written.split('\n').filter((line) => line !== '' && !isReached(heap, line));
    expect(missed).toEqual([]);
    expect(written !== '').toBe(program === 'stacks');
  });

  /** A line is an address with its bits inverted, and whose it is. */
  function isReached({ graph }: AnalyzedHeap, line: string): boolean {
    const address = Number(BigInt.asUintN(64, ~BigInt(`0x${line.slice(0, 16)}`)));
    const object = graph.objects.find(address);
    return object >= 0 && graph.isReachable(object);
  }
});

describe('a program that knows its own object graph agrees', () => {
  test('on pointers, dominators, path lengths and retained sizes of 5,000 objects', async () => {
    const { heap, written } = await read('random', ['-n=5000', '-maps=false', '-seed=7']);
    const { differences, counts } = compareGraphs(heap, written, false);
    expect(differences).toEqual([]);
    expect(counts.pathLengths).toBeGreaterThan(1000);
    expect(counts.retainedSizes).toBe(counts.pathLengths);
    expect(counts.dominators).toBe(counts.pathLengths);
  });

  test('with maps, by the definition of dominance, and on what died since the last collection', async () => {
    const { heap, written } = await read('random', ['-n=1500', '-seed=8']);
    const { differences, counts } = compareGraphs(heap, written, true);
    expect(differences).toEqual([]);
    expect(counts.unswept).toBeGreaterThan(10);
  });
});

import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyzeHeap, decodeSnapshot, toGoroutineProfile, type AnalyzedHeap } from '..';
import { Memory } from '../memory';
import { samplesOf } from '../testing/profile-samples';
import { takeSnapshot, type TakenSnapshot } from '../testing/take-snapshot';

// A map of labels, waiters of a condition known to their list only; a list of labels, hidden pointers.
describe.each(['go1.22.12', 'go1.27.4'])('goroutines that wait, %s', (release) => {
  let taken: TakenSnapshot;
  let heap: AnalyzedHeap;

  beforeAll(async () => {
    taken = await takeSnapshot('waiting', release);
    const snapshot = decodeSnapshot(taken.bytes);
    if (!snapshot.ok) throw new Error(snapshot.error.code);
    const analyzed = analyzeHeap(snapshot.value, taken.program);
    if (!analyzed.ok) throw new Error(analyzed.error.code);
    heap = analyzed.value;
  }, 240_000);

  const groups = () => heap.analysis.waitGroups;
  const find = (name: string) => groups().find((group) => group.function.startsWith(name));

  test('are proven stuck where nobody who can run reaches what they wait for', () => {
    const proven = groups().filter(({ verdict }) => verdict === 'proven');
    expect(proven.map((group) => [group.function, group.count, group.proven]).sort()).toEqual([
      ['main.(*account).enter', 2, 2],
      ['main.lostChain.func1', 1, 1],
      ['main.lostChain.func2', 1, 1],
      ['main.lostCond.func1', 3, 3],
      ['main.lostReply.func1', 1, 1],
      ['main.lostSelect.func1', 1, 1],
      ['main.lostSelect.func2', 1, 1],
      ['sync.(*WaitGroup).Wait', 1, 1],
    ]);
  });

  test('are told with what they wait for, and who refers to it', () => {
    expect(find('main.lostReply')).toMatchObject({
      targets: [{ kind: 'chan', name: 'chan string', length: 0, capacity: 4 }],
      reason: 'chan receive',
    });
    expect(find('main.(*account)')).toMatchObject({
      targets: [{ kind: 'lock', name: expect.stringMatching(/^sync\.Mutex/) }],
      distinctTargets: 1,
    });
    expect(find('main.(*account)')!.heldBy).toMatch(/ of (main|sync)\..* in goroutine \d+$/);
    expect(find('main.lostCond')!.targets).toMatchObject([{ kind: 'cond', name: 'sync.Cond' }]);
    expect(
      find('main.lostSelect.func1')!
        .targets.map(({ name }) => name)
        .sort(),
    ).toEqual(['chan bool', 'chan int']);
    expect(find('main.lostSelect.func2')!.targets).toEqual([]);
  });

  test('are not accused where somebody still might wake them, and it is said who', () => {
    const alive = groups().filter(({ verdict }) => verdict === 'alive');
    const reasons = alive.map(({ alive: because }) => [because!.code, because!.holder]);
    expect(reasons).toContainEqual(['global', 'main.registry["held"].done']);
    expect(reasons).toContainEqual(['global', 'main.turnstile']);
    expect(reasons).toContainEqual(['awake', undefined]);
    const holders = (code: string) => reasons.flatMap((pair) => (pair[0] === code ? pair[1] : []));
    expect(holders('goroutine')).toEqual([expect.stringMatching(/main\.main in goroutine 1$/)]);
    expect(holders('timer')).toEqual([expect.stringContaining('timers')]);
  });

  test('have waited since a collection saw them', () => {
    const waited = find('main.lostReply')!.waitedMs;
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThan(24 * 3600 * 1000);
  });

  test('are counted with stacks and labels as the goroutine profile does', () => {
    const own = samplesOf(gunzipSync(Buffer.from(taken.output.split('\n')[0]!, 'base64')));
    const made = samplesOf(toGoroutineProfile(heap.analysis.goroutineStacks, 0));
    // The one that wrote the profile has gone on since.
    const others = (rows: readonly string[]) =>
      rows.filter((row) => !/ main\.main /.test(row)).sort();
    expect(others(made)).toEqual(others(own));
    expect(others(made).some((row) => row.includes('kind=test') && row.includes('part=lost'))).toBe(
      true,
    );
    const stuck = toGoroutineProfile(heap.analysis.goroutineStacks, 0, true);
    const total = stuck.samples.values[0]!.numbers.reduce((sum, value) => sum + value, 0);
    expect(total).toBe(11);
  });

  test('are proven in the middle of a sweep, when garbage points to what is free again', () => {
    const garbage = analyzeWithStray(taken, heap, (object) => !heap.graph.isReachable(object));
    expect(garbage.warnings.join()).not.toMatch(/free memory|can be proven/);
    const proven = (goroutines: typeof garbage.goroutines) =>
      goroutines.filter(({ provenStuck }) => provenStuck).length;
    expect(proven(garbage.goroutines)).toBe(proven(heap.analysis.goroutines));
    expect(proven(garbage.goroutines)).toBeGreaterThan(0);
  });

  test('are not accused when something reachable points to what is free', () => {
    const reachable = analyzeWithStray(taken, heap, (object) => heap.graph.isReachable(object));
    expect(reachable.warnings.join()).toMatch(/exact pointers lead to free memory/);
    expect(reachable.goroutines.some(({ provenStuck }) => provenStuck)).toBe(false);
  });

  test('are not accused on a snapshot that lacks memory', () => {
    const snapshot = decodeSnapshot(taken.bytes);
    if (!snapshot.ok) throw new Error(snapshot.error.code);
    const chunks = snapshot.value.chunks.filter(({ kind }) => kind !== 'stack');
    const memory = new Memory(chunks);
    const analyzed = analyzeHeap({ ...snapshot.value, chunks, memory }, taken.program);
    if (!analyzed.ok) throw new Error(analyzed.error.code);
    expect(analyzed.value.analysis.goroutines.some(({ provenStuck }) => provenStuck)).toBe(false);
    expect(analyzed.value.analysis.warnings.join()).toContain('No goroutine leak can be proven');
  });
});

/** Analyses the snapshot anew, after a pointer of one of the chosen objects was turned to a free slot. */
function analyzeWithStray(
  taken: TakenSnapshot,
  { graph }: AnalyzedHeap,
  isChosen: (object: number) => boolean,
): AnalyzedHeap['analysis'] {
  const { objects, edges } = graph;
  const { spans } = objects;
  const isFree = (span: number, slot: number) => objects.objectAt(span, slot) === -1;
  const span = [...spans.base.keys()].find((s) => spans.elements[s]! > 1 && freeSlot(s) >= 0)!;
  function freeSlot(s: number): number {
    for (let i = 0; i < spans.elements[s]!; i++) if (isFree(s, i)) return i;
    return -1;
  }
  const free = spans.base[span]! + freeSlot(span) * spans.elementBytes[span]!;
  expect(objects.find(free)).toBe(-2);
  const snapshot = decodeSnapshot(new Uint8Array(taken.bytes));
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  // Not one of the runtime's own, which are read for other things than the graph.
  const source = [...objects.address.keys()].find(
    (object) =>
      isChosen(object) &&
      edges.start[object + 1]! > edges.start[object]! &&
      objects.sizeBytes(object) <= 512 &&
      !/^runtime\./.test(graph.types.name(object)),
  )!;
  const at = objects.address[source]! + edges.offset[edges.start[source]!]!;
  const word = snapshot.value.memory.bytes(at, 8)!;
  new DataView(word.buffer, word.byteOffset, 8).setBigUint64(0, BigInt(free), true);
  const analyzed = analyzeHeap(snapshot.value, taken.program);
  if (!analyzed.ok) throw new Error(analyzed.error.code);
  return analyzed.value.analysis;
}

import { beforeAll, describe, expect, test } from 'vitest';
import {
  analyzeHeap,
  decodeSnapshot,
  dominatorChildren,
  findObject,
  readGoroutines,
  referrers,
  whyAlive,
  type AnalyzedHeap,
} from '.';
import { takeSnapshot, type TakenSnapshot } from './testing/take-snapshot';

/** Holders smaller than this are of no interest to the test. */
const leastHolderBytes = 4000;

function analyze({ bytes, program }: TakenSnapshot): AnalyzedHeap {
  const snapshot = decodeSnapshot(bytes);
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const heap = analyzeHeap(snapshot.value, program, { leastHolderBytes, maxHolders: 30 });
  if (!heap.ok) throw new Error(heap.error.code);
  return heap.value;
}

// Swiss maps and Green Tea; hmap and no inline mark bits.
describe.each(['go1.26.8', 'go1.23.12'])('a program of %s', (toolchain) => {
  let taken: TakenSnapshot;
  let heap: AnalyzedHeap;

  beforeAll(async () => {
    taken = await takeSnapshot('holdall', toolchain);
    heap = analyze(taken);
  });

  const pathOf = (root: string) => {
    const found = heap.analysis.holders.find(({ holder }) => holder.root === root);
    return found?.holder.path.map(({ via, type, count }) => `${via} ${type} ×${count}`);
  };

  test('has as many bytes as the runtime counts, all but a trace of them reachable', () => {
    const { selfCheck, reachableBytes, trusted, typedShare } = heap.analysis;
    expect(selfCheck.allocatedBytes).toBe(selfCheck.runtimeBytes);
    expect(trusted).toBe(true);
    expect(1 - reachableBytes / selfCheck.allocatedBytes).toBeLessThan(0.0001);
    expect(typedShare).toBeGreaterThan(0.99);
    expect(heap.analysis.warnings).toEqual([]);
  });

  test('has the same goroutines, but for what they wait on, before there is a graph', () => {
    const snapshot = decodeSnapshot(taken.bytes);
    const early = snapshot.ok ? readGoroutines(snapshot.value, taken.program) : snapshot;
    const stacks = heap.analysis.goroutines.map(({ goid, reason, stack, createdBy }) => {
      return { goid, reason, stack, createdBy };
    });
    expect(stacks.length).toBeGreaterThan(0);
    expect(early).toMatchObject({ ok: true, value: stacks });
  });

  test('names a map entry and what hangs on it', () => {
    expect(pathOf('main.cache')).toEqual([
      ' map[string]*main.entry ×1',
      '[*] main.entry ×1000',
      '.payload []uint8 ×1000',
    ]);
    expect(pathOf('main.few')).toEqual([
      ' map[string]*main.entry ×1',
      '[*] main.entry ×5',
      '.payload []uint8 ×5',
    ]);
  });

  test('names fields behind a closure', () => {
    expect(pathOf('main.handlers')).toEqual([
      ' map[string]func() ×1',
      '[*] func main.serve.func1 ×1',
      '(closure).srv main.server ×1',
      '.sessions map[int]*main.entry ×1',
      '[*] main.entry ×1000',
      '.payload []uint8 ×1000',
    ]);
  });

  test('tells a list of 100,000 as one step', () => {
    expect(pathOf('main.list')).toEqual([' *main.node ×1', '.next main.node ×99999']);
  });

  test('looks into channel buffers, interfaces, slices and objects with a header', () => {
    expect(pathOf('main.jobs')).toEqual([
      ' chan *main.job ×1',
      '[*] main.job ×50',
      '.body []uint8 ×50',
    ]);
    expect(pathOf('main.sink')).toEqual([' interface {} ×1', '.payload []uint8 ×1']);
    expect(pathOf('main.shapes')).toEqual([' []main.shape ×1', '[*].label string ×1']);
    expect(pathOf('main.wides')).toEqual([
      ' []*main.wide ×1',
      '[*] main.wide ×20',
      '.parts[*] main.entry ×1600',
      '.payload []uint8 ×1600',
    ]);
  });

  test('names a local of a frame that never returns', () => {
    expect(pathOf('local state of main.main in goroutine 1')).toEqual([
      ' *main.server ×1',
      '.history [][]uint8 ×1',
      '[*] []uint8 ×600',
    ]);
  });

  test('counts slices of different map entries that share an array', () => {
    const shared = heap.analysis.holders.find(({ holder }) => holder.root === 'main.shared');
    expect(shared?.aliasing).toMatchObject({ arrays: 10, headers: 100 });
    const [first, second] = shared!.aliasing!.example;
    expect(first).toMatch(/^main\.shared\["view-\d-\d"\]$/);
    expect(second).toMatch(/^main\.shared\["view-\d-\d"\]$/);
    expect(first).not.toBe(second);
    const cache = heap.analysis.holders.find(({ holder }) => holder.root === 'main.cache');
    expect(cache?.aliasing).toBeUndefined();
  });

  test('joins the objects of a holder with the line that allocated them', () => {
    const cache = heap.analysis.holders.find(({ holder }) => holder.root === 'main.cache')!;
    const payloads = cache.sampled.filter(({ frames }) =>
      frames.some((frame) => frame.function === 'main.payload'),
    );
    const objects = payloads.reduce((sum, stack) => sum + stack.objects, 0);
    expect(objects).toBeGreaterThan(300); // 1,000 arrays of one sampling period each
    for (const { frames } of payloads) {
      expect(frames.map((frame) => frame.function)).toContain('main.fill');
    }
    const allocated = heap.analysis.profile.reduce(
      (sum, { allocObjects }) => sum + allocObjects,
      0,
    );
    expect(allocated).toBeGreaterThan(objects);
    expect(heap.analysis.profileRate).toBe(4096);
  });

  test('accuses the goroutines that nobody can wake, and no other', () => {
    const stuck = heap.analysis.goroutines.filter((goroutine) => goroutine.provenStuck);
    expect(stuck.map((goroutine) => goroutine.function).sort()).toEqual([
      'main.stuckCond',
      'main.stuckLock',
      'main.stuckNil',
      'main.stuckReceive',
      'main.stuckReceive',
      'main.stuckReceive',
      'main.stuckSelect',
      'main.stuckWait',
    ]);
    const waiting = heap.analysis.goroutines.filter((goroutine) => !goroutine.provenStuck);
    expect(waiting.map((goroutine) => goroutine.function)).toEqual(
      expect.arrayContaining(['main.waitGate', 'main.waitChained', 'main.waitHeldLock']),
    );
    expect(stuck.every(({ blockedAt }) => blockedAt?.function.startsWith('main.'))).toBe(true);
    expect(stuck.every(({ createdBy }) => createdBy?.function === 'main.park')).toBe(true);
  });

  test('says why one object is alive, who refers to it, what it dominates', () => {
    const { graph } = heap;
    const cache = dominatorChildren(graph, undefined, { offset: 0, limit: 50 }).nodes.find(
      ({ label }) => label === 'main.cache',
    )!;
    let node = cache.node;
    for (let depth = 0; depth < 8 && graph.types.name(node) !== 'main.entry'; depth++) {
      node = dominatorChildren(graph, node, { offset: 0, limit: 1 }).nodes[0]!.node;
    }
    expect(graph.types.name(node)).toBe('main.entry');
    expect(whyAlive(graph, node)?.expression).toMatch(/^main\.cache\["batch-\d+"\]$/);
    expect(findObject(graph, graph.objects.address[node]! + 8)).toBe(node);
    const { nodes } = referrers(graph, node, { offset: 0, limit: 10 });
    expect(nodes[0]!.via).toMatch(/^\["batch-\d+"\]$/);
  });

  test('answers for a snapshot with damaged bytes', () => {
    const view = new DataView(taken.bytes.buffer, taken.bytes.byteOffset);
    const data = 16 + Number(view.getBigUint64(8, true));
    for (let seed = 1; seed <= 3; seed++) {
      const damaged = new Uint8Array(taken.bytes);
      for (let i = 0; i < 2000; i++) {
        const at =
          data + ((Math.imul(i + seed * 7919, 2654435761) >>> 0) % (damaged.length - data));
        damaged[at] = (damaged[at]! + 37 * seed + i) & 255;
      }
      const snapshot = decodeSnapshot(damaged);
      if (snapshot.ok) analyzeHeap(snapshot.value, taken.program);
    }
  });

  test('refuses a snapshot that is cut short', () => {
    for (let i = 0; i < 40; i++) {
      const cut = taken.bytes.subarray(0, Math.floor((taken.bytes.length * i) / 40));
      expect(decodeSnapshot(cut).ok).toBe(false);
    }
  });
});

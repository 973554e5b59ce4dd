import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heapDiffSchema, type HeapDiff } from '../../../contract/heap-diff';
import { openViews, removeSeries, takeSeries, type SnapshotSeries } from '../testing/take-series';
import { compareHeaps, digestHeap, type HeapDigest } from '.';

const options = { limit: 200, force: false };

let series: SnapshotSeries;
let before: HeapDigest;
let after: HeapDigest;
let diff: HeapDiff;

beforeAll(async () => {
  series = await takeSeries('growing', 'go1.26.8', 2);
  before = digestHeap(await openViews(series, series.files[0]!));
  after = digestHeap(await openViews(series, series.files[1]!));
  const compared = compareHeaps(before, after, options);
  if (!compared.ok) throw new Error(compared.error.reasons.join());
  diff = heapDiffSchema.parse(compared.value);
});
afterAll(() => removeSeries(series));

const pathOf = (pattern: string, type: string) =>
  diff.paths.find((row) => row.pattern === pattern && row.type === type);

describe('two snapshots of one process', () => {
  test('say what grew under which root, by way and type', () => {
    const items = pathOf('main.cache[*]', 'main.item');
    expect(items).toMatchObject({
      root: 'main.cache',
      before: { objects: 100 },
      after: { objects: 140 },
      delta: { objects: 40, bytes: 40 * 48 },
    });
    // Each item keeps an array of eight pointers as well.
    expect(items!.retainedAfter - items!.retainedBefore).toBe(40 * (48 + 64));
    expect(pathOf('main.cache[*].parts', '[]*int')).toMatchObject({ delta: { objects: 40 } });
    expect(pathOf('main.list.next(…)', 'main.item')).toMatchObject({
      before: { objects: 29 },
      after: { objects: 54 },
    });
    expect(pathOf('main.list', 'main.item')).toBeUndefined();
  });

  test('say what is gone', () => {
    expect(pathOf('main.released[*]', 'main.item')).toMatchObject({
      before: { objects: 30 },
      after: { objects: 0 },
    });
    const root = diff.roots.find((row) => row.root === 'main.released');
    expect(root!.delta.objects).toBe(-31); // and the array
    expect(diff.paths.at(-1)!.delta.bytes).toBeLessThan(0);
  });

  test('name who allocated what is new', () => {
    const [allocation] = pathOf('main.cache[*]', 'main.item')!.allocations;
    expect(allocation).toMatchObject({ objects: 50, bytes: 50 * 48 });
    const own = allocation!.frames.find((frame) => frame.function.startsWith('main.'));
    expect(own?.function).toBe('main.grow');
  });

  test('tell objects that stayed from new ones', () => {
    const { kept, new: added, gone } = diff.fate;
    expect(kept.objects + gone.objects).toBe(diff.before.reachableObjects);
    expect(kept.objects + added.objects).toBe(diff.after.reachableObjects);
    expect(kept.bytes + gone.bytes).toBe(diff.before.reachableBytes);
    expect(kept.bytes + added.bytes).toBe(diff.after.reachableBytes);
    expect(diff.total.delta.objects).toBe(added.objects - gone.objects);
    // 90 old items with their arrays, 30 of the list, 20 sessions with their labels.
    expect(kept.objects).toBeGreaterThan(2 * 90 + 30 + 2 * 20);
    // 50 items with arrays, 25 of the list; keys share blocks of 16 bytes.
    expect(added.objects).toBeGreaterThanOrEqual(2 * 50 + 25);
    expect(gone.objects).toBeGreaterThanOrEqual(2 * 10 + 30);
  });

  test('agree by type and root with the snapshots themselves', () => {
    for (const { type, before: from, after: to } of diff.types) {
      expect(from.objects).toBe(before.types.get(type)?.objects ?? 0);
      expect(to.bytes).toBe(after.types.get(type)?.bytes ?? 0);
    }
    const named = [...after.roots.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    expect(named).toBe(after.summary.reachableBytes);
    const byPath = [...after.paths.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    expect(byPath).toBe(after.summary.reachableBytes);
  });

  test('of the same moment say that nothing changed', () => {
    const same = compareHeaps(after, after, options);
    expect(same.ok && [same.value.paths, same.value.types, same.value.roots]).toEqual([[], [], []]);
    expect(same.ok && same.value.fate.new.objects + same.value.fate.gone.objects).toBe(0);
  });

  test('are refused the wrong way round, unless forced', () => {
    const refused = compareHeaps(after, before, options);
    expect(refused.ok ? [] : refused.error.reasons).toEqual([
      'The second was taken before the first.',
    ]);
    const forced = compareHeaps(after, before, { ...options, force: true });
    expect(forced.ok && forced.value.total.delta.objects).toBe(-diff.total.delta.objects);
    expect(forced.ok && forced.value.doubts).toEqual(['The second was taken before the first.']);
  });
});

describe('snapshots of two processes', () => {
  test.each([
    [{ pid: 1 }, /^They are of the processes \d+ and 1\.$/],
    [{ startedNs: 1 }, /^The program was started anew between them, again as process \d+\.$/],
    [{ buildId: 'another' }, /^They are of two builds of a program\.$/],
  ])('are refused: %o', (change, reason) => {
    const other = { ...after, identity: { ...after.identity, ...change } };
    const refused = compareHeaps(before, other, options);
    expect(refused.ok ? '' : refused.error.reasons.join()).toMatch(reason);
  });

  test('know when their process began', () => {
    expect(before.identity.startedNs).toBeGreaterThan(0);
    expect(before.identity).toEqual(after.identity);
  });
});

import { describe, expect, test } from 'vitest';
import type { HeapGoroutine } from '../model';
import { groupWaits, type GroupedWait } from './group-waits';
import type { AliveReason } from '../../../contract/heap-leaks';

const minutes = 60_000;

/** Goroutines of one line, `goids` of them. */
function waiting(goids: readonly number[], more: Partial<HeapGoroutine> = {}): HeapGoroutine[] {
  return goids.map((goid) => ({
    goid,
    function: 'main.work',
    status: 'waiting',
    reason: 'chan receive',
    waiting: true,
    blockedAt: { function: 'main.work', file: 'work.go', line: 9 },
    createdBy: { function: 'main.main', file: 'main.go', line: 4 },
    waitedMs: 2 * minutes,
    stack: [],
    waitsOn: undefined,
    provenStuck: false,
    ...more,
  }));
}

const held: AliveReason = { code: 'global', holder: 'main.registry["a"]' };
const range = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

const waitOn =
  (address: (goid: number) => number, alive = held) =>
  (goid: number): GroupedWait => ({
    targets: [address(goid)],
    describe: () => [{ kind: 'chan', address: address(goid), name: 'chan int' }],
    because: () => alive,
    holder: () => 'local c of main.work in goroutine 1',
  });
const ownChannel = waitOn((goid) => 0xc000 + 64 * goid);
const oneChannel = waitOn(() => 0xc000);

const verdictOf = (
  goroutines: readonly HeapGoroutine[],
  waitOf: (goid: number) => GroupedWait,
  earlier?: readonly HeapGoroutine[],
) => {
  const before = earlier && groupWaits(earlier, waitOf);
  const [group] = groupWaits(goroutines, waitOf, before);
  return [group!.verdict, group!.suspicion];
};

describe('goroutines grouped by where they wait', () => {
  test('are proven when one of them is, with the number of those', () => {
    const all = [...waiting([1, 2]), ...waiting([3, 4, 5], { provenStuck: true })];
    const [group, ...others] = groupWaits(all, ownChannel);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      verdict: 'proven',
      count: 5,
      proven: 3,
      heldBy: 'local c of main.work in goroutine 1',
      alive: undefined,
      waitedMs: 2 * minutes,
    });
  });

  test('are suspected when many wait for long, each for its own channel, and never proven', () => {
    expect(verdictOf(waiting(range(80)), ownChannel)).toEqual(['suspected', 'each-its-own']);
    const [group] = groupWaits(waiting(range(80)), ownChannel);
    expect(group).toMatchObject({ proven: 0, distinctTargets: 80, alive: held });
  });

  test('are not suspected as a pool of workers, as a few, or after a moment', () => {
    expect(verdictOf(waiting(range(80)), oneChannel)).toEqual(['alive', undefined]);
    expect(verdictOf(waiting(range(20)), ownChannel)).toEqual(['alive', undefined]);
    expect(verdictOf(waiting(range(80), { waitedMs: 5000 }), ownChannel)[0]).toBe('alive');
    expect(verdictOf(waiting(range(80), { waitedMs: undefined }), ownChannel)[0]).toBe('alive');
  });

  test('are suspected when a lock that something reaches is waited for this long', () => {
    const locked = (waitedMs: number) => waiting([7], { reason: 'sync.Mutex.Lock', waitedMs });
    expect(verdictOf(locked(2 * minutes), oneChannel)).toEqual(['suspected', 'lock-held']);
    expect(verdictOf(locked(500), oneChannel)).toEqual(['alive', undefined]);
  });

  test('are suspected when more have come and none has gone', () => {
    const young = { waitedMs: undefined };
    const grown = [waiting(range(9), young), waiting(range(4), young)] as const;
    expect(verdictOf(grown[0], oneChannel, grown[1])).toEqual(['suspected', 'grows']);
    expect(groupWaits(grown[0], oneChannel, groupWaits(grown[1], oneChannel))[0]!.earlier).toBe(4);
    const replaced = waiting([11, 12, 13, 14, 15, 16, 17, 18], young);
    expect(verdictOf(replaced, oneChannel, grown[1])).toEqual(['alive', undefined]);
    expect(verdictOf(grown[1], oneChannel, grown[1])).toEqual(['alive', undefined]);
  });

  test('are never suspected of what needs no other goroutine', () => {
    const asleep = waitOn(() => 0, { code: 'awake', holder: undefined });
    expect(verdictOf(waiting(range(90)), asleep, waiting(range(4)))).toEqual(['alive', undefined]);
  });
});

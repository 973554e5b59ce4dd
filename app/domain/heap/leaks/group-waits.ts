import type { Frame } from '../../../contract/frame';
import type { HeapGoroutine } from '../model';
import type {
  AliveReason,
  LeakVerdict,
  SuspicionCode,
  WaitGroup,
  WaitTarget,
} from '../../../contract/heap-leaks';

/** Shorter waits are no ground for suspicion, milliseconds. */
const longWaitMs = 60_000;
/** Groups smaller than this do not wait each for an object of its own by chance. */
const manyWaiters = 50;
const ownShare = 0.9;
/** Goroutines that an earlier snapshot did not have. */
const leastGrowth = 3;
/** This part of the earlier ones must still be there: others come and go. */
const lastingShare = 0.5;

/** What a group needs to know of one goroutine besides its stack. */
export interface GroupedWait {
  readonly targets: readonly number[];
  describe(): readonly WaitTarget[];
  because(): AliveReason;
  holder(): string | undefined;
}

/**
 * Groups goroutines by creation line, function, waiting place and reason; proven first, then suspected, larger groups
 * first. Ways through the graph are looked up for one member of each group only.
 * @param earlier the groups of an older snapshot of the same process.
 */
export function groupWaits(
  goroutines: readonly HeapGoroutine[],
  waitOf: (goid: number) => GroupedWait | undefined,
  earlier?: readonly WaitGroup[],
): readonly WaitGroup[] {
  const byKey = new Map<string, HeapGoroutine[]>();
  for (const goroutine of goroutines) {
    const key = keyOf(goroutine);
    const members = byKey.get(key);
    if (members) members.push(goroutine);
    else byKey.set(key, [goroutine]);
  }
  const before = earlier && new Map(earlier.map((group) => [keyOf(group), group]));
  const groups = [...byKey].map(([key, members]) =>
    describe(members, waitOf, before && { group: before.get(key) }),
  );
  const rank = (group: WaitGroup) => ['proven', 'suspected', 'alive'].indexOf(group.verdict);
  return groups.sort((a, b) => rank(a) - rank(b) || b.count - a.count);
}

const placeOf = (frame: Frame | undefined) => (frame ? `${frame.file}:${frame.line}` : '');

const keyOf = (goroutine: Pick<WaitGroup, 'function' | 'createdBy' | 'blockedAt' | 'reason'>) =>
  [
    placeOf(goroutine.createdBy),
    goroutine.function,
    placeOf(goroutine.blockedAt),
    goroutine.reason,
  ].join(' | ');

function describe(
  members: readonly HeapGoroutine[],
  waitOf: (goid: number) => GroupedWait | undefined,
  before: { readonly group: WaitGroup | undefined } | undefined,
): WaitGroup {
  const stuck = members.filter((goroutine) => goroutine.provenStuck);
  const first = stuck[0] ?? members[0]!;
  const wait = waitOf(first.goid);
  const targets = wait?.describe() ?? [];
  const isProven = stuck.length > 0;
  const alive = isProven ? undefined : (wait?.because() ?? { code: 'unclear', holder: undefined });
  const distinct = new Set(members.flatMap(({ goid }) => waitOf(goid)?.targets[0] ?? []));
  const waited = members.flatMap(({ waitedMs }) => waitedMs ?? []);
  const waitedMs = waited.length > 0 ? waited.reduce((a, b) => Math.max(a, b)) : undefined;
  const counted = { count: members.length, distinct: distinct.size, waitedMs };
  const suspicion =
    alive === undefined || alive.code === 'awake' ? undefined : suspect(counted, members, before);
  const verdict: LeakVerdict = isProven ? 'proven' : suspicion ? 'suspected' : 'alive';
  return {
    verdict,
    function: first.function,
    createdBy: first.createdBy,
    blockedAt: first.blockedAt,
    reason: first.reason,
    count: members.length,
    proven: stuck.length,
    goids: members.map(({ goid }) => goid),
    earlier: before && (before.group?.count ?? 0),
    targets,
    distinctTargets: distinct.size,
    heldBy: isProven ? wait?.holder() : alive?.holder,
    alive,
    suspicion,
    waitedMs,
    stack: first.stack,
  };
}

function suspect(
  group: {
    readonly count: number;
    readonly distinct: number;
    readonly waitedMs: number | undefined;
  },
  members: readonly HeapGoroutine[],
  before: { readonly group: WaitGroup | undefined } | undefined,
): SuspicionCode | undefined {
  if (before && group.count >= (before.group?.count ?? 0) + leastGrowth) {
    const now = new Set(members.map(({ goid }) => goid));
    const goids = before.group?.goids ?? [];
    const left = goids.filter((goid) => now.has(goid)).length;
    if (goids.length > 0 && left >= lastingShare * goids.length) return 'grows';
  }
  if ((group.waitedMs ?? 0) < longWaitMs) return undefined;
  if (members[0]!.reason.includes('Mutex')) return 'lock-held';
  const isMany = group.count >= manyWaiters && group.distinct >= ownShare * group.count;
  return isMany ? 'each-its-own' : undefined;
}

import type { BlockingKind } from '../time-analysis';

/**
 * What the runtime writes when a goroutine parks: `traceBlockReasonStrings`, the same from Go 1.22 to
 * 1.27 but for additions. `preempted` is a goroutine that the collector holds to scan its stack.
 */
const kindOfReason: Readonly<Record<string, BlockingKind>> = {
  'chan receive': 'chan',
  'chan send': 'chan',
  select: 'select',
  sync: 'sync',
  'sync.(*Cond).Wait': 'sync',
  synctest: 'sync',
  network: 'network',
  sleep: 'sleep',
  'GC mark assist wait for work': 'gc',
  'GC background sweeper wait': 'gc',
  'GC weak to strong wait': 'gc',
  'wait until GC ends': 'gc',
  preempted: 'gc',
};

/** Functions in which a goroutine parks, for waits whose reason the trace does not tell. */
const kindOfFunction: readonly (readonly [RegExp, BlockingKind])[] = [
  [/^runtime\.(chanrecv|chansend)/, 'chan'],
  [/^runtime\.(selectgo|block)$/, 'select'],
  [/^(sync\.|internal\/sync\.|sync\.runtime_)/, 'sync'],
  [/^(internal\/poll\.runtime_pollWait|runtime\.netpollblock)/, 'network'],
  [/^(time\.Sleep|runtime\.timeSleep)$/, 'sleep'],
  [/^runtime\.(gcBgMarkWorker|bgsweep|bgscavenge|gcAssistAlloc|gcParkAssist)/, 'gc'],
];

/** Frames looked at: parking is at most this deep in the runtime. */
const maxLeafFrames = 6;

/**
 * Kind of a wait. A reason that says nothing (a wait older than the trace, or `forever`) is told by the
 * functions at the leaf, of which `functionAt` gives the name by depth from 0.
 */
export function kindOfWait(
  reason: string,
  functionAt: (depth: number) => string | undefined,
): BlockingKind {
  const known = kindOfReason[reason];
  if (known !== undefined) return known;
  if (reason !== '' && reason !== 'forever') return 'other';
  for (let depth = 0; depth < maxLeafFrames; depth++) {
    const name = functionAt(depth);
    if (name === undefined) return 'other';
    const found = kindOfFunction.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return 'other';
}

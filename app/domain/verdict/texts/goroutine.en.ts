import { formatCount, formatMs, formatRate, formatShare } from '../../format/format';
import type { GoroutineGroup, MemoryGoroutine, TraceGroup } from '../evidence';
import type { Trend } from '../growth';
import { formatFrame, formatPlace } from '../places';
import type { Doubt } from '../suspicion';

const goroutines = (count: number, name: string) =>
  `${formatCount(count)} ${name} goroutine${count === 1 ? '' : 's'}`;
const at = (group: GoroutineGroup | TraceGroup) =>
  group.blockedAt ? ` at ${formatPlace(group.blockedAt)}` : '';

/** Who might still wake them. */
function formatDoubt({ mayWake: { code, holder } }: Doubt): string {
  const by = holder === undefined ? '' : `: ${holder}`;
  switch (code) {
    case 'global':
      return `a variable still reaches what they wait for${by}`;
    case 'goroutine':
      return `a goroutine that can run still reaches what they wait for${by}`;
    case 'timer':
      return `a timer may wake them${by}`;
    case 'runtime':
      return 'the runtime itself (a finalizer, a cleanup, a weak pointer) still reaches what they wait for';
    case 'awake':
      return 'they wait for nothing that another goroutine must do';
    case 'unclear':
      return 'the snapshot does not tell who reaches what they wait for';
  }
}

/** Every sentence about a goroutine leak, once. */
export const goroutineEn = {
  sentence: (group: GoroutineGroup, trend: Trend) =>
    `${goroutines(trend.last, group.function)} ${trend.last === 1 ? 'waits' : 'wait'} in ${group.reason}${at(group)} and never end${trend.last === 1 ? 's' : ''}` +
    (trend.kind === 'grows' && trend.growth
      ? `; ${formatRate(trend.growth.perSecond, 'goroutines')} are added.`
      : `; ${trend.last === 1 ? 'it is alone' : 'their number does not grow'}.`),
  detail: (
    group: GoroutineGroup,
    stuck: number,
    inMemory: readonly MemoryGoroutine[],
    doubt: Doubt | undefined,
  ) => {
    const created = group.createdBy ? `They are created at ${formatFrame(group.createdBy)}.` : '';
    const places = new Set(inMemory.flatMap((goroutine) => goroutine.waitsOn ?? []));
    const on = places.size === 1 ? ` All wait on one ${[...places][0]}.` : '';
    const proof =
      stuck > 0
        ? ` For ${formatCount(stuck)} of them it is proven that nothing which can still run reaches what they wait for.`
        : '';
    const age =
      doubt?.waitedMs === undefined
        ? ''
        : `; the oldest has waited for at least ${formatMs(doubt.waitedMs)}`;
    const suspected = doubt ? ` Suspected, not proven: ${formatDoubt(doubt)}${age}.` : '';
    return (created + on + proof + suspected).trim();
  },
  profile: (group: GoroutineGroup, trend: Trend) =>
    trend.kind === 'grows' && trend.growth
      ? `From ${formatCount(trend.first)} to ${formatCount(trend.last)} goroutines over ${group.counts.values.length} profiles: ${formatRate(trend.growth.perSecond, 'goroutines')}; rank test p = ${trend.growth.p.toPrecision(2)}.`
      : `${formatCount(trend.last)} goroutines in the last of ${group.counts.values.length} profiles, ${formatCount(trend.first)} in the first.`,
  time: (group: TraceGroup, seconds: number) =>
    `In ${formatMs(seconds * 1000)} of trace ${formatCount(group.created)} were created and ${formatCount(group.ended)} ended; ${formatCount(group.alive)} were alive at its end, waiting in ${group.reason}${at(group)}.`,
  untraced: (seconds: number) =>
    `In ${formatMs(seconds * 1000)} of trace none was created and none of them ran.`,
  memory: (
    group: GoroutineGroup,
    waiting: number,
    stuck: number,
    inMemory: readonly MemoryGoroutine[],
    doubt: Doubt | undefined,
  ) => {
    const places = new Set(inMemory.flatMap((goroutine) => goroutine.waitsOn ?? []));
    const on =
      places.size === 0
        ? ''
        : `, on ${formatCount(places.size)} distinct object${places.size === 1 ? '' : 's'}`;
    return (
      `${formatCount(waiting)} of ${formatCount(group.goids.length)} wait in the stopped process${on}; ` +
      (stuck > 0
        ? `${formatCount(stuck)} can be woken by nobody who still runs.`
        : doubt
          ? `${formatDoubt(doubt)}.`
          : 'what they wait for can still be reached by a running goroutine or a global.')
    );
  },
  goidJoin: (matched: number, of: number, group: GoroutineGroup) =>
    `${formatCount(matched)} of ${formatCount(of)} goroutines of the last profile were found by goid in the stopped process, waiting${at(group)}.`,
  stuckJoin: (stuck: number, of: number) =>
    `${formatCount(stuck)} of ${formatCount(of)} waiting goroutines: what they wait for can be reached by nobody who still runs.`,
  leakProfile: (marked: number, of: number) =>
    `Go’s own leak profile marks ${formatCount(marked)} of the ${formatCount(of)}.`,
  proofsJoin: (both: number, marked: number, proven: number) =>
    `${formatCount(both)} goroutines are leaked by Go’s own leak profile (${formatCount(marked)}) and by the proof from memory (${formatCount(proven)}) alike.`,
  traceJoin: (matched: number) =>
    `${formatCount(matched)} goroutines which the trace saw alive were found by goid in the stopped process.`,
  traffic: (group: GoroutineGroup, traced: TraceGroup | undefined) =>
    `They come and go: of those in earlier profiles ${formatShare(group.survival)} were left in the last` +
    (traced
      ? `; the trace saw ${formatCount(traced.created)} created and ${formatCount(traced.ended)} ended.`
      : '.'),
  steady: (group: GoroutineGroup, trend: Trend) =>
    trend.kind === 'levels-off'
      ? `Their number levelled off at ${formatCount(trend.last)}.`
      : `${formatCount(trend.last)} wait in ${group.reason}${at(group)}, but their number does not grow (${formatCount(trend.first)} at first): a pool of workers.`,
  remedy: (group: GoroutineGroup) => {
    const where = group.blockedAt ? ` at ${formatPlace(group.blockedAt)}` : '';
    if (group.reason.includes('chan send')) {
      return `Give the send${where} a way out: a receiver that always comes, a buffer of one, or a select with a cancellation.`;
    }
    if (group.reason.includes('chan receive')) {
      return `Close the channel received from${where}, or select on a cancellation as well.`;
    }
    if (group.reason.includes('select')) return `Add a case to the select${where} that ends it.`;
    return undefined;
  },
};

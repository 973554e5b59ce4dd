import type { Aliasing, Growth, Holder } from '../../../contract/findings';
import { formatBytes, formatCount, formatMs, formatRate, formatShare } from '../../format/format';
import type {
  AllocationSite,
  HolderEvidence,
  MemoryEvidence,
  Series,
  TraceGroup,
} from '../evidence';
import type { Trend } from '../growth';
import { keptShare, replaced, type Turnover } from '../kept';
import { formatFrame, formatPlace, shortenGenerics } from '../places';

const rate = (growth: Growth) =>
  `${formatRate(growth.perSecond, growth.unit)} (95 %: ${formatRate(growth.low, growth.unit)} to ${formatRate(growth.high, growth.unit)})`;
const p = (value: number) => (value < 0.0001 ? 'p < 0.0001' : `p = ${value.toPrecision(2)}`);

/** Every sentence about a memory leak, once. */
export const memoryEn = {
  noHolder: 'No named root of the snapshot keeps the objects of this line.',
  sentence: (holder: HolderEvidence | undefined, site: AllocationSite, growth: Growth) =>
    holder
      ? `${holder.holder.root} keeps ${formatBytes(holder.holder.retainedBytes)} alive (${formatShare(holder.holder.share)} of the live heap) and grows ${formatRate(growth.perSecond, 'bytes')}.`
      : `Memory allocated at ${formatFrame(site.frame)} grows ${formatRate(growth.perSecond, 'bytes')}; who keeps it is not known.`,
  detail: (holder: HolderEvidence | undefined, site: AllocationSite) => {
    const leaf = site.stack[0];
    const made =
      leaf && leaf.function !== site.frame.function
        ? `made by ${shortenGenerics(leaf.function)} under ${formatFrame(site.frame)}`
        : `made by ${formatFrame(site.frame)}`;
    const kept = keptShare(site);
    return [
      holder
        ? `It holds ${formatCount(holder.holder.objects)} objects, most of them ${made}.`
        : `The objects are ${made}.`,
      kept === undefined
        ? undefined
        : `Of what was allocated there while recording, ${formatShare(kept)} is still in use.`,
      holder?.aliasing && memoryEn.aliasing(holder.aliasing),
    ]
      .filter((part) => part !== undefined)
      .join(' ');
  },
  aliasing: ({ arrays, headers }: Aliasing): string =>
    `${formatCount(headers)} slices share ${formatCount(arrays)} backing arrays: a write through one changes what the others see.`,
  allocation: (site: AllocationSite, growth: Growth, trend: Trend, isCollected: boolean) =>
    `${formatFrame(site.frame)} rose from ${formatBytes(trend.first)} to ${formatBytes(trend.last)} in use over ${growth.samples.length} profiles${isCollected ? ', each after a forced collection' : ''}: ${rate(growth)}; rank test ${p(growth.p)}.`,
  time: (floor: Series, live: Trend, workers: readonly TraceGroup[], seconds: number) => {
    const parts: string[] = [];
    const cycles = floor.values.length;
    if (cycles > 0) {
      const [from, to] = [floor.values[0]!, floor.values[cycles - 1]!].map(formatBytes);
      parts.push(
        cycles === 1
          ? `One collection in the trace left ${from}.`
          : `The heap that ${cycles} collections left went from ${from} to ${to}.`,
      );
    }
    if (live.growth) {
      parts.push(
        `The live heap ${describe(live)} over ${live.growth.samples.length} samples` +
          (live.kind === 'grows' ? `, ${formatRate(live.growth.perSecond, 'bytes')}.` : '.'),
      );
    }
    for (const group of workers.filter((worker) => worker.created > 0).slice(0, 1)) {
      parts.push(
        `${formatCount(group.created)} ${group.function} goroutines were created in ${formatMs(seconds * 1000)}, ${formatCount(group.ended)} ended.`,
      );
    }
    return parts.length > 0 ? parts.join(' ') : 'The trace holds no collection and no heap sample.';
  },
  memory: (holder: Holder) =>
    `${formatCount(holder.objects)} objects, ${formatBytes(holder.retainedBytes)}, ` +
    (holder.exclusive
      ? `would be freed without ${holder.root}: no other path holds them.`
      : `are reached from ${holder.root} by the shortest path; another root reaches part of them too.`),
  distrusted: (memory: MemoryEvidence) =>
    `The object graph differs from the runtime's own count by ${formatShare(memory.selfCheckError ?? 1)}, so the memory leg withholds its verdict; take the snapshot again.`,
  exactJoin: (matched: number, of: number, root: string, site: AllocationSite) =>
    `${formatCount(matched)} of ${formatCount(of)} sampled objects under ${root} carry the allocation stack of ${formatFrame(site.frame)}${site.stack[0] && site.stack[0] !== site.frame ? ` → ${shortenGenerics(site.stack[0].function)}` : ''}.`,
  makerJoin: (group: TraceGroup) =>
    `The goroutines which the trace saw start in ${group.function}${group.createdBy ? ` (created at ${formatPlace(group.createdBy)})` : ''} are on the allocation stack.`,
  smallHolder: (holder: Holder) =>
    `${holder.root} retains only ${formatShare(holder.share)} of the live heap; a longer recording would show whether it dominates.`,
  weakJoin: (of: number): string =>
    of === 0
      ? 'No object under this root carries a mark of the heap profiler; a denser sampling (GODEBUG=memprofilerate) would supply it.'
      : 'Too few sampled objects under this root were allocated by the growing line; a longer recording or a denser sampling (GODEBUG=memprofilerate) would settle it.',
  acquittal: (trend: Trend, holder: HolderEvidence | undefined, whole: Turnover) => {
    const holds = holder
      ? `It keeps ${formatBytes(holder.holder.retainedBytes)} (${formatShare(holder.holder.share)} of the live heap), `
      : `It has ${formatBytes(trend.last)} in use, `;
    const turnover = replaced(whole);
    return (
      holds +
      (trend.kind === 'levels-off'
        ? `but levelled off ${formatMs((trend.levelAtSeconds ?? 0) * 1000)} into the recording.`
        : trend.kind === 'falls'
          ? 'but shrinks.'
          : trend.kind === 'within-error'
            ? `but its rise from ${formatBytes(trend.first)} to ${formatBytes(trend.last)} is within the error of sampling.`
            : `but does not grow: ${formatBytes(trend.first)} in the first profile, ${formatBytes(trend.last)} in the last.`) +
      (turnover > trend.last / 2
        ? ` Meanwhile ${formatBytes(turnover)} were allocated there: old entries are replaced.`
        : '')
    );
  },
  remedy: (holder: HolderEvidence | undefined) =>
    [
      holder?.aliasing && holder.aliasing.arrays > 0
        ? 'Copy the bytes before storing them: an array that returns to its pool must not be kept.'
        : undefined,
      holder
        ? `Remove entries from ${holder.holder.root} when they are no longer needed, or bound it.`
        : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' ') || undefined,
};

function describe(trend: Trend): string {
  switch (trend.kind) {
    case 'grows':
      return 'rises';
    case 'levels-off':
      return `levels off after ${formatMs((trend.levelAtSeconds ?? 0) * 1000)}`;
    case 'falls':
      return 'falls';
    case 'within-error':
    case 'flat':
      return 'shows no steady rise';
    case 'unknown':
      return 'has too few samples for a trend';
  }
}

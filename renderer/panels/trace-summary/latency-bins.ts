import type { TraceStats } from '../../../app/contract/trace-stats';

/** Bars of a histogram: ten to each power of ten. */
const perDecade = 10;

export interface LatencyBin {
  /** `lengthOfBin(bin)` is where it begins. */
  readonly bin: number;
  readonly count: number;
}

/** Where a bar begins, nanoseconds. */
export const lengthOfBin = (bin: number): number => 10 ** (bin / perDecade);

/** Counts by bar, shortest first, without empty ones. Lengths below a nanosecond stand in the first. */
export function binsOf(buckets: TraceStats['schedulingLatency']['buckets']): readonly LatencyBin[] {
  const counts = new Map<number, number>();
  for (const { fromNs, count } of buckets) {
    const bin = Math.floor(Math.log10(Math.max(1, fromNs)) * perDecade + 1e-9);
    counts.set(bin, (counts.get(bin) ?? 0) + count);
  }
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
}

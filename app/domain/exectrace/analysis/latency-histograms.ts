import { bucketOf, type Histogram } from '../../stats/histogram';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import type { SchedulingLatency } from '../time-analysis';

/** Functions with a histogram of their own. */
const maxFunctions = 1000;
const firstHistograms = 16;
const buckets = layout.histogramBuckets;

/** Scheduling latency by start function. */
export class LatencyHistograms {
  /** `buckets` a histogram. Index 0 is for goroutines whose start function is not known. */
  private counts: Float64Array;
  /** Four a histogram: how many, their sum, the least, the largest. */
  private sums: Float64Array;
  private count = 1;
  private readonly names: string[] = [''];
  private readonly index = new Map<string, number>([['', 0]]);
  /** Of functions beyond the limit. */
  private rest = -1;

  constructor(private readonly kernel: Kernel) {
    this.counts = kernel.f64(layout.histogramCountsArray, firstHistograms * buckets);
    this.sums = kernel.f64(layout.histogramSumsArray, firstHistograms * 4);
  }

  /** Index of the histogram of a function. */
  of(name: string): number {
    const known = this.index.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= maxFunctions && this.rest >= 0) return this.rest;
    const index = this.count++;
    const { kernel } = this;
    const last = this.count * buckets - 1;
    this.counts = kernel.withRoomFor(layout.histogramCountsArray, this.counts, last);
    this.sums = kernel.withRoomFor(layout.histogramSumsArray, this.sums, this.count * 4 - 1);
    if (this.names.length >= maxFunctions) {
      this.rest = index;
      return index;
    }
    this.names.push(name);
    this.index.set(name, index);
    return index;
  }

  /** A latency in nanoseconds; −1 stands for a function that is not known. */
  add(index: number, latencyNs: number): void {
    const { sums } = this;
    const i = Math.max(0, index);
    const at = i * 4;
    this.counts[i * buckets + Math.min(buckets - 1, bucketOf(latencyNs))]!++;
    if (sums[at] === 0 || latencyNs < sums[at + 2]!) sums[at + 2] = latencyNs;
    if (latencyNs > sums[at + 3]!) sums[at + 3] = latencyNs;
    sums[at]!++;
    sums[at + 1]! += latencyNs;
  }

  finish(): SchedulingLatency {
    const all = Array.from({ length: this.count }, (_, i) => this.histogram(i));
    const byFunction = this.names
      .map((name, i) => ({ function: name, histogram: all[i]! }))
      .filter(({ histogram }) => histogram.total > 0)
      .sort((a, b) => b.histogram.sum - a.histogram.sum);
    return { all: merge(all), byFunction };
  }

  private histogram(index: number): Histogram {
    const counts = this.counts.slice(index * buckets, (index + 1) * buckets);
    let length = buckets;
    while (length > 0 && counts[length - 1] === 0) length--;
    const at = index * 4;
    return {
      counts: Float64Array.from(counts.subarray(0, length)),
      total: this.sums[at]!,
      sum: this.sums[at + 1]!,
      min: this.sums[at + 2]!,
      max: this.sums[at + 3]!,
    };
  }
}

function merge(parts: readonly Histogram[]): Histogram {
  const filled = parts.filter((part) => part.total > 0);
  const length = filled.reduce((longest, part) => Math.max(longest, part.counts.length), 0);
  const counts = new Float64Array(length);
  for (const part of filled) part.counts.forEach((count, i) => (counts[i]! += count));
  return {
    counts,
    total: filled.reduce((sum, part) => sum + part.total, 0),
    sum: filled.reduce((sum, part) => sum + part.sum, 0),
    min: filled.reduce((low, part) => Math.min(low, part.min), filled[0]?.min ?? 0),
    max: filled.reduce((high, part) => Math.max(high, part.max), 0),
  };
}

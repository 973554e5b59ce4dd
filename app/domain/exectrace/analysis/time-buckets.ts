import type { Kernel } from '../kernel/kernel';
import { bucketCount, bucketWidth, recentTo } from '../kernel/layout';

const firstWidthNs = 1 << 16;

/** Counts in each time bucket. */
export type BucketCounts = Int32Array;
/** Nanoseconds in each time bucket. */
export type BucketTimes = Float64Array;

/** Who has columns of time buckets. */
export interface BucketHolder {
  readonly columns: readonly (BucketCounts | BucketTimes)[];
}

/**
 * Buckets of equal width over a time span whose end is not known yet: when it does not fit any
 * longer, neighbours are joined and the width doubles.
 */
export class TimeBuckets {
  private readonly holders: BucketHolder[] = [];

  constructor(private readonly kernel: Kernel) {
    this.widthNs = firstWidthNs;
  }

  get widthNs(): number {
    return this.kernel.doubles[bucketWidth]!;
  }

  private set widthNs(width: number) {
    this.kernel.doubles[bucketWidth] = width;
    // The bucket that the kernel has at hand is another one now.
    this.kernel.doubles[recentTo] = 0;
  }

  /** Its columns are asked for whenever the width doubles. */
  register(holder: BucketHolder): void {
    this.holders.push(holder);
  }

  newTimes(times = new Float64Array(bucketCount) as BucketTimes): BucketTimes {
    this.register({ columns: [times] });
    return times;
  }

  add(counts: BucketCounts, timeNs: number): void {
    this.cover(timeNs);
    const bucket = Math.max(0, Math.floor(timeNs / this.widthNs));
    counts[bucket]!++;
  }

  /** Adds the time from `begin` to `end`, to every bucket its part. */
  addSpan(times: BucketTimes, begin: number, end: number): void {
    this.cover(end);
    const width = this.widthNs;
    const first = Math.trunc(begin / width);
    const last = Math.trunc(end / width);
    if (first === last) {
      times[first]! += end - begin;
      return;
    }
    times[first]! += (first + 1) * width - begin;
    for (let bucket = first + 1; bucket < last; bucket++) times[bucket]! += width;
    times[last]! += end - last * width;
  }

  /** Buckets needed for a span of this length. */
  countFor(durationNs: number): number {
    this.cover(durationNs);
    return Math.floor(durationNs / this.widthNs) + 1;
  }

  private cover(timeNs: number): void {
    while (timeNs >= this.widthNs * bucketCount) {
      this.widthNs *= 2;
      for (const { columns } of this.holders) columns.forEach(joinNeighbours);
    }
  }
}

function joinNeighbours(counts: BucketCounts | BucketTimes): void {
  for (let i = 0; i < bucketCount / 2; i++) counts[i] = counts[2 * i]! + counts[2 * i + 1]!;
  counts.fill(0, bucketCount / 2);
}

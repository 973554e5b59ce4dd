import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import { bucketCount } from '../kernel/layout';
import type { BucketCounts, BucketHolder, TimeBuckets } from './time-buckets';
import { StripRecorder } from './strip-recorder';

/** What is known of one group while the trace is read. */
export interface GroupRecord {
  /** Function index; −1 unknown. */
  readonly startFunction: number;
  /** Stack index; 0: creation was not seen. */
  readonly createdBy: number;
  existing: number;
  strips: StripRecorder[];
  /** Every so many-th goroutine gets a strip. */
  stripStride: number;
}

/** Groups by creation stack and start function; without creation, by where they wait. */
export class GroupRecorder implements BucketHolder {
  readonly groups: GroupRecord[] = [];
  /** By creation stack, or place, × 2^32 + start function. */
  private readonly byCreation = new Map<number, number>();
  private readonly byPlace = new Map<number, number>();

  /** Two a group: created and ended. */
  private counts: Int32Array;
  /** The same by time bucket. */
  private countsIn: Int32Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly buckets: TimeBuckets,
    private readonly stripLimit: number,
  ) {
    this.counts = kernel.i32(layout.groupCountsArray, 2 * 8);
    this.countsIn = kernel.i32(layout.groupBucketsArray, 2 * 8 * bucketCount);
    buckets.register(this);
    kernel.words[layout.takesBegins] = stripLimit > 0 ? 0 : 1;
  }

  get columns(): readonly BucketCounts[] {
    return this.groups.flatMap((_, group) => [this.createdIn(group), this.endedIn(group)]);
  }

  createdOf(group: number): number {
    return this.counts[2 * group]!;
  }

  endedOf(group: number): number {
    return this.counts[2 * group + 1]!;
  }

  aliveOf(group: number): number {
    return this.groups[group]!.existing + this.createdOf(group) - this.endedOf(group);
  }

  createdIn(group: number): BucketCounts {
    return this.countsIn.subarray(2 * group * bucketCount, (2 * group + 1) * bucketCount);
  }

  endedIn(group: number): BucketCounts {
    return this.countsIn.subarray((2 * group + 1) * bucketCount, (2 * group + 2) * bucketCount);
  }

  /** Group of goroutines whose creation was seen. */
  ofCreation(createdBy: number, startFunction: number): number {
    return this.find(this.byCreation, createdBy, createdBy, startFunction);
  }

  /** Group of goroutines older than the trace. */
  ofPlace(startFunction: number, place: number): number {
    return this.find(this.byPlace, place, 0, startFunction);
  }

  private find(
    index: Map<number, number>,
    stack: number,
    createdBy: number,
    startFunction: number,
  ): number {
    const key = stack * 4294967296 + startFunction;
    const known = index.get(key);
    if (known !== undefined) return known;
    const record = { startFunction, createdBy, existing: 0, strips: [], stripStride: 1 };
    const group = this.groups.push(record) - 1;
    index.set(key, group);
    const { kernel } = this;
    const last = 2 * group + 1;
    this.counts = kernel.withRoomFor(layout.groupCountsArray, this.counts, last);
    const lastBucket = (last + 1) * bucketCount - 1;
    this.countsIn = kernel.withRoomFor(layout.groupBucketsArray, this.countsIn, lastBucket);
    return group;
  }

  created(group: number, time: number): void {
    this.counts[2 * group]!++;
    this.buckets.add(this.createdIn(group), time);
  }

  ended(group: number, time: number): void {
    this.counts[2 * group + 1]!++;
    this.buckets.add(this.endedIn(group), time);
  }

  /** A strip for the goroutine just created, when it is one of the sample. */
  sample(group: number, goid: number, time: number): StripRecorder | undefined {
    const record = this.groups[group]!;
    if (this.stripLimit <= 0 || (this.createdOf(group) - 1) % record.stripStride !== 0)
      return undefined;
    if (record.strips.length >= this.stripLimit * 2) {
      record.strips = record.strips.filter((_, i) => i % 2 === 0);
      record.stripStride *= 2;
      if ((this.createdOf(group) - 1) % record.stripStride !== 0) return undefined;
    }
    const strip = new StripRecorder(goid, time);
    record.strips.push(strip);
    return strip;
  }

  /** Strips of a group, at most the limit, spread over the order of creation. */
  stripsOf(record: GroupRecord): readonly StripRecorder[] {
    if (record.strips.length === 0) return record.strips;
    const step = record.strips.length / this.stripLimit;
    if (step <= 1) return record.strips;
    return record.strips.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  }
}

import type { BucketCounts, TimeBuckets } from './time-buckets';
import { StripRecorder } from './strip-recorder';

/** What is known of one group while the trace is read. */
export interface GroupRecord {
  /** Function index; −1 unknown. */
  readonly startFunction: number;
  /** Stack index; 0: creation was not seen. */
  readonly createdBy: number;
  existing: number;
  created: number;
  ended: number;
  readonly createdIn: BucketCounts;
  readonly endedIn: BucketCounts;
  strips: StripRecorder[];
  /** Every so many-th goroutine gets a strip. */
  stripStride: number;
}

/** Groups by creation stack and start function; without creation, by where they wait. */
export class GroupRecorder {
  readonly groups: GroupRecord[] = [];
  /** By creation stack, or place, × 2^32 + start function. */
  private readonly byCreation = new Map<number, number>();
  private readonly byPlace = new Map<number, number>();

  constructor(
    private readonly buckets: TimeBuckets,
    private readonly stripLimit: number,
  ) {}

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
    const createdIn = this.buckets.newCounts();
    const endedIn = this.buckets.newCounts();
    const counts = { existing: 0, created: 0, ended: 0, createdIn, endedIn };
    this.groups.push({ startFunction, createdBy, ...counts, strips: [], stripStride: 1 });
    index.set(key, this.groups.length - 1);
    return this.groups.length - 1;
  }

  created(group: number, time: number): void {
    const record = this.groups[group]!;
    record.created++;
    this.buckets.add(record.createdIn, time);
  }

  ended(group: number, time: number): void {
    const record = this.groups[group]!;
    record.ended++;
    this.buckets.add(record.endedIn, time);
  }

  /** A strip for the goroutine just created, when it is one of the sample. */
  sample(group: number, goid: number, time: number): StripRecorder | undefined {
    const record = this.groups[group]!;
    if (this.stripLimit <= 0 || (record.created - 1) % record.stripStride !== 0) return undefined;
    if (record.strips.length >= this.stripLimit * 2) {
      record.strips = record.strips.filter((_, i) => i % 2 === 0);
      record.stripStride *= 2;
      if ((record.created - 1) % record.stripStride !== 0) return undefined;
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

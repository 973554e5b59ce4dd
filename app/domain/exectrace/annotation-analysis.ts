import type { Histogram } from '../stats/histogram';

/** How often tasks or regions of one name were, and how long they took. */
export interface NamedDurations {
  readonly name: string;
  readonly begun: number;
  readonly ended: number;
  /** Of those whose begin and end were seen, nanoseconds. */
  readonly durations: Histogram;
}

/** Tasks as columns of equal length, in the order in which they began. */
export interface TaskTable {
  readonly count: number;
  readonly id: Float64Array;
  /** Id of the task it is part of; −1: none. */
  readonly parent: Float64Array;
  /** Index into `names`; −1: it began before the trace. */
  readonly name: Int32Array;
  /** TraceNs; NaN: before the trace. */
  readonly begin: Float64Array;
  /** TraceNs; NaN: not within the trace. */
  readonly end: Float64Array;
  /** Goroutine id; −1: not seen. */
  readonly beganOn: Float64Array;
  readonly endedOn: Float64Array;
  readonly names: readonly string[];
  /** Tasks beyond the limit of 100,000 rows. */
  readonly withoutRow: number;
  /** Most time in all first; at most 1,000. */
  readonly byName: readonly NamedDurations[];
}

/** Regions as columns of equal length, in the order in which they began (those older than the trace: ended). */
export interface RegionTable {
  readonly count: number;
  /** Task id; 0: the background task. */
  readonly task: Float64Array;
  /** Index into `names`. */
  readonly name: Int32Array;
  /** TraceNs; NaN: before the trace. */
  readonly begin: Float64Array;
  /** TraceNs; NaN: not within the trace, or its goroutine ended first. */
  readonly end: Float64Array;
  /** Goroutine id. */
  readonly goid: Float64Array;
  readonly names: readonly string[];
  /** Regions beyond the limit of 100,000 rows. */
  readonly withoutRow: number;
  /** Most time in all first; at most 1,000. */
  readonly byName: readonly NamedDurations[];
}

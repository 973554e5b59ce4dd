import type { DurationNs } from '../../contract/units';
import type { Histogram } from '../stats/histogram';

/** How long goroutines waited for a P: from runnable to running, nanoseconds. */
export interface SchedulingLatency {
  readonly all: Histogram;
  /** By start function of the goroutine, most waiting in all first; at most 1,000. */
  readonly byFunction: readonly { readonly function: string; readonly histogram: Histogram }[];
}

/** What keeps a goroutine from running, by the runtime's wait reason. */
export const blockingKinds = [
  'chan',
  'select',
  'sync',
  'network',
  'syscall',
  'sleep',
  'gc',
  'other',
] as const;
export type BlockingKind = (typeof blockingKinds)[number];

/**
 * Time not spent running, as columns: a row for each reason and stack. Waits still going on when the trace stops
 * count up to its end.
 */
export interface BlockingTable {
  readonly count: number;
  /** Index into `blockingKinds`. */
  readonly kind: Uint8Array;
  /** Index into `reasons`. */
  readonly reason: Int32Array;
  /** Where it waits: index into TraceAnalysis.stacks. */
  readonly stack: Int32Array;
  readonly waits: Float64Array;
  /** Nanoseconds. */
  readonly totalNs: Float64Array;
  readonly maxNs: Float64Array;
  /** As the runtime says them; `syscall` for system calls. */
  readonly reasons: readonly string[];
}

/** Where the time of the Ps went. All nanoseconds are summed over Ps. */
export interface ProcUtilisation {
  /** GOMAXPROCS × duration, with its changes. */
  readonly capacityNs: number;
  /** A goroutine ran, collector included. */
  readonly runningNs: number;
  /** Of `runningNs`: dedicated and fractional mark workers. */
  readonly gcWorkerNs: number;
  /** Of `runningNs`: idle-time mark workers. */
  readonly gcIdleNs: number;
  /** Of `runningNs`: goroutines that had to help. */
  readonly gcAssistNs: number;
  readonly sweepNs: number;
  /** The world stood still, times GOMAXPROCS. */
  readonly stoppedNs: number;
  readonly bucketNs: DurationNs;
  /** By bucket. */
  readonly running: Float64Array;
  readonly gc: Float64Array;
}

/** Minimum mutator utilisation: the least part of the machine the program had in any window of a length. */
export interface MmuCurve {
  /** Window lengths, nanoseconds, ascending. */
  readonly windowNs: Float64Array;
  /** 0 to 1. */
  readonly utilisation: Float64Array;
}

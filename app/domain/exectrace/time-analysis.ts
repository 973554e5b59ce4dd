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

/** Sums over intervals, a row for each stack, as columns of equal length. */
export interface IntervalSums {
  readonly count: number;
  /** Index into TraceAnalysis.stacks. */
  readonly stack: Int32Array;
  readonly waits: Float64Array;
  /** Nanoseconds. */
  readonly totalNs: Float64Array;
  readonly maxNs: Float64Array;
  /** Of `waits`: those still going on when the trace stopped. `go tool trace` leaves them out. */
  readonly openWaits: Float64Array;
  /** Of `totalNs`: their time up to the end. */
  readonly openNs: Float64Array;
}

/**
 * Time not spent running, as columns: a row for each reason and stack (where it waits). Waits still going on
 * when the trace stops count up to its end, those that are older than it from its beginning.
 */
export interface BlockingTable extends IntervalSums {
  /** Index into `blockingKinds`. */
  readonly kind: Uint8Array;
  /** Index into `reasons`. */
  readonly reason: Int32Array;
  /** As the runtime says them; `syscall` for system calls; empty where it says none: waits older than the trace, coroutines. */
  readonly reasons: readonly string[];
}

/**
 * Time waited for a P: a row for each stack that made a goroutine runnable, which is that of the waker, of the
 * `go` statement, or its own when it was preempted.
 */
export interface RunnableTable extends IntervalSums {
  /** 1: until the first run of the goroutine that the trace shows. `go tool trace` leaves those out. */
  readonly isFirstRun: Uint8Array;
}

/** Who woke whom: a row for each pair of a waker's stack and a wait. */
export interface WakeTable {
  readonly count: number;
  /** Index into TraceAnalysis.stacks; 0: a timer, the network or a coroutine switch. */
  readonly wakerStack: Int32Array;
  /** Row of the blocking table: the wait that ended. */
  readonly wait: Int32Array;
  readonly wakes: Float64Array;
  /** Time waited until then. */
  readonly totalNs: Float64Array;
  readonly maxNs: Float64Array;
  /** Beyond the limit of 65,535 pairs. */
  readonly wakesWithoutRow: number;
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
  /** By bucket, as TraceAnalysis.buckets: goroutines ran. */
  readonly running: Float64Array;
  /** By bucket: of that, mark workers and assists. */
  readonly gc: Float64Array;
}

/** What the collector did. */
export interface GcWork {
  readonly dedicatedNs: number;
  readonly fractionalNs: number;
  /** Processor time of each mark assist that ended, nanoseconds. */
  readonly assists: Histogram;
  /** Times that a P swept. */
  readonly sweeps: number;
  readonly sweptBytes: number;
  readonly reclaimedBytes: number;
}

/**
 * Minimum mutator utilisation: the least part of the machine the program had in any window of a length. As Go's
 * `MutatorUtilizationV2` with stops, background workers, assists and sweeping, but a mark worker counts while it
 * works: Go counts a worker twice from its second run on.
 */
export interface MmuCurve {
  /** Window lengths, nanoseconds, ascending. */
  readonly windowNs: Float64Array;
  /** 0 to 1. */
  readonly utilisation: Float64Array;
  /** The collector's work was averaged below this length, because there was so much of it; 0: nowhere. */
  readonly resolutionNs: number;
}

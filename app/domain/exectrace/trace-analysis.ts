import type { Frame } from '../../contract/frame';
import type { DurationNs, GoroutineId, TraceNs } from '../../contract/units';
import type { RegionTable, TaskTable } from './annotation-analysis';
import type {
  BlockingTable,
  GcWork,
  MmuCurve,
  ProcUtilisation,
  RunnableTable,
  SchedulingLatency,
  WakeTable,
} from './time-analysis';
import type { TraceWarning } from './trace-error';

/** Versions of the format, by the minor version of the Go that introduced them. */
export type TraceVersion = 22 | 23 | 25 | 26;

/** What a goroutine can be doing; the index is the code of the wire format. */
export const goroutineStates = [
  'undetermined',
  'runnable',
  'running',
  'syscall',
  'waiting',
  'ended',
] as const;
export type GoroutineState = (typeof goroutineStates)[number];

/** One reading of three clocks at (nearly) the same moment. Go 1.25 and newer: once a generation. */
export interface ClockSnapshot {
  readonly trace: TraceNs;
  /** CLOCK_MONOTONIC, nanoseconds. */
  readonly monotonicNs: bigint;
  /** Wall clock, nanoseconds since the Unix epoch. */
  readonly wallNs: bigint;
}

/** Stacks of the whole trace, each once; index 0 is the empty stack. Leaf first. */
export interface StackTable {
  readonly functions: readonly string[];
  readonly files: readonly string[];
  /** By frame: index into `functions`. */
  readonly frameFunction: Int32Array;
  /** By frame: index into `files`. */
  readonly frameFile: Int32Array;
  readonly frameLine: Int32Array;
  /** By stack: where it starts in `frames`; one more entry than stacks. */
  readonly offsets: Int32Array;
  /** Frame indices of all stacks, one after the other. */
  readonly frames: Int32Array;
}

/**
 * Goroutines as columns of equal length. All that were alive at the end are here; ended ones up to
 * `endedLimit`, the rest count in their group only.
 */
export interface GoroutineTable {
  readonly count: number;
  readonly goid: Float64Array;
  /** Index into TraceAnalysis.groups. */
  readonly group: Int32Array;
  /** Start function, index into `stacks.functions`; −1 when the trace does not tell. */
  readonly startFunction: Int32Array;
  /** Stack of the `go` statement, index into the stack table; 0 when creation was not seen. */
  readonly createdBy: Int32Array;
  /** Goroutine that ran the `go` statement; −1 when unknown. */
  readonly parent: Float64Array;
  /** TraceNs; NaN when not seen. */
  readonly createdAt: Float64Array;
  /** TraceNs; NaN when not seen. */
  readonly endedAt: Float64Array;
  /** TraceNs; 0 for those older than the trace. */
  readonly firstSeen: Float64Array;
  /** Nanoseconds in each state, six a goroutine, in the order of `goroutineStates`. */
  readonly stateNs: Float64Array;
  /** Index into `goroutineStates`. */
  readonly lastState: Uint8Array;
  /** TraceNs at which the last state began. */
  readonly lastSince: Float64Array;
  /** Why it waits, index into `reasons`; 0 is no reason. */
  readonly lastReason: Int32Array;
  /** Where it stopped last, index into the stack table; 0 when unknown. */
  readonly lastStack: Int32Array;
  /** Bits of `goroutineFlags`. */
  readonly flags: Uint8Array;
  readonly reasons: readonly string[];
  /** Ended goroutines without a row. */
  readonly endedWithoutRow: number;
}

/** Bits of GoroutineTable.flags. */
export const goroutineFlags = {
  /** It existed before the trace began. */
  existing: 1,
  /** It belongs to the agent that Trivet put into the program. */
  agent: 2,
  /** The runtime's own: collector, sweeper, trace reader and the like. */
  system: 4,
} as const;

/** One row of the goroutine table as an object. */
export interface Goroutine {
  readonly goid: GoroutineId;
  readonly group: number;
  /** Empty when the trace does not tell. */
  readonly startFunction: string;
  readonly createdBy: readonly Frame[];
  readonly parent: GoroutineId | undefined;
  readonly createdAt: TraceNs | undefined;
  readonly endedAt: TraceNs | undefined;
  readonly firstSeen: TraceNs;
  readonly timeIn: Readonly<Record<GoroutineState, DurationNs>>;
  readonly lastState: GoroutineState;
  readonly lastSince: TraceNs;
  /** As the runtime says it: `chan receive`; empty when it does not wait. */
  readonly lastReason: string;
  readonly lastStack: readonly Frame[];
  readonly existing: boolean;
  readonly agent: boolean;
  readonly system: boolean;
}

/** Where living goroutines of a group stopped. */
export interface BlockedPlace {
  readonly state: GoroutineState;
  readonly reason: string;
  /** Leaf first; empty when unknown. */
  readonly stack: readonly Frame[];
  readonly count: number;
}

/** Timeline strip of one goroutine. */
export interface GoroutineStrip {
  readonly goid: GoroutineId;
  /** Undefined when it is older than the trace. */
  readonly createdAt: TraceNs | undefined;
  readonly endedAt: TraceNs | undefined;
  /** Begin and end, TraceNs, in turn: when it ran (on a P or in a system call). */
  readonly running: Float64Array;
  /** Spans with a gap below this are joined; 0: none is. */
  readonly resolution: DurationNs;
}

/**
 * Goroutines with one creation stack and start function; those older than the trace by start
 * function and the place where they wait.
 */
export interface GoroutineGroup {
  /** Empty when the trace does not tell. */
  readonly startFunction: string;
  /** Stack of the `go` statement, leaf first; empty when creation was not seen. */
  readonly creationStack: readonly Frame[];
  /** Leaf of `creationStack`: the `go` statement. */
  readonly createdBy: Frame | undefined;
  /** Alive when the trace began. */
  readonly existing: number;
  readonly created: number;
  readonly ended: number;
  /** existing + created − ended: alive when the trace stopped. */
  readonly alive: number;
  /** Where the living are, most first; at most 20 places. */
  readonly blocked: readonly BlockedPlace[];
  /** Living goroutines, oldest id first, at most 1,000. */
  readonly goids: readonly GoroutineId[];
  /** By time bucket (TraceAnalysis.buckets). */
  readonly createdIn: Uint32Array;
  readonly endedIn: Uint32Array;
  /** Alive at the end of each bucket. */
  readonly aliveAt: Float64Array;
  /** A few of them, spread over the order of creation. */
  readonly strips: readonly GoroutineStrip[];
  readonly agent: boolean;
  readonly system: boolean;
}

/** Collections as columns, TraceNs. NaN: before the trace began, or after it stopped. */
export interface GcTable {
  readonly count: number;
  readonly begin: Float64Array;
  readonly end: Float64Array;
  /** Bytes of live heap when the collection had marked all, NaN when not seen. */
  readonly floorBytes: Float64Array;
}

/** Stop-the-world ranges as columns, TraceNs. */
export interface StwTable {
  readonly count: number;
  readonly begin: Float64Array;
  /** NaN: the trace stopped inside. */
  readonly end: Float64Array;
  /** Index into `kinds`. */
  readonly kind: Int32Array;
  readonly kinds: readonly string[];
}

/** A series thinned to a bounded number of points that keeps lows and highs. */
export interface Samples {
  readonly at: Float64Array;
  readonly value: Float64Array;
  /** How many values the trace had. */
  readonly total: number;
}

export interface HeapAnalysis {
  /** Bytes in use by objects, garbage included. */
  readonly alloc: Samples;
  /** Size at which the next collection is to end. */
  readonly goal: Samples;
  /** After each collection: time and bytes. */
  readonly floor: Samples;
  /** Slope of the floor (Theil–Sen), bytes a second; undefined with fewer than 3 collections. */
  readonly floorBytesPerSecond: number | undefined;
}

/** How often something of this name began. */
export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** runtime/trace annotations; names at most 1,000 of each kind. */
export interface UserAnnotations {
  readonly tasksBegun: number;
  readonly tasksEnded: number;
  readonly tasks: readonly NamedCount[];
  readonly regionsBegun: number;
  readonly regionsEnded: number;
  readonly regions: readonly NamedCount[];
  readonly logs: number;
}

/** All that one pass over a trace tells. */
export interface TraceAnalysis {
  readonly version: TraceVersion;
  /** Generations read to their end. */
  readonly generations: number;
  readonly duration: DurationNs;
  readonly events: number;
  /** By event type of the wire format (`eventNames`). */
  readonly eventsByType: Float64Array;
  readonly clocks: readonly ClockSnapshot[];
  readonly stacks: StackTable;
  readonly goroutines: GoroutineTable;
  /** Most living goroutines first. */
  readonly groups: readonly GoroutineGroup[];
  readonly buckets: { readonly count: number; readonly width: DurationNs };
  readonly gc: GcTable;
  readonly stw: StwTable;
  readonly heap: HeapAnalysis;
  readonly latency: SchedulingLatency;
  readonly blocking: BlockingTable;
  readonly runnable: RunnableTable;
  readonly wakes: WakeTable;
  readonly utilisation: ProcUtilisation;
  readonly gcWork: GcWork;
  readonly mmu: MmuCurve;
  readonly user: UserAnnotations;
  readonly tasks: TaskTable;
  readonly regions: RegionTable;
  /** GOMAXPROCS as last reported; the number of Ps seen when it never was. */
  readonly procs: number;
  readonly threads: number;
  readonly cpuSamples: number;
  readonly warnings: readonly TraceWarning[];
}

export interface AnalyzeOptions {
  /** Called about once a megabyte; true cancels. */
  readonly onProgress?: (progress: { readBytes: number; totalBytes: number }) => boolean | void;
  /** Rows kept of ended goroutines; default 100,000. */
  readonly endedLimit?: number;
  /** Goroutines a group whose timeline strips are kept; default 12. */
  readonly stripsPerGroup?: number;
  /** Rows of tasks at most, and of regions; names are counted all the same. Default 100,000. */
  readonly annotationLimit?: number;
}

import type { Frame } from '../../contract/frame';

/** Bits of JoinedGoroutines.sources. */
export const sourceBits = { profile: 1, trace: 2, memory: 4 } as const;

/** Bits of JoinedGoroutines.flags. */
export const joinedFlags = {
  stuck: 1,
  /** The runtime's own, or the agent's: not the program's business. */
  system: 2,
  ended: 4,
  /** It waited already when the trace began. */
  waitingLonger: 8,
} as const;

/**
 * Every goroutine that any leg knows, as columns of equal length, one row a goid, ascending. Seconds count from the
 * recording's start. NaN: not known.
 */
export interface JoinedGoroutines {
  readonly count: number;
  readonly goid: Float64Array;
  /** These three: index into `texts`; 0 is the empty text. */
  readonly function: Int32Array;
  readonly state: Int32Array;
  readonly waitReason: Int32Array;
  /** These two: index into `places`; 0 is unknown. */
  readonly blockedAt: Int32Array;
  readonly createdBy: Int32Array;
  /** Index into `creations`; 0 is unknown. */
  readonly creation: Int32Array;
  /** goid; −1 unknown. */
  readonly parent: Float64Array;
  readonly createdSeconds: Float64Array;
  readonly endedSeconds: Float64Array;
  readonly waitingSeconds: Float64Array;
  /** Time in each state while the trace was recorded, nanoseconds. */
  readonly runningNs: Float64Array;
  readonly runnableNs: Float64Array;
  readonly waitingNs: Float64Array;
  readonly syscallNs: Float64Array;
  readonly flags: Uint8Array;
  readonly sources: Uint8Array;
  /** Row in each leg's own list; −1: that leg does not know it. */
  readonly traceRow: Int32Array;
  readonly profileRow: Int32Array;
  readonly memoryRow: Int32Array;
  readonly texts: readonly string[];
  readonly places: readonly Frame[];
  /** Stacks of `go` statements, leaf first. */
  readonly creations: readonly (readonly Frame[])[];
}

/** Columns as they are filled. */
export type GoroutineColumns = ReturnType<typeof newColumns>;

/** @param goid ascending, each once. */
export function newColumns(goid: Float64Array) {
  const count = goid.length;
  const indices = (value: number) => new Int32Array(count).fill(value);
  const numbers = (value: number) => new Float64Array(count).fill(value);
  return {
    count,
    goid,
    function: indices(0),
    state: indices(0),
    waitReason: indices(0),
    blockedAt: indices(0),
    createdBy: indices(0),
    creation: indices(0),
    parent: numbers(-1),
    createdSeconds: numbers(NaN),
    endedSeconds: numbers(NaN),
    waitingSeconds: numbers(NaN),
    runningNs: numbers(NaN),
    runnableNs: numbers(NaN),
    waitingNs: numbers(NaN),
    syscallNs: numbers(NaN),
    flags: new Uint8Array(count),
    sources: new Uint8Array(count),
    traceRow: indices(-1),
    profileRow: indices(-1),
    memoryRow: indices(-1),
  };
}

import type { Failure } from '../../contract/failure';
import type { Aliasing, Holder } from '../../contract/findings';
import type { Frame } from '../../contract/frame';
import type { AliveReason } from '../../contract/heap-leaks';

/** Equal-length columns: seconds since the recording began, and the value then. */
export interface Series {
  readonly atSeconds: readonly number[];
  readonly values: readonly number[];
}

/** A leg is there, with the artefacts it was read from, or the reason why not. */
export type LegEvidence<T> =
  | ({ readonly present: true; readonly artefacts: readonly string[] } & T)
  | { readonly present: false; readonly failure: Failure };

/** Everything allocated under one line of the user's code. */
export interface AllocationSite {
  /** `function file:line` of the first frame of the user's module. */
  readonly key: string;
  readonly frame: Frame;
  /** False: no frame is the user's, `frame` is the leaf. */
  readonly isUser: boolean;
  /** The stack with the most bytes in the last profile, leaf first. */
  readonly stack: readonly Frame[];
  /** Bytes in use after a forced collection, one value a profile. */
  readonly inUse: Series;
  /** Of the last value in use, since the profile samples; undefined when it does not say how. */
  readonly standardError?: number | undefined;
  /** Bytes allocated since the start of the program, one value a profile. */
  readonly allocated: Series;
}

/** Goroutines with the same creation line, function and waiting place. */
export interface GoroutineGroup {
  readonly key: string;
  readonly function: string;
  readonly createdBy: Frame | undefined;
  /** First frame of the user's module on the stack, where it waits. */
  readonly blockedAt: Frame | undefined;
  /** State or wait reason as the runtime prints it: `chan receive`. */
  readonly reason: string;
  /** How many, one value a profile. */
  readonly counts: Series;
  /** Those of the last profile. */
  readonly goids: readonly number[];
  /** Part of those seen in earlier profiles that the last one still has, 0 to 1. */
  readonly survival: number;
  /** Of `goids`, those that Go's own leak profile marks; undefined without that profile. */
  readonly leaked?: readonly number[] | undefined;
}

export interface AllocationEvidence {
  readonly sites: readonly AllocationSite[];
  readonly groups: readonly GoroutineGroup[];
  /** Total bytes in use, one value a profile. */
  readonly total: Series;
  /** False: profiles were taken as the program's own collections left them. */
  readonly isCollected?: boolean | undefined;
}

/** What the trace saw of goroutines created at one place. */
export interface TraceGroup {
  readonly function: string;
  readonly createdBy: Frame | undefined;
  readonly blockedAt: Frame | undefined;
  readonly reason: string;
  readonly created: number;
  readonly ended: number;
  /** Not ended when the trace stopped, older ones included. */
  readonly alive: number;
  readonly goids: readonly number[];
}

export interface TimeEvidence {
  readonly seconds: number;
  readonly groups: readonly TraceGroup[];
  /** Heap in use right after each collection inside the trace. */
  readonly floor: Series;
  /** Live heap over the whole recording, from runtime/metrics. */
  readonly live: Series;
  readonly warnings: readonly string[];
}

/** Sampled objects below one holder that share an allocation stack. */
export interface SampledStack {
  /** Leaf first. */
  readonly frames: readonly Frame[];
  readonly objects: number;
  readonly bytes: number;
}

export interface HolderEvidence {
  readonly holder: Holder;
  /** From the profiler's own marks on the objects below the holder. */
  readonly sampled: readonly SampledStack[];
  readonly aliasing: Aliasing | undefined;
}

export interface MemoryGoroutine {
  readonly goid: number;
  readonly function: string;
  readonly reason: string;
  readonly waiting: boolean;
  readonly blockedAt: Frame | undefined;
  readonly createdBy: Frame | undefined;
  /** `chan 0xc000…`, when it waits on something with an address. */
  readonly waitsOn: string | undefined;
  /** Nothing that can still run reaches what it waits for. */
  readonly provenStuck: boolean;
  /** Who might still wake it; undefined when proven stuck. */
  readonly mayWake?: AliveReason | undefined;
  /** At least so long, milliseconds; undefined when not known. */
  readonly waitedMs?: number | undefined;
}

export interface MemoryEvidence {
  /** False: the graph disagrees with the runtime's own count; its verdict is withheld. */
  readonly trusted: boolean;
  /** |graph − runtime| / runtime. */
  readonly selfCheckError: number | undefined;
  readonly reachableBytes: number;
  readonly objects: number;
  readonly holders: readonly HolderEvidence[];
  /** Sampled live objects of the whole heap, by stack. */
  readonly sampled: readonly SampledStack[];
  readonly goroutines: readonly MemoryGoroutine[];
  readonly pauseMs: number;
}

/** All that a verdict may rest on. */
export interface Evidence {
  readonly allocation: LegEvidence<AllocationEvidence>;
  readonly time: LegEvidence<TimeEvidence>;
  readonly memory: LegEvidence<MemoryEvidence>;
  /** Is this function of the user's own module? */
  readonly isUserFunction: (name: string) => boolean;
}

import type { Frame } from '../../../contract/frame';

/**
 * How the collector knows of a root. `local`, `arg`, `obj` (field of a stack object) are exact, by
 * the compiler's maps; `cons` is a word of a frame without a map, `reg` a register: both may be
 * stale. `ctxt` is g.sched.ctxt, `defer` a deferred call.
 */
export const stackRootKinds = ['local', 'arg', 'obj', 'cons', 'reg', 'ctxt', 'defer'] as const;
export type StackRootKind = (typeof stackRootKinds)[number];

/** Struct of arrays: row i is one pointer-sized word that keeps something alive. */
export interface StackRootColumns {
  readonly length: number;
  /** Index into `stackRootKinds`. */
  readonly kind: Uint8Array;
  /** Index into `goroutines`. */
  readonly goroutine: Uint32Array;
  /** Index into that goroutine's `frames`, innermost 0; 0 also for roots of no frame. */
  readonly frame: Uint32Array;
  /** Run-time address of the word; 0 for a register. */
  readonly slot: Float64Array;
  /** What the word holds: a run-time address, never one inside the goroutine's own stack. */
  readonly value: Float64Array;
}

export interface StackFrame {
  /** Run-time pc: of the innermost frame where it stopped, of the others the return address. */
  readonly pc: number;
  /** Inside the instruction being executed: what source lines and variables are asked with. */
  readonly lookupPc: number;
  readonly sp: number;
  /** Canonical frame address: the caller's sp at the call. Variables are counted from it. */
  readonly cfa: number;
  readonly function: string;
  /** Why every word of it counts as a possible pointer; undefined when the compiler's map is exact. */
  readonly conservative: string | undefined;
}

export interface ParkedOn {
  /** Addresses of the channels it waits on: several in a select. */
  readonly channels: readonly number[];
  /** Address of the semaphore word (mutex, WaitGroup, Cond): undefined when none. */
  readonly semaphore: number | undefined;
}

export interface Goroutine {
  /** Address of its runtime.g. */
  readonly g: number;
  readonly goid: number;
  /** runtime's word: `runnable`, `running`, `syscall`, `waiting`, … */
  readonly status: string;
  /** runtime's words, when waiting: `chan receive`. */
  readonly waitReason: string | undefined;
  /** The runtime's own (collector, scavenger, …) rather than the program's. */
  readonly system: boolean;
  readonly stack: { readonly low: number; readonly high: number };
  /** Innermost first. */
  readonly frames: readonly StackFrame[];
  /** Return address of the go statement; 0 for the first goroutines. */
  readonly createdAtPc: number;
  readonly startPc: number;
  /** Goroutine that created it; 0 when unknown. */
  readonly parentGoid: number;
  readonly parkedOn: ParkedOn;
  /** undefined when unwinding ended exactly at g.stktopsp; else what stopped it. */
  readonly failure: string | undefined;
}

/** Goroutine stacks as the collector sees them. */
export interface StackRoots {
  readonly goroutines: readonly Goroutine[];
  readonly roots: StackRootColumns;
  /** Source frames of a frame, leaf first: inlined calls have one each. */
  sourceFrames(frame: StackFrame): readonly Frame[];
  /** Where the goroutine was created. */
  createdBy(goroutine: Goroutine): readonly Frame[];
  /** `local b of main.worker in goroutine 17`, for row `root`. */
  nameRoot(root: number): string;
}

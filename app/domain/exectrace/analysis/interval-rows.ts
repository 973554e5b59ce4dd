import type { GenerationContext } from '../event-block';
import { withRoomFor } from '../growable';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import type { StackInterner } from './stack-interner';

/** Rows at most; what does not fit any more is counted under the empty stack of its reason. */
const maxRows = 1 << 16;

/** Reasons that are no text of the trace. */
export const pseudoReason = {
  syscall: -1,
  runnable: -2,
  /** Runnable before the first run that the trace shows: freshly created, or older than it. */
  firstRunnable: -3,
  /** In a system call when the trace began. */
  oldSyscall: -4,
} as const;

/**
 * Sums over intervals by reason and stack. Looking a row up costs one array access as long as a stack
 * comes with one reason, which it nearly always does.
 */
export class IntervalRows {
  count = 0;
  /** Index of a text of the trace, or one of `pseudoReason`. */
  reason: Int32Array;
  /** Index of the interned stack. */
  stack = new Int32Array(2);
  /** Four a row: intervals, their nanoseconds together, the longest, unused. */
  sums: Float64Array;
  private readonly index = new Map<number, number>();
  /** By stack id of the generation, four each: row + 1, see layout.ts. */
  private rowOf: Int32Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly stacks: StackInterner,
  ) {
    this.reason = kernel.i32(layout.rowReasonArray, 16);
    this.sums = kernel.f64(layout.rowSumsArray, 4 * 16);
    this.rowOf = kernel.i32(layout.rowOfStackArray, 4);
  }

  beginGeneration(generation: GenerationContext): void {
    const { stackLimit } = generation.tables;
    this.rowOf = this.kernel.withRoomFor(layout.rowOfStackArray, this.rowOf, 4 * stackLimit - 1);
    this.rowOf.fill(0);
  }

  ofWait(reason: number, stackId: number): number {
    const at = (stackId << 2) + layout.waitRow;
    const row = this.rowOf[at]! - 1;
    if (row >= 0 && this.reason[row] === reason) return row;
    return (this.rowOf[at] = this.find(reason, stackId) + 1) - 1;
  }

  ofSyscall(stackId: number): number {
    const at = (stackId << 2) + layout.syscallRow;
    const row = this.rowOf[at]! - 1;
    if (row >= 0) return row;
    return (this.rowOf[at] = this.find(pseudoReason.syscall, stackId) + 1) - 1;
  }

  ofRunnable(stackId: number): number {
    const at = (stackId << 2) + layout.runnableRow;
    const row = this.rowOf[at]! - 1;
    if (row >= 0) return row;
    return (this.rowOf[at] = this.find(pseudoReason.runnable, stackId) + 1) - 1;
  }

  ofFirstRunnable(stackId: number): number {
    const at = (stackId << 2) + layout.firstRunnableRow;
    const row = this.rowOf[at]! - 1;
    if (row >= 0) return row;
    return (this.rowOf[at] = this.find(pseudoReason.firstRunnable, stackId) + 1) - 1;
  }

  ofOldSyscall(stackId: number): number {
    return this.find(pseudoReason.oldSyscall, stackId);
  }

  /** An interval of so many nanoseconds. */
  add(row: number, ns: number): void {
    const { sums } = this;
    const at = row << 2;
    sums[at]!++;
    sums[at + 1]! += ns;
    if (ns > sums[at + 2]!) sums[at + 2] = ns;
  }

  waitsOf(row: number): number {
    return this.sums[4 * row]!;
  }

  totalNsOf(row: number): number {
    return this.sums[4 * row + 1]!;
  }

  maxNsOf(row: number): number {
    return this.sums[4 * row + 2]!;
  }

  private find(reason: number, stackId: number): number {
    const stack = this.count < maxRows ? this.stacks.intern(stackId) : 0;
    const known = this.index.get(keyOf(reason, stack));
    if (known !== undefined) return known;
    const row = this.count++;
    const { kernel } = this;
    this.reason = kernel.withRoomFor(layout.rowReasonArray, this.reason, row);
    this.stack = withRoomFor(this.stack, row);
    this.sums = kernel.withRoomFor(layout.rowSumsArray, this.sums, 4 * row + 3);
    this.reason[row] = reason;
    this.stack[row] = stack;
    this.index.set(keyOf(reason, stack), row);
    return row;
  }
}

const keyOf = (reason: number, stack: number): number => (reason + 4) * 4294967296 + stack;

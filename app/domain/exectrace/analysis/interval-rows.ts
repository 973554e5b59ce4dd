import type { GenerationContext } from '../event-block';
import { withRoomFor } from '../growable';
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
  reason = new Int32Array(2);
  /** Index of the interned stack. */
  stack = new Int32Array(2);
  /** Four a row: intervals, their nanoseconds together, the longest, unused. */
  sums = new Float64Array(4 * 2);
  private readonly index = new Map<number, number>();
  /** By stack id of the generation: row + 1 of a wait, a system call, runnable, first time runnable. */
  private rowOf = new Int32Array(0);

  constructor(private readonly stacks: StackInterner) {}

  beginGeneration(generation: GenerationContext): void {
    const { stackLimit } = generation.tables;
    this.rowOf = new Int32Array(4 * stackLimit);
  }

  ofWait(reason: number, stackId: number): number {
    const row = this.rowOf[stackId << 2]! - 1;
    if (row >= 0 && this.reason[row] === reason) return row;
    return (this.rowOf[stackId << 2] = this.find(reason, stackId) + 1) - 1;
  }

  ofSyscall(stackId: number): number {
    const at = (stackId << 2) + 1;
    const row = this.rowOf[at]! - 1;
    if (row >= 0) return row;
    return (this.rowOf[at] = this.find(pseudoReason.syscall, stackId) + 1) - 1;
  }

  ofRunnable(stackId: number): number {
    const at = (stackId << 2) + 2;
    const row = this.rowOf[at]! - 1;
    if (row >= 0) return row;
    return (this.rowOf[at] = this.find(pseudoReason.runnable, stackId) + 1) - 1;
  }

  ofFirstRunnable(stackId: number): number {
    const at = (stackId << 2) + 3;
    const row = this.rowOf[at]! - 1;
    if (row >= 0) return row;
    return (this.rowOf[at] = this.find(pseudoReason.firstRunnable, stackId) + 1) - 1;
  }

  ofOldSyscall(stackId: number): number {
    return this.find(pseudoReason.oldSyscall, stackId);
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
    this.reason = withRoomFor(this.reason, row);
    this.stack = withRoomFor(this.stack, row);
    this.sums = withRoomFor(this.sums, 4 * row + 3);
    this.reason[row] = reason;
    this.stack[row] = stack;
    this.index.set(keyOf(reason, stack), row);
    return row;
  }
}

const keyOf = (reason: number, stack: number): number => (reason + 4) * 4294967296 + stack;

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
  reason = new Int32Array(256);
  /** Index of the interned stack. */
  stack = new Int32Array(256);
  waits = new Float64Array(256);
  totalNs = new Float64Array(256);
  maxNs = new Float64Array(256);
  private readonly index = new Map<number, number>();
  /** By stack id of the generation: row + 1. */
  private waitRow = new Int32Array(0);
  private syscallRow = new Int32Array(0);
  private runnableRow = new Int32Array(0);
  private firstRow = new Int32Array(0);

  constructor(private readonly stacks: StackInterner) {}

  beginGeneration(generation: GenerationContext): void {
    const { stackLimit } = generation.tables;
    this.waitRow = new Int32Array(stackLimit);
    this.syscallRow = new Int32Array(stackLimit);
    this.runnableRow = new Int32Array(stackLimit);
    this.firstRow = new Int32Array(stackLimit);
  }

  ofWait(reason: number, stackId: number): number {
    const row = this.waitRow[stackId]! - 1;
    if (row >= 0 && this.reason[row] === reason) return row;
    const found = this.find(reason, stackId);
    this.waitRow[stackId] = found + 1;
    return found;
  }

  ofSyscall(stackId: number): number {
    const row = this.syscallRow[stackId]!;
    if (row > 0) return row - 1;
    const found = this.find(pseudoReason.syscall, stackId);
    this.syscallRow[stackId] = found + 1;
    return found;
  }

  ofRunnable(stackId: number): number {
    const row = this.runnableRow[stackId]!;
    if (row > 0) return row - 1;
    const found = this.find(pseudoReason.runnable, stackId);
    this.runnableRow[stackId] = found + 1;
    return found;
  }

  ofFirstRunnable(stackId: number): number {
    const row = this.firstRow[stackId]!;
    if (row > 0) return row - 1;
    const found = this.find(pseudoReason.firstRunnable, stackId);
    this.firstRow[stackId] = found + 1;
    return found;
  }

  ofOldSyscall(stackId: number): number {
    return this.find(pseudoReason.oldSyscall, stackId);
  }

  private find(reason: number, stackId: number): number {
    const stack = this.count < maxRows ? this.stacks.intern(stackId) : 0;
    const known = this.index.get(keyOf(reason, stack));
    if (known !== undefined) return known;
    const row = this.count++;
    this.reason = withRoomFor(this.reason, row);
    this.stack = withRoomFor(this.stack, row);
    this.waits = withRoomFor(this.waits, row);
    this.totalNs = withRoomFor(this.totalNs, row);
    this.maxNs = withRoomFor(this.maxNs, row);
    this.reason[row] = reason;
    this.stack[row] = stack;
    this.index.set(keyOf(reason, stack), row);
    return row;
  }
}

const keyOf = (reason: number, stack: number): number => (reason + 4) * 4294967296 + stack;

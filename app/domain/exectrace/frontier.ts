import * as at from './kernel/layout';
import type { Kernel } from './kernel/kernel';

/**
 * The cursors that still have events, as a min-heap by the time of the next one; how it is ordered is in
 * kernel/assembly/frontier.ts.
 */
export class Frontier {
  cursor: Int32Array;
  private time: Float64Array;

  constructor(private readonly kernel: Kernel) {
    this.cursor = kernel.i32(at.heapCursorArray, 16);
    this.time = kernel.f64(at.heapTimeArray, 16);
  }

  get size(): number {
    return this.kernel.words[at.frontierSize]!;
  }

  /** Makes it empty, with room for so many. */
  clear(cursors: number): void {
    const { kernel } = this;
    this.cursor = kernel.withRoomFor(at.heapCursorArray, this.cursor, cursors);
    this.time = kernel.withRoomFor(at.heapTimeArray, this.time, cursors);
    kernel.words[at.frontierSize] = 0;
  }

  /** Adds a cursor with the time of its next event. */
  insert(cursor: number, time: number): void {
    this.kernel.calls.insert(cursor, time);
  }

  /** The next event of the cursor at index `i` is at another time now. */
  update(i: number, time: number): void {
    this.kernel.calls.update(i, time);
  }

  remove(i: number): void {
    this.kernel.calls.remove(i);
  }

  /** Puts another time at index `i`, to be followed by `sort`. */
  setTime(i: number, time: number): void {
    this.time[i] = time;
  }

  /** Sorts from earliest to latest; equal times keep their order. */
  sort(): void {
    this.kernel.calls.sort();
  }
}

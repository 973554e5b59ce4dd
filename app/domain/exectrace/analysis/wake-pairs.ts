import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';

/** Pairs at most; further ones share pair 0. */
const maxPairs = 1 << 16;

/** Who woke whom, by the row of the waker's stack and the row of the wait. Pair 0 is for the rest. */
export class WakePairs {
  count = 1;
  /** Two a pair: row of the waker's stack (what the woken is runnable by), and of the wait that ended. */
  private ends: Int32Array;
  /** Four a pair: wakes, nanoseconds waited until then, the longest wait, unused. */
  private sums: Float64Array;
  private readonly index = new Map<number, number>();
  /** By waker's row: the pair found last. A place in the program mostly ends the same wait. */
  private lastPair: Int32Array;

  constructor(private readonly kernel: Kernel) {
    this.ends = kernel.i32(layout.pairEndsArray, 2 * 16).fill(-1);
    this.sums = kernel.f64(layout.pairSumsArray, 4 * 16);
    this.lastPair = kernel.i32(layout.pairOfWakerArray, 16);
    kernel.words[layout.pairOfWakerLimit] = 16;
  }

  /** A wait of so many nanoseconds was ended. */
  add(waker: number, woken: number, waitedNs: number): void {
    let pair = waker < this.lastPair.length ? this.lastPair[waker]! : 0;
    if (this.ends[2 * pair] !== waker || this.ends[2 * pair + 1] !== woken) {
      pair = this.find(waker, woken);
    }
    const { sums } = this;
    const at = pair << 2;
    sums[at]!++;
    sums[at + 1]! += waitedNs;
    if (waitedNs > sums[at + 2]!) sums[at + 2] = waitedNs;
  }

  private find(waker: number, woken: number): number {
    const key = waker * 4294967296 + woken;
    let pair = this.index.get(key);
    if (pair === undefined) {
      if (this.count >= maxPairs) return 0;
      pair = this.count++;
      this.ends = this.kernel.withRoomFor(layout.pairEndsArray, this.ends, 2 * pair + 1);
      this.sums = this.kernel.withRoomFor(layout.pairSumsArray, this.sums, 4 * pair + 3);
      this.ends[2 * pair] = waker;
      this.ends[2 * pair + 1] = woken;
      this.index.set(key, pair);
    }
    this.lastPair = this.kernel.withRoomFor(layout.pairOfWakerArray, this.lastPair, waker);
    this.kernel.words[layout.pairOfWakerLimit] = this.lastPair.length;
    this.lastPair[waker] = pair;
    return pair;
  }

  wakerOf(pair: number): number {
    return this.ends[2 * pair]!;
  }

  wokenOf(pair: number): number {
    return this.ends[2 * pair + 1]!;
  }

  wakesOf(pair: number): number {
    return this.sums[4 * pair]!;
  }

  totalNsOf(pair: number): number {
    return this.sums[4 * pair + 1]!;
  }

  maxNsOf(pair: number): number {
    return this.sums[4 * pair + 2]!;
  }
}

import { withRoomFor } from '../growable';

/** Pairs at most; further ones share pair 0. */
const maxPairs = 1 << 16;

/** Who woke whom, by the row of the waker's stack and the row of the wait. Pair 0 is for the rest. */
export class WakePairs {
  count = 1;
  /** Two a pair: row of the waker's stack (what the woken is runnable by), and of the wait that ended. */
  private ends = new Int32Array(2 * 2).fill(-1);
  /** Four a pair: wakes, nanoseconds waited until then, the longest wait, unused. */
  private sums = new Float64Array(4 * 2);
  private readonly index = new Map<number, number>();
  /** By waker's row: the pair found last. A place in the program mostly ends the same wait. */
  private lastPair = new Int32Array(2);

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
      this.ends = withRoomFor(this.ends, 2 * pair + 1);
      this.sums = withRoomFor(this.sums, 4 * pair + 3);
      this.ends[2 * pair] = waker;
      this.ends[2 * pair + 1] = woken;
      this.index.set(key, pair);
    }
    this.lastPair = withRoomFor(this.lastPair, waker);
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

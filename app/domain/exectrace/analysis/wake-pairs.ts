import { withRoomFor } from '../growable';

/** Pairs at most; further ones share pair 0. */
const maxPairs = 1 << 16;

/** Who woke whom, by the row of the waker's stack and the row of the wait. Pair 0 is for the rest. */
export class WakePairs {
  count = 1;
  /** Row of the waker's stack: what the woken is runnable by. */
  waker = new Int32Array(256).fill(-1);
  /** Row of the wait that ended. */
  woken = new Int32Array(256).fill(-1);
  wakes = new Float64Array(256);
  /** Waited until then, nanoseconds. */
  totalNs = new Float64Array(256);
  maxNs = new Float64Array(256);
  private readonly index = new Map<number, number>();
  /** By waker's row: the pair found last. A place in the program mostly ends the same wait. */
  private lastPair = new Int32Array(256);

  of(waker: number, woken: number): number {
    if (waker < this.lastPair.length) {
      const pair = this.lastPair[waker]!;
      if (this.woken[pair] === woken && this.waker[pair] === waker) return pair;
    }
    return this.find(waker, woken);
  }

  private find(waker: number, woken: number): number {
    const key = waker * 4294967296 + woken;
    let pair = this.index.get(key);
    if (pair === undefined) {
      if (this.count >= maxPairs) return 0;
      pair = this.count++;
      this.waker = withRoomFor(this.waker, pair);
      this.woken = withRoomFor(this.woken, pair);
      this.wakes = withRoomFor(this.wakes, pair);
      this.totalNs = withRoomFor(this.totalNs, pair);
      this.maxNs = withRoomFor(this.maxNs, pair);
      this.waker[pair] = waker;
      this.woken[pair] = woken;
      this.index.set(key, pair);
    }
    this.lastPair = withRoomFor(this.lastPair, waker);
    this.lastPair[waker] = pair;
    return pair;
  }
}

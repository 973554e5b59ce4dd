import { goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import { goroutineStates } from '../trace-analysis';
import type { GoroutineRows } from './goroutine-rows';

/** Entries of a slot in `times` and in `marks`: 8 each, so that a transition touches three cache lines at most. */
export const slotShift = 3;
const stride = 1 << slotShift;

/** In `times`: since when the state goes on (TraceNs), and from here on nanoseconds in each state so far. */
export const timeAt = { since: 0, inState: 1 } as const;

/** In `marks`. */
export const markAt = {
  /** As `goStatus`; `ended` also where there is no goroutine. */
  state: 0,
  /** Where it stopped last in this generation, stack id; −1: it did not. */
  stoppedAt: 1,
  /** Why it stopped last, text index. */
  reason: 2,
  /** Row of the interval that goes on (`IntervalRows`), −1 while it runs. */
  row: 3,
  /** Index of its latency histogram; −1 while its start function is not known. */
  histogram: 4,
  /** 1 once it ran within the trace. */
  hasRun: 5,
  /** What it does for the collector, see CollectorRecorder; 0: nothing. */
  work: 6,
} as const;

/** What goroutines do, by slot. Several recorders share it; all of a slot lies together. */
export class SlotStates {
  times = new Float64Array(16 * stride);
  marks = new Int32Array(16 * stride).fill(g.ended);
  /** One above the highest slot that was begun. */
  count = 0;

  /** A goroutine appears at a slot. */
  begin(slot: number, state: number, since: number): void {
    const at = slot << slotShift;
    if (slot >= this.count) this.reserve(slot);
    this.times.fill(0, at, at + stride);
    this.marks.fill(0, at, at + stride);
    this.times[at + timeAt.since] = since;
    this.marks[at + markAt.state] = state;
    this.marks[at + markAt.stoppedAt] = -1;
    this.marks[at + markAt.row] = -1;
    this.marks[at + markAt.histogram] = -1;
  }

  private reserve(slot: number): void {
    const last = (slot << slotShift) + stride - 1;
    this.count = slot + 1;
    if (last < this.marks.length) return;
    const from = this.marks.length;
    this.times = withRoomFor(this.times, last);
    this.marks = withRoomFor(this.marks, last).fill(g.ended, from);
  }

  stateOf(slot: number): number {
    return slot < this.count ? this.marks[(slot << slotShift) + markAt.state]! : g.ended;
  }

  since(slot: number): number {
    return this.times[(slot << slotShift) + timeAt.since]!;
  }

  mark(slot: number, which: number): number {
    return this.marks[(slot << slotShift) + which]!;
  }

  set(slot: number, which: number, value: number): void {
    this.marks[(slot << slotShift) + which] = value;
  }

  /** Writes what a row of goroutines says of state and reason. */
  writeTo(rows: GoroutineRows, slot: number): void {
    const at = slot << slotShift;
    const states = goroutineStates.length;
    for (let state = 0; state < states; state++) {
      rows.stateNs[slot * states + state] = this.times[at + timeAt.inState + state]!;
    }
    rows.lastSince[slot] = this.times[at + timeAt.since]!;
    rows.lastState[slot] = this.marks[at + markAt.state]!;
    rows.lastReason[slot] = this.marks[at + markAt.reason]!;
  }
}

import { goStatus as g } from '../event-type';
import * as layout from '../kernel/layout';
import type { Kernel } from '../kernel/kernel';
import { goroutineStates } from '../trace-analysis';
import type { GoroutineRows } from './goroutine-rows';

const stride = 1 << layout.slotShift;
/** Slots that there is room for from the start. */
export const firstSlots = 16;

/** What goroutines do, by slot: layout.ts tells the entries. Several recorders share it; all of a slot lies together. */
export class SlotStates {
  times: Float64Array;
  marks: Int32Array;

  constructor(private readonly kernel: Kernel) {
    this.times = kernel.f64(layout.slotTimesArray, firstSlots * stride);
    this.marks = kernel.i32(layout.slotMarksArray, firstSlots * stride).fill(g.ended);
    kernel.words[layout.slotRoom] = firstSlots;
  }

  /** One above the highest slot that was begun. */
  get count(): number {
    return this.kernel.words[layout.slotsBegun]!;
  }

  /** A goroutine appears at a slot. */
  begin(slot: number, state: number, since: number): void {
    const at = slot << layout.slotShift;
    if (slot >= this.count) this.reserve(slot);
    for (let i = at; i < at + stride; i++) {
      this.times[i] = 0;
      this.marks[i] = 0;
    }
    this.times[at + layout.sinceTime] = since;
    this.marks[at + layout.stateMark] = state;
    this.marks[at + layout.stoppedAtMark] = -1;
    this.marks[at + layout.rowMark] = -1;
    this.marks[at + layout.histogramMark] = -1;
  }

  private reserve(slot: number): void {
    const last = (slot << layout.slotShift) + stride - 1;
    this.kernel.words[layout.slotsBegun] = slot + 1;
    if (last < this.marks.length) return;
    const from = this.marks.length;
    this.times = this.kernel.withRoomFor(layout.slotTimesArray, this.times, last);
    this.marks = this.kernel.withRoomFor(layout.slotMarksArray, this.marks, last);
    this.marks.fill(g.ended, from);
    this.kernel.words[layout.slotRoom] = this.marks.length / stride;
  }

  stateOf(slot: number): number {
    return slot < this.count ? this.marks[(slot << layout.slotShift) + layout.stateMark]! : g.ended;
  }

  since(slot: number): number {
    return this.times[(slot << layout.slotShift) + layout.sinceTime]!;
  }

  mark(slot: number, which: number): number {
    return this.marks[(slot << layout.slotShift) + which]!;
  }

  set(slot: number, which: number, value: number): void {
    this.marks[(slot << layout.slotShift) + which] = value;
  }

  /** Writes what a row of goroutines says of state and reason. */
  writeTo(rows: GoroutineRows, slot: number): void {
    const at = slot << layout.slotShift;
    const states = goroutineStates.length;
    for (let state = 0; state < states; state++) {
      rows.stateNs[slot * states + state] = this.times[at + layout.inStateTime + state]!;
    }
    rows.lastSince[slot] = this.times[at + layout.sinceTime]!;
    rows.lastState[slot] = this.marks[at + layout.stateMark]!;
    rows.lastReason[slot] = this.marks[at + layout.reasonMark]!;
  }
}

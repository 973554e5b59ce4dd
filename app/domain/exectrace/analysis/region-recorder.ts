import { withRoomFor } from '../growable';
import type { RegionTable } from '../annotation-analysis';
import { compactNames, NameStatistics } from './named-durations';

/**
 * Regions of the program: rows for the first many, durations by name for all. Open regions of a goroutine are
 * a chain from the innermost out; the chain of a goroutine that ended inside is dropped when its slot is used
 * again.
 */
export class RegionRecorder {
  readonly names = new NameStatistics();
  private count = 0;
  private withoutRow = 0;
  private task = new Float64Array(0);
  private text = new Int32Array(0);
  private beginAt = new Float64Array(0);
  private endAt = new Float64Array(0);
  private goid = new Float64Array(0);

  /** By slot: innermost open region + 1; 0: none. */
  private innermost = new Int32Array(1024);
  /** By open region: goroutine, begin, row (−1: none), and the next outer one + 1. */
  private openGoid = new Float64Array(64);
  private openSince = new Float64Array(64);
  private openRow = new Int32Array(64);
  private outer = new Int32Array(64);
  private openCount = 0;
  private readonly free: number[] = [];

  constructor(private readonly maxRows: number) {}

  begin(slot: number, goid: number, task: number, text: number, time: number): void {
    this.names.begin(text);
    if (slot >= this.innermost.length) this.innermost = withRoomFor(this.innermost, slot);
    this.dropStale(slot, goid);
    const row = this.addRow(task, text, goid);
    if (row >= 0) this.beginAt[row] = time;
    const at = this.free.pop() ?? this.openCount++;
    if (at >= this.openGoid.length) {
      this.openGoid = withRoomFor(this.openGoid, at);
      this.openSince = withRoomFor(this.openSince, at);
      this.openRow = withRoomFor(this.openRow, at);
      this.outer = withRoomFor(this.outer, at);
    }
    this.openGoid[at] = goid;
    this.openSince[at] = time;
    this.openRow[at] = row;
    this.outer[at] = this.innermost[slot]!;
    this.innermost[slot] = at + 1;
  }

  /** The reader has made sure that it is the innermost, or older than the trace. */
  end(slot: number, goid: number, task: number, text: number, time: number): void {
    if (slot >= this.innermost.length) this.innermost = withRoomFor(this.innermost, slot);
    this.dropStale(slot, goid);
    const at = this.innermost[slot]! - 1;
    if (at < 0) {
      const row = this.addRow(task, text, goid);
      if (row >= 0) this.endAt[row] = time;
      return;
    }
    this.innermost[slot] = this.outer[at]!;
    this.free.push(at);
    this.names.end(text, time - this.openSince[at]!);
    const row = this.openRow[at]!;
    if (row >= 0) this.endAt[row] = time;
  }

  private dropStale(slot: number, goid: number): void {
    for (let at = this.innermost[slot]! - 1; at >= 0; at = this.innermost[slot] - 1) {
      if (this.openGoid[at] === goid) return;
      this.innermost[slot] = this.outer[at]!;
      this.free.push(at);
    }
  }

  private addRow(task: number, text: number, goid: number): number {
    if (this.count >= this.maxRows) {
      this.withoutRow++;
      return -1;
    }
    const row = this.count++;
    if (row >= this.task.length) this.growRows(row);
    this.task[row] = task;
    this.text[row] = text;
    this.beginAt[row] = NaN;
    this.endAt[row] = NaN;
    this.goid[row] = goid;
    return row;
  }

  private growRows(row: number): void {
    this.task = withRoomFor(this.task, row);
    this.text = withRoomFor(this.text, row);
    this.beginAt = withRoomFor(this.beginAt, row);
    this.endAt = withRoomFor(this.endAt, row);
    this.goid = withRoomFor(this.goid, row);
  }

  finish(texts: readonly string[]): RegionTable {
    const { count, withoutRow } = this;
    return {
      count,
      task: this.task.slice(0, count),
      ...compactNames(this.text.slice(0, count), texts),
      begin: this.beginAt.slice(0, count),
      end: this.endAt.slice(0, count),
      goid: this.goid.slice(0, count),
      withoutRow,
      byName: this.names.finish(texts),
    };
  }
}

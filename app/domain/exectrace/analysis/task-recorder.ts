import { withRoomFor } from '../growable';
import type { TaskTable } from '../annotation-analysis';
import { compactNames, NameStatistics } from './named-durations';

/** Tasks of the program: rows for the first many, durations by name for all. */
export class TaskRecorder {
  readonly names = new NameStatistics();
  private count = 0;
  private withoutRow = 0;
  private id = new Float64Array(0);
  private parent = new Float64Array(0);
  private text = new Int32Array(0);
  private beginAt = new Float64Array(0);
  private endAt = new Float64Array(0);
  private beganOn = new Float64Array(0);
  private endedOn = new Float64Array(0);
  /** By id of an open task: its row; −1 when it has none. */
  private readonly open = new Map<number, number>();
  /** By id of an open task without a row: when it began. */
  private readonly openSince = new Map<number, number>();

  constructor(private readonly maxRows: number) {}

  begin(task: number, parent: number, text: number, time: number, goid: number): void {
    this.names.begin(text);
    const row = this.addRow(task, parent, text);
    if (row < 0) this.openSince.set(task, time);
    else {
      this.beginAt[row] = time;
      this.beganOn[row] = goid;
    }
    this.open.set(task, row);
  }

  /** `text` is 0 when the task began before the trace. */
  end(task: number, parent: number, text: number, time: number, goid: number): void {
    const row = this.open.get(task) ?? this.addRow(task, parent, -1);
    const isOld = !this.open.delete(task);
    const since = row < 0 ? (this.openSince.get(task) ?? NaN) : this.beginAt[row]!;
    this.openSince.delete(task);
    if (!isOld) this.names.end(text, time - since);
    if (row < 0) return;
    this.endAt[row] = time;
    this.endedOn[row] = goid;
  }

  private addRow(task: number, parent: number, text: number): number {
    if (this.count >= this.maxRows) {
      this.withoutRow++;
      return -1;
    }
    const row = this.count++;
    if (row >= this.id.length) this.growRows(row);
    this.id[row] = task;
    this.parent[row] = parent;
    this.text[row] = text;
    this.beginAt[row] = NaN;
    this.endAt[row] = NaN;
    this.beganOn[row] = -1;
    this.endedOn[row] = -1;
    return row;
  }

  private growRows(row: number): void {
    this.id = withRoomFor(this.id, row);
    this.parent = withRoomFor(this.parent, row);
    this.text = withRoomFor(this.text, row);
    this.beginAt = withRoomFor(this.beginAt, row);
    this.endAt = withRoomFor(this.endAt, row);
    this.beganOn = withRoomFor(this.beganOn, row);
    this.endedOn = withRoomFor(this.endedOn, row);
  }

  finish(texts: readonly string[]): TaskTable {
    const { count, withoutRow } = this;
    return {
      count,
      id: this.id.slice(0, count),
      parent: this.parent.slice(0, count),
      ...compactNames(this.text.slice(0, count), texts),
      begin: this.beginAt.slice(0, count),
      end: this.endAt.slice(0, count),
      beganOn: this.beganOn.slice(0, count),
      endedOn: this.endedOn.slice(0, count),
      withoutRow,
      byName: this.names.finish(texts),
    };
  }
}

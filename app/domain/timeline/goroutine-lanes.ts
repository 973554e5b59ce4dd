import { withRoomFor } from '../exectrace/growable';

/** Marks of a goroutine. */
export const goroutineMarks = { existing: 1, agent: 2, system: 4 } as const;

/** Goroutines of the trace in the order of their appearance, as columns. */
export class GoroutineLanes {
  count = 0;
  lane = new Int32Array(1024);
  goid = new Float64Array(1024);
  group = new Int32Array(1024);
  /** goid of who ran the `go` statement; 0: unknown. */
  parent = new Float64Array(1024);
  begin = new Float64Array(1024);
  /** NaN while it lives. */
  end = new Float64Array(1024);
  marks = new Uint8Array(1024);

  add(lane: number, goid: number, group: number, parent: number, begin: number, marks: number) {
    const i = this.count++;
    this.lane = withRoomFor(this.lane, i);
    this.goid = withRoomFor(this.goid, i);
    this.group = withRoomFor(this.group, i);
    this.parent = withRoomFor(this.parent, i);
    this.begin = withRoomFor(this.begin, i);
    this.end = withRoomFor(this.end, i);
    this.marks = withRoomFor(this.marks, i);
    this.lane[i] = lane;
    this.goid[i] = goid;
    this.group[i] = group;
    this.parent[i] = parent;
    this.begin[i] = begin;
    this.end[i] = NaN;
    this.marks[i] = marks;
    return i;
  }
}

/** Goroutines that were made at one place and start with one function. */
export interface LaneGroup {
  readonly lane: number;
  /** Full name; empty when the trace does not tell. */
  readonly startFunction: string;
  /** Stack index; 0: creation was not seen. */
  readonly createdBy: number;
  readonly marks: number;
  /** Indices into GoroutineLanes. */
  members: Int32Array;
  memberCount: number;
  alive: number;
}

import { withRoomFor } from '../growable';
import { goroutineStates } from '../trace-analysis';

const stateCount = goroutineStates.length;

/** Columns of goroutines, by slot while they live, by row in the finished table. */
export class GoroutineRows {
  goid = new Float64Array(0);
  group = new Int32Array(0);
  startFunction = new Int32Array(0);
  createdBy = new Int32Array(0);
  parent = new Float64Array(0);
  createdAt = new Float64Array(0);
  endedAt = new Float64Array(0);
  firstSeen = new Float64Array(0);
  stateNs = new Float64Array(0);
  lastState = new Uint8Array(0);
  lastSince = new Float64Array(0);
  lastReason = new Int32Array(0);
  lastStack = new Int32Array(0);
  flags = new Uint8Array(0);

  reserve(row: number): void {
    if (row < this.goid.length) return;
    this.goid = withRoomFor(this.goid, row);
    this.group = withRoomFor(this.group, row);
    this.startFunction = withRoomFor(this.startFunction, row);
    this.createdBy = withRoomFor(this.createdBy, row);
    this.parent = withRoomFor(this.parent, row);
    this.createdAt = withRoomFor(this.createdAt, row);
    this.endedAt = withRoomFor(this.endedAt, row);
    this.firstSeen = withRoomFor(this.firstSeen, row);
    this.stateNs = withRoomFor(this.stateNs, this.goid.length * stateCount - 1);
    this.lastState = withRoomFor(this.lastState, row);
    this.lastSince = withRoomFor(this.lastSince, row);
    this.lastReason = withRoomFor(this.lastReason, row);
    this.lastStack = withRoomFor(this.lastStack, row);
    this.flags = withRoomFor(this.flags, row);
  }

  /** Copies a row of another table to row `to` of this one. */
  copy(from: GoroutineRows, row: number, to: number): void {
    this.reserve(to);
    this.goid[to] = from.goid[row]!;
    this.group[to] = from.group[row]!;
    this.startFunction[to] = from.startFunction[row]!;
    this.createdBy[to] = from.createdBy[row]!;
    this.parent[to] = from.parent[row]!;
    this.createdAt[to] = from.createdAt[row]!;
    this.endedAt[to] = from.endedAt[row]!;
    this.firstSeen[to] = from.firstSeen[row]!;
    for (let i = 0; i < stateCount; i++) {
      this.stateNs[to * stateCount + i] = from.stateNs[row * stateCount + i]!;
    }
    this.lastState[to] = from.lastState[row]!;
    this.lastSince[to] = from.lastSince[row]!;
    this.lastReason[to] = from.lastReason[row]!;
    this.lastStack[to] = from.lastStack[row]!;
    this.flags[to] = from.flags[row]!;
  }

  /** The first `count` rows as a table of exactly that length. */
  trimmed(count: number) {
    return {
      count,
      goid: this.goid.slice(0, count),
      group: this.group.slice(0, count),
      startFunction: this.startFunction.slice(0, count),
      createdBy: this.createdBy.slice(0, count),
      parent: this.parent.slice(0, count),
      createdAt: this.createdAt.slice(0, count),
      endedAt: this.endedAt.slice(0, count),
      firstSeen: this.firstSeen.slice(0, count),
      stateNs: this.stateNs.slice(0, count * stateCount),
      lastState: this.lastState.slice(0, count),
      lastSince: this.lastSince.slice(0, count),
      lastReason: this.lastReason.slice(0, count),
      lastStack: this.lastStack.slice(0, count),
      flags: this.flags.slice(0, count),
    };
  }
}

import { withRoomFor } from '../exectrace/growable';
import {
  firstBucketShift,
  laneCodec,
  lastBucketShift,
  levelShift,
  stateCount,
  type LaneCodec,
} from './lane';
import type { TileStore } from './tile-store';

/** A level begins when the one below has so many rows: short-lived lanes have none. */
const defaultRowsBeforeLevel = 1024;

/**
 * The pyramid over each lane. A level has one row for every bucket in which something changed: the
 * time spent in each state (values: least and greatest) and the state from there on. A bucket
 * without a row is in one state throughout, that of the row before. So sums are exact, and a level
 * has at most as many rows as there were changes. Levels are lanes themselves.
 *
 * Row of a level: time (begin of the bucket in units of its width), then the state after (`state`:
 * one number, `counts`: four, `value`: zigzag), then four times in ns (`value`: least, greatest).
 */
export class DensityLevels {
  /** By lane: the lane of the level above; −1: none. */
  above = new Int32Array(1024);
  /** By lane: log2 of the width of its buckets in ns; 0 for lanes of rows. */
  shift = new Uint8Array(1024);
  codec = new Uint8Array(1024);
  /** By lane of a level: it tells all from here on; what is before is told by the level below. */
  validFrom = new Float64Array(1024);
  /** By lane of a level: begin of the bucket that is being filled; no row yet from here on. */
  open = new Float64Array(1024);
  /** By lane of a level: width of a bucket, ns, and where the open one ends. */
  private width = new Float64Array(1024);
  private openEnd = new Float64Array(1024);
  /** By lane of a level: up to here time is summed. */
  private filled = new Float64Array(1024);
  /** By lane × 4: what holds now, and the sums of the open bucket. */
  private level = new Float64Array(1024 * stateCount);
  private sums = new Float64Array(1024 * stateCount);

  constructor(
    private readonly store: TileStore,
    private readonly rowsBeforeLevel = defaultRowsBeforeLevel,
  ) {}

  addLane(codec: LaneCodec): number {
    const lane = this.store.addLane();
    this.reserve(lane);
    this.codec[lane] = codec;
    this.above[lane] = -1;
    return lane;
  }

  private reserve(lane: number): void {
    this.above = withRoomFor(this.above, lane);
    this.shift = withRoomFor(this.shift, lane);
    this.codec = withRoomFor(this.codec, lane);
    this.validFrom = withRoomFor(this.validFrom, lane);
    this.open = withRoomFor(this.open, lane);
    this.width = withRoomFor(this.width, lane);
    this.openEnd = withRoomFor(this.openEnd, lane);
    this.filled = withRoomFor(this.filled, lane);
    this.level = withRoomFor(this.level, lane * stateCount + stateCount - 1);
    this.sums = withRoomFor(this.sums, lane * stateCount + stateCount - 1);
  }

  /** A lane of rows is in `state` (0: none) from `time` on. Call after its row was written. */
  changeState(lane: number, time: number, before: number, state: number): void {
    const above = this.above[lane]!;
    if (above < 0) {
      if (this.store.rowCount[lane]! >= this.rowsBeforeLevel) {
        this.setOneHot(this.begin(lane, time), state);
      }
      return;
    }
    if (time >= this.openEnd[above]!) this.turn(above, time);
    const base = above * stateCount;
    if (before > 0) {
      const cell = base + before - 1;
      // As fillTo, for one state of four.
      this.sums[cell] = this.sums[cell]! + time - this.filled[above]!;
      this.level[cell] = 0;
    }
    this.filled[above] = time;
    if (state > 0) this.level[base + state - 1] = 1;
  }

  /** A lane of counts has these from `time` on. */
  changeCounts(lane: number, time: number, counts: Float64Array, at: number): void {
    let above = this.above[lane]!;
    if (above >= 0) this.advance(above, time);
    else if (this.store.rowCount[lane]! >= this.rowsBeforeLevel) above = this.begin(lane, time);
    else return;
    for (let s = 0; s < stateCount; s++) this.level[above * stateCount + s] = counts[at + s]!;
  }

  /** A lane of values has this one from `time` on. */
  changeValue(lane: number, time: number, value: number): void {
    let above = this.above[lane]!;
    if (above >= 0) this.advance(above, time);
    else if (this.store.rowCount[lane]! >= this.rowsBeforeLevel) {
      above = this.begin(lane, time);
      this.emptyBucket(above);
    } else return;
    this.level[above * stateCount] = value;
    this.include(above, value, value);
  }

  private begin(lane: number, time: number): number {
    const above = this.addLane(this.codec[lane] as LaneCodec);
    this.above[lane] = above;
    const shift = this.shift[lane] === 0 ? firstBucketShift : this.shift[lane]! + levelShift;
    this.shift[above] = shift;
    const width = 2 ** shift;
    this.width[above] = width;
    this.open[above] = Math.floor(time / width) * width;
    this.openEnd[above] = this.open[above] + width;
    this.filled[above] = time;
    this.validFrom[above] = this.openEnd[above];
    return above;
  }

  private setOneHot(lane: number, state: number): void {
    if (state > 0) this.level[lane * stateCount + state - 1] = 1;
  }

  /** Sums what holds up to `time`, which lies in this bucket or a later one. */
  private advance(lane: number, time: number): void {
    if (time >= this.openEnd[lane]!) this.turn(lane, time);
    this.fillTo(lane, time);
  }

  /** Goes on to the bucket that `time` lies in. */
  private turn(lane: number, time: number): void {
    this.close(lane);
    const width = this.width[lane]!;
    this.open[lane] = Math.floor(time / width) * width;
    this.openEnd[lane] = this.open[lane] + width;
    this.filled[lane] = this.open[lane];
    this.emptyBucket(lane);
  }

  private emptyBucket(lane: number): void {
    const base = lane * stateCount;
    if (this.codec[lane] === laneCodec.value) {
      this.sums[base] = this.level[base]!;
      this.sums[base + 1] = this.level[base]!;
    } else {
      for (let s = 0; s < stateCount; s++) this.sums[base + s] = 0;
    }
  }

  private fillTo(lane: number, time: number): void {
    const base = lane * stateCount;
    const elapsed = time - this.filled[lane]!;
    this.filled[lane] = time;
    if (this.codec[lane] === laneCodec.value) return;
    for (let s = 0; s < stateCount; s++) {
      this.sums[base + s] = this.sums[base + s]! + this.level[base + s]! * elapsed;
    }
  }

  private include(lane: number, least: number, greatest: number): void {
    const base = lane * stateCount;
    this.sums[base] = Math.min(this.sums[base]!, least);
    this.sums[base + 1] = Math.max(this.sums[base + 1]!, greatest);
  }

  /** Writes the row of the open bucket, and gives it to the level above. */
  private close(lane: number): void {
    const begin = this.open[lane]!;
    const width = this.width[lane]!;
    this.fillTo(lane, begin + width);
    this.writeRow(lane, begin / width);
    let above = this.above[lane]!;
    if (above < 0) {
      if (
        this.store.rowCount[lane]! < this.rowsBeforeLevel ||
        this.shift[lane]! >= lastBucketShift
      ) {
        return;
      }
      // The level begins at the end of this bucket; it is valid only from its next bucket on.
      above = this.begin(lane, begin + width);
      this.copyLevel(lane, above);
      this.emptyBucket(above);
      return;
    }
    this.advance(above, begin);
    const from = lane * stateCount;
    const to = above * stateCount;
    if (this.codec[lane] === laneCodec.value) {
      this.include(above, this.sums[from]!, this.sums[from + 1]!);
    } else {
      for (let s = 0; s < stateCount; s++) {
        this.sums[to + s] = this.sums[to + s]! + this.sums[from + s]!;
      }
    }
    this.filled[above] = begin + width;
    this.copyLevel(lane, above);
  }

  private copyLevel(from: number, to: number): void {
    for (let s = 0; s < stateCount; s++) {
      this.level[to * stateCount + s] = this.level[from * stateCount + s]!;
    }
  }

  private writeRow(lane: number, bucket: number): void {
    const { store, level, sums } = this;
    const base = lane * stateCount;
    store.beginRow(lane, bucket);
    switch (this.codec[lane]) {
      case laneCodec.value:
        store.put(level[base]!);
        store.put(sums[base]!);
        store.put(sums[base + 1]!);
        break;
      case laneCodec.counts:
        for (let s = 0; s < stateCount; s++) store.put(level[base + s]!);
        for (let s = 0; s < stateCount; s++) store.put(sums[base + s]!);
        break;
      default:
        store.put(stateOf(level, base));
        for (let s = 0; s < stateCount; s++) store.put(sums[base + s]!);
    }
    store.endRow();
  }
}

function stateOf(level: Float64Array, base: number): number {
  for (let s = 0; s < stateCount; s++) if (level[base + s] === 1) return s + 1;
  return 0;
}

import { laneCodec, stateCount } from './lane';
import { LaneReader } from './lane-reader';
import type { Timeline } from './timeline';

/** Time per state in buckets of equal width. */
export interface Density {
  /** Begin of the first bucket, a multiple of the width; ns. */
  readonly from: number;
  readonly widthNs: number;
  readonly count: number;
  /** By bucket × 4: ns in each of the states 1 to 4; of a group, summed over its members. */
  readonly stateNs: Float64Array;
}

/** Least and greatest value in buckets of equal width; NaN before the first value. */
export interface ValueRanges {
  readonly from: number;
  readonly widthNs: number;
  readonly count: number;
  readonly least: Float64Array<ArrayBuffer>;
  readonly greatest: Float64Array<ArrayBuffer>;
}

/** Takes what a lane did, piece by piece, in order of time. */
interface Pieces {
  /** One state (or value) throughout. */
  constant(begin: number, end: number, level: Float64Array): void;
  /** Within one bucket of the level that was read. */
  mixed(begin: number, sums: Float64Array): void;
}

/**
 * Time in each state, exact to the nanosecond at any width, reading at most about 8 rows a bucket.
 * @param shift log2 of the width in ns; buckets begin at its multiples and cover [from, to).
 */
export function readDensity(
  timeline: Timeline,
  lane: number,
  from: number,
  to: number,
  shift: number,
): Density {
  const widthNs = 2 ** shift;
  const first = Math.max(0, Math.floor(from / widthNs));
  const count = Math.max(0, Math.ceil(to / widthNs) - first);
  const stateNs = new Float64Array(count * stateCount);
  const end = Math.min(timeline.endNs, (first + count) * widthNs);
  new PieceReader(timeline).read(lane, shift, first * widthNs, end, {
    constant(begin, until, level) {
      for (let at = begin; at < until;) {
        const bucket = Math.floor(at / widthNs);
        const next = Math.min(until, (bucket + 1) * widthNs);
        const base = (bucket - first) * stateCount;
        for (let s = 0; s < stateCount; s++) {
          stateNs[base + s] = stateNs[base + s]! + level[s]! * (next - at);
        }
        at = next;
      }
    },
    mixed(begin, sums) {
      const base = (Math.floor(begin / widthNs) - first) * stateCount;
      for (let s = 0; s < stateCount; s++) stateNs[base + s] = stateNs[base + s]! + sums[s]!;
    },
  });
  return { from: first * widthNs, widthNs, count, stateNs };
}

/** Least and greatest values, exact at any width; the same grid as `readDensity`. */
export function readValues(
  timeline: Timeline,
  lane: number,
  from: number,
  to: number,
  shift: number,
): ValueRanges {
  const widthNs = 2 ** shift;
  const first = Math.max(0, Math.floor(from / widthNs));
  const count = Math.max(0, Math.ceil(to / widthNs) - first);
  const least = new Float64Array(count).fill(NaN);
  const greatest = new Float64Array(count).fill(NaN);
  const include = (bucket: number, low: number, high: number) => {
    least[bucket] = low < least[bucket]! || Number.isNaN(least[bucket]!) ? low : least[bucket]!;
    greatest[bucket] =
      high > greatest[bucket]! || Number.isNaN(greatest[bucket]!) ? high : greatest[bucket]!;
  };
  const end = Math.min(timeline.endNs, (first + count) * widthNs);
  new PieceReader(timeline).read(lane, shift, first * widthNs, end, {
    constant(begin, until, level) {
      const last = Math.ceil(until / widthNs) - first;
      for (let b = Math.floor(begin / widthNs) - first; b < last; b++) {
        include(b, level[0]!, level[0]!);
      }
    },
    mixed(begin, sums) {
      include(Math.floor(begin / widthNs) - first, sums[0]!, sums[1]!);
    },
  });
  return { from: first * widthNs, widthNs, count, least, greatest };
}

/** Reads a range from the highest level that is fine enough, and from lower ones where it must. */
class PieceReader {
  private readonly reader: LaneReader;
  private readonly held = new Float64Array(stateCount);

  constructor(private readonly timeline: Timeline) {
    this.reader = new LaneReader(timeline.store, timeline.levels);
  }

  read(lane: number, shift: number, from: number, to: number, pieces: Pieces): void {
    const { above, shift: shifts } = this.timeline.levels;
    const chain = [lane];
    for (let l = above[lane]!; l >= 0 && shifts[l]! <= shift; l = above[l]!) chain.push(l);
    this.readChain(chain, from, to, pieces);
  }

  private readChain(chain: readonly number[], from: number, to: number, pieces: Pieces): void {
    if (from >= to) return;
    const { levels } = this.timeline;
    const lane = chain[chain.length - 1]!;
    if (chain.length === 1) return this.readRows(lane, from, to, pieces);
    // Its own span of time, to whole buckets: the rest is told by the levels below.
    const width = 2 ** levels.shift[lane]!;
    const begin = Math.max(levels.validFrom[lane]!, Math.ceil(from / width) * width);
    const end = Math.min(levels.open[lane]!, Math.floor(to / width) * width);
    const below = chain.slice(0, -1);
    if (begin >= end) return this.readChain(below, from, to, pieces);
    this.readChain(below, from, begin, pieces);
    this.readLevel(lane, begin, end, width, pieces);
    this.readChain(below, end, to, pieces);
  }

  private readRows(lane: number, from: number, to: number, pieces: Pieces): void {
    const { levels, sites } = this.timeline;
    const { held } = this;
    const isState = levels.codec[lane] === laneCodec.state;
    let since = -1;
    this.reader.forEachRow(lane, from, to, (row) => {
      if (since >= 0) pieces.constant(Math.max(from, since), row.time, held);
      since = row.time;
      if (isState) setOneHot(held, sites.state[row.site]!);
      else held.set(row.after);
    });
    if (since >= 0) pieces.constant(Math.max(from, since), to, held);
  }

  private readLevel(lane: number, from: number, to: number, width: number, pieces: Pieces): void {
    const { held } = this;
    const isState = this.timeline.levels.codec[lane] === laneCodec.state;
    let since = -1;
    this.reader.forEachRow(lane, from, to, (row) => {
      if (since >= 0 && row.time > since) pieces.constant(Math.max(from, since), row.time, held);
      if (row.time >= from) pieces.mixed(row.time, row.sums);
      since = Math.max(from, row.time + width);
      if (isState) setOneHot(held, row.site);
      else held.set(row.after);
    });
    if (since >= 0 && since < to) pieces.constant(since, to, held);
  }
}

function setOneHot(level: Float64Array, state: number): void {
  level.fill(0);
  if (state >= 1 && state <= stateCount) level[state - 1] = 1;
}

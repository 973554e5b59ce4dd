import { LaneReader, type Row } from './lane-reader';
import type { Timeline } from './timeline';

/** Spans of a lane in order of time, as columns. Together they cover the range without a gap. */
export interface Spans {
  readonly count: number;
  readonly begin: Float64Array<ArrayBuffer>;
  /** The end of the timeline while it is open. */
  readonly end: Float64Array<ArrayBuffer>;
  /** Index into the site table. */
  readonly site: Int32Array;
  /** See `TimelineRecorder`. */
  readonly reference: Float64Array<ArrayBuffer>;
}

/** How many spans reading a range exactly would decode at most. */
export const countRows = (timeline: Timeline, lane: number, from: number, to: number): number =>
  new LaneReader(timeline.store, timeline.levels).rowsBetween(lane, from, to);

/**
 * The spans that overlap [from, to), whole: the first may begin before, the last end after it.
 * Spans of no state, where the lane is empty, are left out.
 * @returns undefined when they are more than `limit`.
 */
export function readSpans(
  timeline: Timeline,
  lane: number,
  from: number,
  to: number,
  limit = Infinity,
): Spans | undefined {
  const { sites, endNs } = timeline;
  const begins: number[] = [];
  const ends: number[] = [];
  const found: number[] = [];
  const references: number[] = [];
  let isOpen = false;
  const reader = new LaneReader(timeline.store, timeline.levels);
  const take = (row: Row): boolean => {
    if (isOpen) ends.push(row.time);
    isOpen = false;
    if (row.time >= to || begins.length > limit) return false;
    if (sites.state[row.site] === 0) return true;
    begins.push(row.time);
    found.push(row.site);
    references.push(row.reference);
    isOpen = true;
    return true;
  };
  reader.forEachRow(lane, from, to, take, true);
  if (isOpen) ends.push(endNs);
  if (begins.length > limit) return undefined;
  return {
    count: begins.length,
    begin: Float64Array.from(begins),
    end: Float64Array.from(ends),
    site: Int32Array.from(found),
    reference: Float64Array.from(references),
  };
}

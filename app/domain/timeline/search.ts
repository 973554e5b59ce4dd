import { LaneReader } from './lane-reader';
import type { Timeline } from './timeline';

/** A span that was looked for. */
export interface Match {
  readonly lane: number;
  readonly begin: number;
  /** Index into GoroutineLanes; undefined on other lanes. */
  readonly goroutine: number | undefined;
}

export interface Search {
  readonly match: Match | undefined;
  /** Set when the search gave up: it must answer in bounded time. What comes after this moment was not looked at. */
  readonly searchedTo: number | undefined;
}

const firstWindowNs = 1_000_000;
const windowGrowth = 4;
/** Rows that one search may read: about half a second. */
const defaultMaxRows = 4_000_000;

/** The first row of a lane after a moment that satisfies `isWanted`. */
export function findRow(
  timeline: Timeline,
  lane: number,
  after: number,
  isWanted: (site: number) => boolean,
  maxRows = defaultMaxRows,
): Search {
  const reader = new LaneReader(timeline.store, timeline.levels);
  let match: Match | undefined;
  let searchedTo: number | undefined;
  let rows = 0;
  reader.forEachRow(lane, after, Infinity, (row) => {
    if (row.time <= after) return true;
    if (isWanted(row.site)) match = { lane, begin: row.time, goroutine: undefined };
    else if (++rows >= maxRows) searchedTo = row.time;
    return match === undefined && searchedTo === undefined;
  });
  return { match, searchedTo };
}

/**
 * The earliest span after a moment, of any goroutine, at one of the sites. Looks in windows of
 * time that grow, so that what is near is found without reading the rest. The first window is searched whatever it holds,
 * so that a search that goes on where one gave up gets further.
 */
export function findSite(
  timeline: Timeline,
  after: number,
  isWanted: (site: number) => boolean,
  maxRows = defaultMaxRows,
): Search {
  const { goroutines, endNs } = timeline;
  const reader = new LaneReader(timeline.store, timeline.levels);
  let rows = 0;
  let from = after;
  for (let width = firstWindowNs; from < endNs; width *= windowGrowth) {
    const to = Math.min(endNs + 1, from + width);
    const limit = from === after ? Infinity : maxRows;
    let best: Match | undefined;
    for (let i = 0; i < goroutines.count; i++) {
      if (goroutines.begin[i]! >= to || goroutines.end[i]! < from) continue;
      const lane = goroutines.lane[i]!;
      const until: number = best?.begin ?? to;
      reader.forEachRow(lane, from, until, (row) => {
        rows++;
        if (row.time <= after || row.time >= until || !isWanted(row.site)) return rows < limit;
        best = { lane, begin: row.time, goroutine: i };
        return false;
      });
      // Rows at its very beginning belong to the window that was not finished.
      if (rows >= limit) return { match: undefined, searchedTo: from - 1 };
    }
    if (best !== undefined) return { match: best, searchedTo: undefined };
    from = to;
  }
  return { match: undefined, searchedTo: undefined };
}

/** The first goroutine after a moment of one of the groups. */
export function findMember(
  timeline: Timeline,
  after: number,
  isWanted: (group: number) => boolean,
): Match | undefined {
  const { goroutines } = timeline;
  for (let i = 0; i < goroutines.count; i++) {
    if (goroutines.begin[i]! > after && isWanted(goroutines.group[i]!)) {
      return { lane: goroutines.lane[i]!, begin: goroutines.begin[i]!, goroutine: i };
    }
  }
  return undefined;
}

/** Index of a goroutine by its id; −1 when the trace has none. The last one where ids repeat. */
export function findGoroutine(timeline: Timeline, goid: number): number {
  const { goroutines } = timeline;
  return goroutines.goid.subarray(0, goroutines.count).lastIndexOf(goid);
}

import type { Input, Output } from '../../app/contract/ipc';
import type { TimelineLane, TimelinePlace } from '../../app/contract/timeline';
import { timelineStates } from '../../app/contract/timeline';
import { getStack, type StackTable } from '../../app/domain/exectrace';
import {
  countRows,
  findGoroutine,
  findMember,
  findRow,
  findSite,
  goroutineMarks,
  laneCodec,
  LaneReader,
  readArrows,
  readDensity,
  readSpans,
  readValues,
  type Match,
  type Search,
  type Timeline,
} from '../../app/domain/timeline';

type Question =
  | 'trace.goroutines'
  | 'trace.spans'
  | 'trace.find'
  | 'trace.next'
  | 'trace.arrows'
  | 'trace.at'
  | 'trace.goroutine'
  | 'trace.never-ran';
export type TimelineQuestion = Question;
type Answers = { readonly [N in Question]: (input: Input<N>) => Output<N> };

/** More spans than this, per pixel, are drawn as density. */
const spansPerPixel = 2;
/** Rows read to see whether a lane ever ran a function. */
const maxRanRows = 50_000;

/** Rows of each kind of event: by the state that begins; −1: any. */
const stateOfKind = { gc: 2, stw: 2, run: 2, block: 4, wake: 1, end: 0 } as const;

/** Answers from the lanes that are written so far. Lanes that do not exist answer as empty ones. */
export function createTimelineAnswers(timeline: Timeline): Answers {
  const { goroutines, groups, sites } = timeline;
  const tables = new StackTables(timeline);
  const known = (lane: number) => lane >= 0 && lane < timeline.store.laneCount;
  const goroutineOf = new Map<number, number>();
  const indexOfLane = (lane: number): number | undefined => {
    // Grown as goroutines appear.
    for (let i = goroutineOf.size; i < goroutines.count; i++) {
      goroutineOf.set(goroutines.lane[i]!, i);
    }
    return goroutineOf.get(lane);
  };
  const shown: number[] = [];
  let looked = 0;
  /** The agent that recorded is in no view. */
  const shownGoroutines = (): readonly number[] => {
    for (; looked < goroutines.count; looked++) {
      if ((goroutines.marks[looked]! & goroutineMarks.agent) === 0) shown.push(looked);
    }
    return shown;
  };
  const placeOf = (match: Match | undefined): TimelinePlace | undefined => {
    if (match === undefined) return undefined;
    const { lane, begin } = match;
    const goroutine = match.goroutine ?? indexOfLane(lane);
    const spans = readSpans(timeline, lane, begin, begin + 1);
    return {
      lane,
      beginNs: begin,
      endNs: spans?.end[0] ?? begin,
      ...(goroutine !== undefined && {
        goid: goroutines.goid[goroutine]!,
        group: goroutines.group[goroutine]!,
        row: groups[goroutines.group[goroutine]!]!.members.indexOf(goroutine),
        rowOfAll: shownGoroutines().indexOf(goroutine),
      }),
    };
  };
  const reply = ({ match, searchedTo }: Search) => {
    const place = placeOf(match);
    return {
      ...(place && { place }),
      ...(searchedTo !== undefined && { searchedToNs: searchedTo }),
    };
  };

  return {
    'trace.goroutines': ({ group, offset, limit }) => {
      const members = group === undefined ? undefined : groups[group];
      const all = shownGoroutines();
      const total = group === undefined ? all.length : (members?.memberCount ?? 0);
      const rows: Output<'trace.goroutines'>['rows'] = [];
      for (let at = offset; at < Math.min(total, offset + limit); at++) {
        const i = members?.members[at] ?? all[at]!;
        const end = goroutines.end[i]!;
        rows.push({
          lane: goroutines.lane[i]!,
          goid: goroutines.goid[i]!,
          function: groups[goroutines.group[i]!]!.startFunction,
          beginNs: goroutines.begin[i]!,
          ...(!Number.isNaN(end) && { endNs: end }),
        });
      }
      return { total, rows };
    },

    'trace.spans': ({ lanes, fromNs, toNs, pixels }) => ({
      endNs: timeline.endNs,
      lanes: lanes.filter(known).map((lane) => draw(timeline, lane, fromNs, toNs, pixels)),
    }),

    'trace.find': ({ text, afterNs }) => {
      const id = /^[gG]?(\d+)$/.exec(text.trim())?.[1];
      if (id !== undefined) {
        const i = findGoroutine(timeline, Number(id));
        const match = { lane: goroutines.lane[i]!, begin: goroutines.begin[i]!, goroutine: i };
        return reply({ match: i < 0 ? undefined : match, searchedTo: undefined });
      }
      const wanted = text.trim().toLowerCase();
      const member = findMember(timeline, afterNs, (group) =>
        groups[group]!.startFunction.toLowerCase().includes(wanted),
      );
      const isWanted = tables.sitesWith(wanted);
      const found = isWanted
        ? findSite(timeline, afterNs, isWanted)
        : { match: undefined, searchedTo: undefined };
      const isSooner = (found.match?.begin ?? Infinity) < (member?.begin ?? Infinity);
      return reply(isSooner || member === undefined ? found : { ...found, match: member });
    },

    'trace.next': ({ kind, lane, afterNs }) => {
      const own = kind === 'gc' ? timeline.gcLane : kind === 'stw' ? timeline.stwLane : lane;
      if (own === undefined || !known(own)) return {};
      const state = stateOfKind[kind];
      return reply(findRow(timeline, own, afterNs, (site) => sites.state[site] === state));
    },

    'trace.arrows': ({ goid, lanes, fromNs, toNs, limit }) => {
      const visible = lanes.flatMap((lane) => indexOfLane(lane) ?? []);
      const found = readArrows(timeline, visible, goid, { from: fromNs, to: toNs }, limit);
      return { arrows: [...found.arrows], notShown: found.notShown };
    },

    'trace.at': ({ lane, atNs }) => {
      if (!known(lane) || timeline.levels.codec[lane] !== laneCodec.state) return {};
      const spans = readSpans(timeline, lane, atNs, atNs + 1);
      if (spans === undefined || spans.count === 0) return {};
      const site = spans.site[0]!;
      const state = sites.state[site]!;
      const reference = spans.reference[0]!;
      const own = indexOfLane(lane);
      const i = own ?? (reference > 0 ? findGoroutine(timeline, reference) : -1);
      const group = groups[goroutines.group[i] ?? -1];
      const createdBy = group && tables.frames(group.createdBy)[0];
      const isOwn = own !== undefined;
      return {
        detail: {
          lane,
          beginNs: spans.begin[0]!,
          endNs: spans.end[0]!,
          state: timelineStates[state - 1] ?? 'running',
          reason: timeline.texts[sites.text[site]!] ?? '',
          stack: [...tables.frames(sites.stack[site]!)],
          function: group?.startFunction ?? '',
          ...(createdBy && { createdBy }),
          ...(i >= 0 && { goid: goroutines.goid[i]! }),
          ...(isOwn && state === 2 && reference > 0 && { proc: reference - 1 }),
          ...(isOwn && state === 1 && reference > 0 && { by: reference }),
        },
      };
    },

    'trace.goroutine': ({ goid }) => {
      const i = findGoroutine(timeline, goid);
      if (i < 0) return {};
      const begin = goroutines.begin[i]!;
      const place = placeOf({ lane: goroutines.lane[i]!, begin, goroutine: i })!;
      const end = goroutines.end[i]!;
      return { place: { ...place, endNs: Number.isNaN(end) ? timeline.endNs : end } };
    },

    'trace.never-ran': ({ function: name, lanes }) => {
      const hasFunction = tables.stacksWith(name);
      return {
        lanes: lanes.filter((lane) => {
          const i = indexOfLane(lane);
          if (i === undefined) return false;
          const group = groups[goroutines.group[i]!]!;
          if (group.startFunction === name || group.startFunction === '') return false;
          return !everRan(timeline, lane, hasFunction);
        }),
      };
    },
  };
}

function draw(
  timeline: Timeline,
  lane: number,
  from: number,
  to: number,
  pixels: number,
): TimelineLane {
  const end = Math.min(to, timeline.endNs);
  const shift = Math.max(0, Math.floor(Math.log2(Math.max(1, (to - from) / pixels))));
  if (timeline.levels.codec[lane] === laneCodec.value) {
    const { from: at, widthNs, least, greatest } = readValues(timeline, lane, from, end, shift);
    return { kind: 'values', lane, from: at, widthNs, least, greatest };
  }
  if (timeline.levels.codec[lane] === laneCodec.state) {
    const limit = pixels * spansPerPixel;
    // Tiles at both ends may hold more than the range.
    const mayFit = countRows(timeline, lane, from, end) <= limit + 4096;
    const spans = mayFit ? readSpans(timeline, lane, from, end, limit) : undefined;
    if (spans !== undefined) {
      const { site, reference, begin, end: ends } = spans;
      const state = Uint8Array.from(site, (each) => timeline.sites.state[each]!);
      return { kind: 'spans', lane, begin, end: ends, state, goid: reference };
    }
  }
  const { from: at, widthNs, stateNs } = readDensity(timeline, lane, from, end, shift);
  return { kind: 'density', lane, from: at, widthNs, stateNs: Float32Array.from(stateNs) };
}

/** True also when there is too much to look through: nothing may be said then. */
function everRan(timeline: Timeline, lane: number, hasFunction: (stack: number) => boolean) {
  let rows = 0;
  let found = false;
  new LaneReader(timeline.store, timeline.levels).forEachRow(lane, 0, Infinity, (row) => {
    found = ++rows > maxRanRows || hasFunction(timeline.sites.stack[row.site]!);
    return !found;
  });
  return found;
}

/** Stacks and sites by what is written in them; made anew as the trace grows. */
class StackTables {
  private table: StackTable | undefined;
  private tableEnd = -1;

  constructor(private readonly timeline: Timeline) {}

  private get(): StackTable {
    if (this.table === undefined || this.tableEnd !== this.timeline.endNs) {
      this.table = this.timeline.stacks.toTable();
      this.tableEnd = this.timeline.endNs;
    }
    return this.table;
  }

  frames(stack: number) {
    return getStack(this.get(), stack);
  }

  stacksWith(name: string): (stack: number) => boolean {
    return this.test((fn) => fn === name);
  }

  private test(isWanted: (fn: string) => boolean): (stack: number) => boolean {
    const { functions, frameFunction, frames, offsets } = this.get();
    const wanted = new Set<number>();
    functions.forEach((fn, i) => isWanted(fn) && wanted.add(i));
    const answers = new Int8Array(offsets.length).fill(-1);
    return (stack) => {
      const known = answers[stack]!;
      if (known >= 0) return known === 1;
      let has = false;
      for (let at = offsets[stack]!; at < offsets[stack + 1]! && !has; at++) {
        has = wanted.has(frameFunction[frames[at]!]!);
      }
      answers[stack] = has ? 1 : 0;
      return has;
    };
  }

  /** Undefined when no site has the text in its reason or a function of its stack. */
  sitesWith(text: string): ((site: number) => boolean) | undefined {
    const { sites, texts } = this.timeline;
    const hasFunction = this.test((fn) => fn.toLowerCase().includes(text));
    const hasText = texts.map((each) => each.toLowerCase().includes(text));
    const wanted = new Uint8Array(sites.count);
    let some = false;
    for (let site = 0; site < sites.count; site++) {
      if (hasText[sites.text[site]!] !== true && !hasFunction(sites.stack[site]!)) continue;
      wanted[site] = 1;
      some = true;
    }
    return some ? (site) => wanted[site] === 1 : undefined;
  }
}

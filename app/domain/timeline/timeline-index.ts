import { GoroutineLanes, type LaneGroup } from './goroutine-lanes';
import { SiteTable } from './site-table';
import type { Timeline } from './timeline';
import { TileStore, type TileStorage } from './tile-store';
import type { StackTable } from '../exectrace/trace-analysis';

/** Format of tiles and index: raised with every change, since tiles can be made anew. */
export const timelineFormat = 1;

/** Numbers of the header, lists in the columns that follow it. */
interface Header {
  readonly format: number;
  readonly texts: readonly string[];
  readonly functions: readonly string[];
  readonly files: readonly string[];
  readonly lanes: number;
  readonly tiles: number;
  readonly sites: number;
  readonly goroutines: number;
  readonly groups: readonly (Omit<LaneGroup, 'members'> & { readonly members: undefined })[];
  readonly clocks: readonly (readonly [trace: number, monotonicNs: string, wallNs: string])[];
  readonly fixed: readonly number[];
  /** Bytes of each column, in order. */
  readonly columns: readonly number[];
}

type Column = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
type AnyColumn = Uint8Array | Int32Array | Float64Array;
type Kind = 'u8' | 'i32' | 'f64';

/** Kind of each column, in order. */
const kinds: readonly Kind[] = [
  ...(['f64', 'f64', 'i32', 'i32', 'i32', 'i32', 'i32'] as const), // tiles
  ...(['i32', 'i32', 'u8', 'u8', 'f64', 'f64'] as const), // lanes
  ...(['u8', 'i32', 'i32'] as const), // sites
  ...(['i32', 'f64', 'i32', 'f64', 'f64', 'f64', 'u8'] as const), // goroutines
  ...(['i32', 'i32', 'i32', 'i32', 'i32'] as const), // stacks
  ...(['i32', 'i32', 'f64'] as const), // Ps, threads
];

/** Everything but the tiles, as bytes; call after `store.flush()`. */
export function encodeTimelineIndex(timeline: Timeline): Uint8Array {
  const { store, levels, sites, goroutines, procs, threads } = timeline;
  const { tiles } = store;
  const stacks = timeline.stacks.toTable();
  const all = (columns: readonly AnyColumn[], count: number) =>
    columns.map((column) => column.subarray(0, count));
  const columns: AnyColumn[] = [
    ...all(
      [tiles.first, tiles.offset, tiles.bytes, tiles.rows, tiles.prev, tiles.jump, tiles.depth],
      tiles.count,
    ),
    ...all(
      [store.lastTile, levels.above, levels.shift, levels.codec, levels.validFrom, levels.open],
      store.laneCount,
    ),
    ...all([sites.state, sites.text, sites.stack], sites.count),
    ...all(
      [
        ...[goroutines.lane, goroutines.goid, goroutines.group, goroutines.parent],
        ...[goroutines.begin, goroutines.end, goroutines.marks],
      ],
      goroutines.count,
    ),
    ...[stacks.frameFunction, stacks.frameFile, stacks.frameLine, stacks.offsets, stacks.frames],
    procs.lane.subarray(0, procs.count),
    threads.lane.subarray(0, threads.count),
    timeline.threadIds.subarray(0, threads.count),
  ];
  const header: Header = {
    format: timelineFormat,
    texts: timeline.texts,
    functions: stacks.functions,
    files: stacks.files,
    lanes: store.laneCount,
    tiles: tiles.count,
    sites: sites.count,
    goroutines: goroutines.count,
    groups: timeline.groups.map((group) => ({ ...group, members: undefined })),
    clocks: timeline.clocks.map((c) => [c.trace, String(c.monotonicNs), String(c.wallNs)]),
    fixed: [
      ...[timeline.gcLane, timeline.stwLane, timeline.heapLane, timeline.goalLane],
      ...[timeline.spans, timeline.endNs, store.size],
    ],
    columns: columns.map((column) => column.byteLength),
  };
  return join(new TextEncoder().encode(JSON.stringify(header)), columns);
}

/** Length of the header, header, columns; each begins at a multiple of 8. */
function join(header: Uint8Array, columns: readonly AnyColumn[]): Uint8Array {
  const start = 8 + padded(header.length);
  const size = columns.reduce((sum, column) => sum + padded(column.byteLength), start);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 8);
  let at = start;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  }
  return bytes;
}

const padded = (size: number): number => Math.ceil(size / 8) * 8;

/**
 * Reads an index back.
 * @returns undefined when it is of another format or damaged: then the trace is read again.
 */
export function decodeTimelineIndex(bytes: Uint8Array, storage: TileStorage): Timeline | undefined {
  const header = readHeader(bytes);
  if (header === undefined) return undefined;
  const columns = readColumns(bytes, header);
  if (columns === undefined) return undefined;
  const f64 = () => columns.shift() as Float64Array<ArrayBuffer>;
  const i32 = () => columns.shift() as Int32Array<ArrayBuffer>;
  const u8 = () => columns.shift() as Uint8Array<ArrayBuffer>;
  const [gcLane, stwLane, heapLane, goalLane, spans, endNs, size] = header.fixed as [
    ...[number, number, number, number],
    ...[number, number, number],
  ];
  const store = new TileStore(storage, 4);
  const tiles = {
    count: header.tiles,
    ...{ first: f64(), offset: f64(), bytes: i32(), rows: i32() },
    ...{ prev: i32(), jump: i32(), depth: i32() },
  };
  store.restore(tiles, i32(), header.lanes, size);
  const addLane = () => -1;
  const levels = {
    ...{ above: i32(), shift: u8(), codec: u8(), validFrom: f64(), open: f64(), addLane },
  };
  const sites = new SiteTable();
  Object.assign(sites, { count: header.sites, state: u8(), text: i32(), stack: i32() });
  const goroutines = new GoroutineLanes();
  Object.assign(goroutines, {
    count: header.goroutines,
    ...{ lane: i32(), goid: f64(), group: i32(), parent: f64() },
    ...{ begin: f64(), end: f64(), marks: u8() },
  });
  const table: StackTable = {
    ...{ functions: header.functions, files: header.files },
    ...{ frameFunction: i32(), frameFile: i32(), frameLine: i32(), offsets: i32(), frames: i32() },
  };
  const procs = i32();
  const threads = i32();
  const groups = header.groups.map((group) => ({
    ...group,
    members: new Int32Array(group.memberCount),
    memberCount: 0,
  }));
  for (let i = 0; i < goroutines.count; i++) {
    const group = groups[goroutines.group[i]!];
    if (group === undefined || group.memberCount >= group.members.length) return undefined;
    group.members[group.memberCount++] = i;
  }
  return {
    ...{ store, levels, sites, goroutines, groups, spans, endNs },
    ...{ gcLane, stwLane, heapLane, goalLane },
    texts: header.texts,
    stacks: { toTable: () => table },
    procs: { lane: procs, count: procs.length },
    threads: { lane: threads, count: threads.length },
    threadIds: f64(),
    clocks: header.clocks.map(([trace, monotonicNs, wallNs]) => ({
      trace: trace as Timeline['clocks'][number]['trace'],
      monotonicNs: BigInt(monotonicNs),
      wallNs: BigInt(wallNs),
    })),
  };
}

function readHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length < 8) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (8 + size > bytes.length) return undefined;
  try {
    const text = new TextDecoder().decode(bytes.subarray(8, 8 + size));
    const header = JSON.parse(text) as Header;
    const isOurs = header.format === timelineFormat && header.columns.length === kinds.length;
    return isOurs ? header : undefined;
  } catch {
    return undefined;
  }
}

function readColumns(bytes: Uint8Array, header: Header): Column[] | undefined {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  let at = 8 + padded(size);
  const columns: Column[] = [];
  for (const [i, length] of header.columns.entries()) {
    if (!(length >= 0 && at + length <= bytes.length)) return undefined;
    // A copy of its own: typed arrays begin at multiples of their element's size.
    const { buffer } = bytes.slice(at, at + length);
    const kind = kinds[i]!;
    if (length % (kind === 'f64' ? 8 : kind === 'i32' ? 4 : 1) !== 0) return undefined;
    columns.push(
      kind === 'f64'
        ? new Float64Array(buffer)
        : kind === 'i32'
          ? new Int32Array(buffer)
          : new Uint8Array(buffer),
    );
    at += padded(length);
  }
  return columns;
}

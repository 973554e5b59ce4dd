import type { Frame } from '../../contract/frame';

/** One node of the difference flame: a function under its caller, its cumulative values. */
export interface FlameNode {
  readonly name: string;
  /** `sync.go:41`, when the tree was made by lines. */
  readonly place?: string | undefined;
  readonly before: number;
  readonly after: number;
  readonly children: readonly FlameNode[];
}

/** A tree small enough to draw in a report, about 60 nodes. */
export interface FlamePicture {
  readonly unit: 'bytes' | 'count';
  /** Which profiles and values: `heap-04 − heap-01, inuse_space`. */
  readonly caption: string;
  readonly root: FlameNode;
}

/** A site of the user's code with what it holds before and after. */
export interface DiffRow {
  readonly site: Frame;
  /** Who allocates for it: `bytes.growSlice`; the site's own function when it does so itself. */
  readonly leaf: string;
  readonly before: number;
  readonly after: number;
}

/** The sites that grew most, largest difference first. */
export interface DiffTable {
  readonly unit: 'bytes' | 'count';
  readonly rows: readonly DiffRow[];
  /** Sites altogether, of which `rows` are the first. */
  readonly sites: number;
}

/** One goroutine in the timeline. Milliseconds since the strip begins. */
export interface StripLane {
  /** The first word stands beside the lane, all of it in the tooltip: `G4711 main.syncBatch`. */
  readonly label: string;
  /** Undefined when it is older than the strip. */
  readonly createdAtMs?: number | undefined;
  /** Undefined when it never ended. */
  readonly endedAtMs?: number | undefined;
  readonly running: readonly (readonly [startMs: number, endMs: number])[];
}

/** Timeline strip: the heap over its collections, and goroutines beneath. */
export interface StripPicture {
  readonly spanMs: number;
  /** Live heap over time: (ms since the strip begins, bytes), rising in time. */
  readonly heap: readonly (readonly [atMs: number, bytes: number])[];
  /** The lowest points, one after each collection. */
  readonly floor: readonly (readonly [atMs: number, bytes: number])[];
  /** When collections ended. */
  readonly gcsMs: readonly number[];
  readonly lanes: readonly StripLane[];
  /** Goroutines altogether, of which `lanes` are a choice. */
  readonly goroutines: number;
  /** What is shown: `trace-01, 4.2 s`. */
  readonly caption: string;
}

/** Pictures of one finding; one that is missing is left out of the report. */
export interface FindingPictures {
  readonly flame?: FlamePicture | undefined;
  readonly diff?: DiffTable | undefined;
  readonly strip?: StripPicture | undefined;
}

/** Plain data by finding id. The path picture is drawn from the finding's own holder. */
export type ReportPictures = Readonly<Record<string, FindingPictures>>;

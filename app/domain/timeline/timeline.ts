import type { StackInterner } from '../exectrace/analysis/stack-interner';
import type { ClockSnapshot } from '../exectrace/trace-analysis';
import type { DensityLevels } from './density-levels';
import type { GoroutineLanes, LaneGroup } from './goroutine-lanes';
import type { SiteTable } from './site-table';
import type { TileStore } from './tile-store';

/** Lanes by index of what they belong to; −1 while none was seen. */
export interface IndexedLanes {
  readonly lane: Int32Array;
  readonly count: number;
}

/** The lanes of a trace, ready for queries, finished or as far as they are written. */
export interface Timeline {
  readonly store: TileStore;
  readonly levels: Pick<
    DensityLevels,
    'above' | 'shift' | 'codec' | 'validFrom' | 'open' | 'addLane'
  >;
  readonly sites: SiteTable;
  readonly texts: readonly string[];
  readonly stacks: Pick<StackInterner, 'toTable'>;
  readonly goroutines: GoroutineLanes;
  readonly groups: readonly LaneGroup[];
  readonly procs: IndexedLanes;
  readonly threads: IndexedLanes;
  readonly threadIds: Float64Array;
  readonly clocks: readonly ClockSnapshot[];
  readonly gcLane: number;
  readonly stwLane: number;
  readonly heapLane: number;
  readonly goalLane: number;
  readonly spans: number;
  /** What is known reaches up to here, ns since the first event. */
  readonly endNs: number;
}

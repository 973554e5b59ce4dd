export { TimelineRecorder } from './timeline-recorder';
export { readDensity, readValues, type Density, type ValueRanges } from './read-density';
export { countRows, readSpans, type Spans } from './read-spans';
export { laneCodec, laneStates, stateCount } from './lane';
export { goroutineMarks, type GoroutineLanes, type LaneGroup } from './goroutine-lanes';
export { LaneReader, type Row } from './lane-reader';
export type { Timeline } from './timeline';
export type { TileStorage } from './tile-store';

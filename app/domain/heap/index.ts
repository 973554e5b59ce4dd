export type {
  HeapAnalysis,
  HeapError,
  HeapGoroutine,
  HeapHolder,
  HeapNode,
  HeapOptions,
  HeapPage,
  GoroutineStack,
  HeapProfileBucket,
  HeapType,
  SampledStack,
  SelfCheck,
  WhyAlive,
} from './model';
export { decodeSnapshot, type Snapshot, type SnapshotError } from './snapshot';
export { analyzeHeap, type AnalyzedHeap } from './analyze';
export type {
  AliveCode,
  AliveReason,
  LeakVerdict,
  SuspicionCode,
  WaitGroup,
  WaitTarget,
} from './leaks/model';
export { groupWaits } from './leaks/group-waits';
export type { HeapGraph } from './heap-graph';
export { toGoroutineProfile, toHeapProfile } from './heap-profile';
export { dominatorChildren, findObject, referrers, typesTable, whyAlive } from './queries';

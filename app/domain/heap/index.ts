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
export { readGoroutines } from './goroutines';
export { groupWaits } from './leaks/group-waits';
export type { HeapGraph } from './heap-graph';
export { toGoroutineProfile, toHeapProfile } from './heap-profile';
export {
  dominatorChildren,
  dominatorOverview,
  findObject,
  HeapViews,
  referents,
  referrers,
  typesTable,
} from './queries';
export { explainAlive as whyAlive } from './why-alive';
export { compareHeaps, digestHeap, type HeapDigest } from './compare';

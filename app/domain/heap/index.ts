export type {
  HeapAnalysis,
  HeapError,
  HeapGoroutine,
  HeapHolder,
  HeapNode,
  HeapOptions,
  HeapPage,
  HeapProfileBucket,
  HeapType,
  SampledStack,
  SelfCheck,
  WhyAlive,
} from './model';
export { decodeSnapshot, type Snapshot, type SnapshotError } from './snapshot';

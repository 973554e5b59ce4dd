export { compareHeaps, type CompareOptions, type NotOneProcess } from './compare-heaps';
export { digestHeap, type HeapDigest } from './digest';

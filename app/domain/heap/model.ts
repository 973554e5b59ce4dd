import type { HeapNode, HeapType } from '../../contract/views';
import type { Aliasing, Holder, PathStep } from '../../contract/findings';
import type { Frame } from '../../contract/frame';
import type { WaitGroup } from '../../contract/heap-leaks';
import type { ProfileLocation } from './profile-stacks';

/** Why a snapshot could not be turned into a graph. `missing` names layouts or symbols. */
export type HeapError =
  | { readonly code: 'no-layouts'; readonly missing: readonly string[] }
  | { readonly code: 'no-spans'; readonly reason: string };

/** What the functions of the agent that a launched program gets begin with. */
export const injectedAgent = 'trivetAgent';

export interface HeapOptions {
  /** Holders reported at most. */
  readonly maxHolders?: number;
  /** A holder must retain this many bytes or a tenth of the reachable heap. */
  readonly leastHolderBytes?: number;
  /** Prefix of the injected agent's functions and globals: left out of findings. */
  readonly agentPrefix?: string;
}

/** Sampled objects that share an allocation stack. */
export interface SampledStack {
  /** Leaf first, inlined calls included. */
  readonly frames: readonly Frame[];
  readonly objects: number;
  readonly bytes: number;
}

/** One allocation stack of the heap profile as the runtime keeps it (`runtime.mbuckets`); counts of samples, not scaled. */
export interface HeapProfileBucket {
  /** Leaf first, inlined calls included. */
  readonly frames: readonly Frame[];
  /** As a heap profile shows it: without the runtime's own calls that lead to the allocation. */
  readonly locations: readonly ProfileLocation[];
  /** Size of each object, bytes. */
  readonly objectBytes: number;
  readonly allocObjects: number;
  readonly freeObjects: number;
  readonly allocBytes: number;
  readonly freeBytes: number;
  /** False from Go 1.27 on: bytes follow from the objects. */
  readonly countsBytes: boolean;
}

/** Goroutines with one stack and the same labels, as the goroutine profile counts them. */
export interface GoroutineStack {
  readonly locations: readonly ProfileLocation[];
  /** Of runtime/pprof, sorted by key. */
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly count: number;
  /** Of them, those proven never to run again. */
  readonly stuck: number;
}

export interface HeapHolder {
  readonly holder: Holder;
  /** Node of the root in the graph: handle for further questions. */
  readonly node: number;
  /** By the profiler's own marks on the objects below the holder. */
  readonly sampled: readonly SampledStack[];
  /** Slice headers below the holder that share a backing array. */
  readonly aliasing: Aliasing | undefined;
  /** Arrays of the holder that a pooled bytes.Buffer also refers to. */
  readonly alsoPooled: number;
}

export interface HeapGoroutine {
  readonly goid: number;
  readonly function: string;
  readonly status: string;
  /** Wait reason as the runtime words it; the status when it does not wait. */
  readonly reason: string;
  readonly waiting: boolean;
  readonly blockedAt: Frame | undefined;
  readonly createdBy: Frame | undefined;
  /** Since the first collection that saw it wait; undefined when none did. */
  readonly waitedMs: number | undefined;
  /** Leaf first. */
  readonly stack: readonly Frame[];
  /** `chan 0xc000…`, `semaphore 0x…`, `cond 0x…`. */
  readonly waitsOn: string | undefined;
  /** Nothing that can still run reaches what it waits for. */
  readonly provenStuck: boolean;
}

/** The graph held against the runtime's own counters. */
export interface SelfCheck {
  /** Bytes of all allocated objects found. */
  readonly allocatedBytes: number;
  /** The runtime's own HeapAlloc; undefined when its counters were not copied. */
  readonly runtimeBytes: number | undefined;
  /** |found − runtime| / runtime. */
  readonly relativeError: number | undefined;
}

/** What is told of a snapshot. */
export interface HeapAnalysis {
  /** False: the graph disagrees with the runtime's counters by more than 1 %. */
  readonly trusted: boolean;
  readonly selfCheckError: number | undefined;
  readonly selfCheck: SelfCheck;
  readonly reachableBytes: number;
  readonly reachableObjects: number;
  /** Allocated objects, garbage not yet swept included. */
  readonly objects: number;
  /** Part of the reachable bytes whose type is known, 0 to 1. */
  readonly typedShare: number;
  readonly holders: readonly HeapHolder[];
  /** Sampled reachable objects of the whole heap, by stack. */
  readonly sampled: readonly SampledStack[];
  readonly profile: readonly HeapProfileBucket[];
  /** runtime.MemProfileRate, bytes; 0 when the program has no heap profiler. */
  readonly profileRate: number | undefined;
  readonly goroutines: readonly HeapGoroutine[];
  /** What the goroutine profile would count: the runtime's own are left out, the injected agent's are not. */
  readonly goroutineStacks: readonly GoroutineStack[];
  /** The goroutines by what they wait for: proven leaks first. */
  readonly waitGroups: readonly WaitGroup[];
  /** By bytes, largest first. */
  readonly types: readonly HeapType[];
  readonly pauseMs: number;
  readonly warnings: readonly string[];
}

/** Nodes in pages, for lists. */
export interface HeapPage {
  readonly offset: number;
  readonly limit: number;
}

export interface WhyAlive {
  /** What keeps it: the variable, or the pool or the runtime's list that the path leads through. */
  readonly root: string;
  readonly rootKind: Holder['rootKind'];
  /** The path as a programmer writes it: `main.cache["k"].buf`. */
  readonly expression: string;
  /** The same for all that differ in a key or an index only: `main.cache[*].buf`. */
  readonly pattern: string;
  readonly path: readonly PathStep[];
}

export type { HeapNode, HeapType };

import { z } from 'zod';
import { aliasingSchema, holderSchema, pathStepSchema } from './findings';
import { frameSchema } from './frame';
import { heapNodeSchema, heapTypeSchema } from './views';

/** What a snapshot is and how far its graph can be believed. */
export const heapSummarySchema = z.object({
  goVersion: z.string(),
  pid: z.number().int(),
  /** Wall clock of the stop, ms since the epoch. */
  stoppedAtMs: z.number(),
  pauseMs: z.number(),
  reachableBytes: z.number(),
  reachableObjects: z.number(),
  /** Allocated objects, garbage not yet swept included. */
  allocatedObjects: z.number(),
  allocatedBytes: z.number(),
  /** Part of the reachable bytes whose type is known, 0 to 1. */
  coverage: z.number(),
  /** |graph − runtime| / runtime of the allocated bytes; absent when the counters were not copied. */
  selfCheckError: z.number().optional(),
  /** False: the graph disagrees with the runtime by more than 1 %. */
  trusted: z.boolean(),
  /** runtime.MemProfileRate, bytes a sample; 0 when the program has no heap profiler. */
  profileRate: z.number().optional(),
  warnings: z.array(z.string()),
});
export type HeapSummary = z.infer<typeof heapSummarySchema>;

/** One rectangle of the treemap. `parent` is an index into the same list, −1 at the top. */
export const heapCellSchema = z.object({
  /** −1: the small ones that are left out of the cell above, together. */
  node: z.number().int(),
  parent: z.number().int(),
  label: z.string(),
  type: z.string(),
  root: z.boolean(),
  shallowBytes: z.number(),
  retainedBytes: z.number(),
  retainedObjects: z.number(),
  /** Of `node`, or how many are left out. */
  children: z.number().int(),
});
export type HeapCell = z.infer<typeof heapCellSchema>;

/** Sampled objects that share an allocation stack. */
export const heapAllocationSchema = z.object({
  /** Leaf first. */
  frames: z.array(frameSchema),
  objects: z.number(),
  bytes: z.number(),
});

/** Something that keeps much of the heap: a tenth of it, or a lot in bytes. */
export const heapSuspectSchema = z.object({
  node: z.number().int(),
  holder: holderSchema,
  /** By the profiler's own marks on the objects below; the largest five. */
  allocations: z.array(heapAllocationSchema),
  aliasing: aliasingSchema.optional(),
});
export type HeapSuspect = z.infer<typeof heapSuspectSchema>;

export const heapTypeRowSchema = heapTypeSchema.extend({
  /** What would go if all of this type went, bytes. */
  retainedBytes: z.number(),
});
export type HeapTypeRow = z.infer<typeof heapTypeRowSchema>;

export const heapObjectSchema = heapNodeSchema.extend({
  /** Its value in a line. */
  preview: z.string(),
});
export type HeapObject = z.infer<typeof heapObjectSchema>;

/** A neighbour in the graph, with the words by which one refers to the other: `.next`, `["k"].buf`. */
export const heapNeighbourSchema = heapNodeSchema.extend({ via: z.string() });
export type HeapNeighbour = z.infer<typeof heapNeighbourSchema>;

/** How a value can be looked into. */
export const heapValueSchema = z.object({
  /** One line, as Go would print it; what is long is cut with `…`. */
  text: z.string(),
  /** As the compiler spells it; `unknown` when nothing tells. */
  type: z.string(),
  /** Run-time address of the value itself. */
  address: z.string(),
  /** The object on the heap that it leads to, for questions about nodes. */
  node: z.number().int().optional(),
  /** Ask for its parts with this; absent when there are none. Opaque. */
  ref: z.string().optional(),
  /** How many parts; absent when it is not known beforehand. */
  parts: z.number().int().optional(),
  /** What a reader has to know: contents not copied, shared with another slice, a damaged header. */
  notes: z.array(z.string()),
});
export type HeapValue = z.infer<typeof heapValueSchema>;

/** A part of a value: `.field`, `[3]`, `["key"]`, `*`, `senders`. */
export const heapPartSchema = heapValueSchema.extend({ name: z.string() });
export type HeapPart = z.infer<typeof heapPartSchema>;

/** Strings with the same text in several places. */
export const heapStringSchema = z.object({
  /** Cut after 200 characters. */
  text: z.string(),
  /** Bytes of one. */
  lengthBytes: z.number(),
  /** Different backing arrays with this text. */
  copies: z.number(),
  /** What sharing one would give back: size classes of all copies but one. */
  wastedBytes: z.number(),
  /** One of the arrays. */
  node: z.number().int(),
  /** Where one of them is held: `main.cache["k"].name`. */
  example: z.string(),
});
export type HeapString = z.infer<typeof heapStringSchema>;

/** Ways that differ only in key or index: `main.cache[*].payload`. */
export const heapPathGroupSchema = z.object({
  pattern: z.string(),
  root: z.string(),
  rootKind: holderSchema.shape.rootKind,
  objects: z.number(),
  shallowBytes: z.number(),
  retainedBytes: z.number(),
  example: z.object({ node: z.number().int(), expression: z.string() }),
});
export type HeapPathGroup = z.infer<typeof heapPathGroupSchema>;

/** Why something is still there. */
export const heapWhySchema = z.object({
  /** What was asked about: an object, or several of a type. */
  subject: z.string(),
  /** How many objects that are. */
  objects: z.number(),
  /** Of one object: the shortest way from a named root. */
  path: z.array(pathStepSchema),
  /** The same as a programmer writes it; of several objects, of the largest. */
  expression: z.string(),
  /** All ways in by pattern, that keep most first. */
  groups: z.array(heapPathGroupSchema),
  /** Further patterns that are left out. */
  moreGroups: z.number().int(),
  /** Objects asked about that nothing reaches any more: garbage. */
  unreachable: z.number().int(),
  /** Who allocated it, where the profiler sampled one of the objects; the largest five. */
  allocations: z.array(heapAllocationSchema),
});
export type HeapWhy = z.infer<typeof heapWhySchema>;

export const heapRootSchema = z.object({
  node: z.number().int(),
  label: z.string(),
  kind: holderSchema.shape.rootKind,
  /** The runtime's own or Trivet's agent. */
  internal: z.boolean(),
  type: z.string(),
  /** What only this root keeps. */
  retainedBytes: z.number(),
  retainedObjects: z.number(),
  /** What this root names: reached from it first, by the shortest way. Adds up to all there is. */
  namedBytes: z.number(),
  namedObjects: z.number(),
  /** Goroutine of a stack root. */
  goid: z.number().optional(),
});
export type HeapRoot = z.infer<typeof heapRootSchema>;

import { z } from 'zod';
import { frameSchema } from './frame';
import { heapDiffSchema } from './heap-diff';
import { waitGroupSchema } from './heap-leaks';
import {
  heapCellSchema,
  heapNeighbourSchema,
  heapObjectSchema,
  heapPartSchema,
  heapRootSchema,
  heapStringSchema,
  heapSummarySchema,
  heapSuspectSchema,
  heapTypeRowSchema,
  heapValueSchema,
  heapWhySchema,
} from './heap-views';
import { request } from './request';
import { heapNodeSchema } from './views';

/** Handle of an opened bundle, or the path of a snapshot file. */
const bundle = z.string();
/** Node index of the graph. */
const node = z.number().int();
const page = {
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().positive().max(1000).default(200),
};
const failures = ['not-a-bundle', 'not-a-snapshot', 'no-symbols', 'disk', 'unsupported'] as const;

/** Questions about a snapshot of a program's memory. Answers are pages; the graph stays where it was built. */
export const heapRequests = {
  /** Children in the dominator tree, by what they retain. Node −1: the roots. Largest first. */
  'heap.children': request({
    input: z.object({ bundle, node, offset: page.offset, limit: page.limit }),
    output: z.object({
      total: z.number().int(),
      reachableBytes: z.number(),
      rows: z.array(heapNodeSchema),
    }),
    failures,
  }),
  'heap.summary': request({ input: z.object({ bundle }), output: heapSummarySchema, failures }),
  /** The dominator tree to a depth, for a treemap: cells in preorder, largest first below each. */
  'heap.overview': request({
    input: z.object({
      bundle,
      /** −1: the whole heap. */
      node: node.default(-1),
      depth: z.number().int().min(1).max(8).default(3),
      /** What keeps less than this part of the whole is summed up in a cell of its own. */
      leastShare: z.number().min(0).max(1).default(0.002),
      maxCells: z.number().int().positive().max(5000).default(1500),
    }),
    output: z.object({ reachableBytes: z.number(), cells: z.array(heapCellSchema) }),
    failures,
  }),
  'heap.suspects': request({
    input: z.object({ bundle }),
    output: z.object({ reachableBytes: z.number(), rows: z.array(heapSuspectSchema) }),
    failures,
  }),
  /** Goroutines that can never wake, and those that are suspected of it; of each group at most 100 goids. */
  'heap.leaks': request({
    input: z.object({ bundle }),
    output: z.object({ trusted: z.boolean(), groups: z.array(waitGroupSchema) }),
    failures,
  }),
  /** Reachable objects by type, largest first. */
  'heap.types': request({
    input: z.object({ bundle }),
    output: z.object({ coverage: z.number(), rows: z.array(heapTypeRowSchema) }),
    failures,
  }),
  /** Reachable objects, of a type when one is named. */
  'heap.objects': request({
    input: z.object({
      bundle,
      /** As in `heap.types`. */
      type: z.string().optional(),
      sort: z.enum(['retained', 'shallow', 'address']).default('retained'),
      ascending: z.boolean().default(false),
      ...page,
    }),
    output: z.object({ total: z.number().int(), rows: z.array(heapObjectSchema) }),
    failures,
  }),
  /** What an object or a root holds. Its parts come by `heap.parts`. */
  'heap.value': request({
    input: z.object({ bundle, node }),
    output: z.object({ value: heapValueSchema.optional() }),
    failures,
  }),
  /** Parts of a value by its `ref`: fields, elements, entries. */
  'heap.parts': request({
    input: z.object({ bundle, ref: z.string(), ...page }),
    output: z.object({
      parts: z.array(heapPartSchema),
      /** Whether asking on from `offset + parts.length` gives more. */
      more: z.boolean(),
      notes: z.array(z.string()),
    }),
    failures: [...failures, 'bad-request'],
  }),
  /** Strings that lie in memory more than once, by what that wastes. */
  'heap.strings': request({
    input: z.object({ bundle, ...page }),
    output: z.object({
      total: z.number().int(),
      wastedBytes: z.number(),
      rows: z.array(heapStringSchema),
      /** Strings looked at, and those of them whose contents are in the snapshot. */
      strings: z.number(),
      read: z.number(),
    }),
    failures,
  }),
  /** Who refers to a node. */
  'heap.referrers': request({
    input: z.object({ bundle, node, ...page }),
    output: z.object({ total: z.number().int(), rows: z.array(heapNeighbourSchema) }),
    failures,
  }),
  /** What a node refers to. */
  'heap.referents': request({
    input: z.object({ bundle, node, ...page }),
    output: z.object({ total: z.number().int(), rows: z.array(heapNeighbourSchema) }),
    failures,
  }),
  /** Shortest path from a named root (the first `via`) to the node; who allocated it, if sampled. */
  'heap.why': request({
    input: z.object({ bundle, node }),
    output: z.object({
      path: z.array(
        z.object({ via: z.string(), type: z.string(), address: z.string().optional() }),
      ),
      allocation: z.array(frameSchema),
    }),
    failures,
  }),
  /** All ways in, grouped where they differ only in key or index: of one node, or of all objects of a type. */
  'heap.ways': request({
    input: z.object({
      bundle,
      of: z.union([z.object({ node }), z.object({ type: z.string() })]),
      limit: page.limit,
    }),
    output: z.object({ why: heapWhySchema.optional() }),
    failures,
  }),
  'heap.roots': request({
    input: z.object({
      bundle,
      kind: z.enum(['global', 'stack', 'special', 'other']).optional(),
      /** Part of the label, in any case. */
      filter: z.string().default(''),
      /** `named`: the program's own before the runtime's. */
      sort: z.enum(['named', 'retained', 'label']).default('named'),
      ...page,
    }),
    output: z.object({ total: z.number().int(), rows: z.array(heapRootSchema) }),
    failures,
  }),
  /** What an address (`0xc000123400`), a root's name or a type's name stands for. */
  'heap.find': request({
    input: z.object({ bundle, text: z.string().min(1), limit: page.limit }),
    output: z.object({
      nodes: z.array(heapNodeSchema),
      /** Types with objects whose name holds the text. */
      types: z.array(heapTypeRowSchema),
    }),
    failures,
  }),
  /** Asks for a snapshot file by a dialog of the system. */
  'heap.choose': request({
    input: z.object({}),
    output: z.object({ path: z.string() }),
    failures: ['cancelled'],
  }),
  /** What changed since an earlier snapshot of the same process. */
  'heap.diff': request({
    input: z.object({
      bundle,
      /** The earlier one: a bundle's folder or a snapshot file. */
      base: z.string().min(1),
      /** Compare also what does not seem to be one process. */
      force: z.boolean().default(false),
      /** Rows of each table. */
      limit: page.limit,
    }),
    output: heapDiffSchema,
    failures: [...failures, 'usage'],
  }),
} as const;

import { z } from 'zod';
import { frameSchema } from './frame';
import { heapSummarySchema } from './heap-views';

const amounts = z.object({ objects: z.number(), bytes: z.number() });
export type HeapAmounts = z.infer<typeof amounts>;

/** Before, after, and the difference, of objects and their own bytes. */
const change = z.object({ before: amounts, after: amounts, delta: amounts });
export type HeapChange = z.infer<typeof change>;

export const heapTypeChangeSchema = change.extend({
  type: z.string(),
  retainedBefore: z.number(),
  retainedAfter: z.number(),
});
export type HeapTypeChange = z.infer<typeof heapTypeChangeSchema>;

/** What hangs on one pattern of ways: `main.cache[*].payload`, objects of one type. */
export const heapPathChangeSchema = change.extend({
  root: z.string(),
  pattern: z.string(),
  type: z.string(),
  /** What the objects of the pattern keep, in each snapshot. */
  retainedBefore: z.number(),
  retainedAfter: z.number(),
  /** Allocation stacks of new sampled objects, largest first; at most three. */
  allocations: z.array(
    z.object({ frames: z.array(frameSchema), objects: z.number(), bytes: z.number() }),
  ),
  /** An object of the later snapshot, for further questions. */
  example: z.object({ node: z.number().int(), expression: z.string() }).optional(),
});
export type HeapPathChange = z.infer<typeof heapPathChangeSchema>;

/** What one root names: before, after. */
export const heapRootChangeSchema = change.extend({
  root: z.string(),
  kind: z.string(),
  retainedBefore: z.number(),
  retainedAfter: z.number(),
});
export type HeapRootChange = z.infer<typeof heapRootChangeSchema>;

/** Two snapshots of one process, A taken before B. */
export const heapDiffSchema = z.object({
  format: z.literal(1),
  before: heapSummarySchema,
  after: heapSummarySchema,
  secondsBetween: z.number(),
  total: change,
  /** Objects by whether they are the same: address, size, type, and allocation stack where both are sampled. */
  fate: z.object({ kept: amounts, new: amounts, gone: amounts }),
  /** Why the two are compared although they do not seem to be of one process; empty otherwise. */
  doubts: z.array(z.string()),
  /** By what they grew in bytes, most first; shrinking ones last. */
  roots: z.array(heapRootChangeSchema),
  paths: z.array(heapPathChangeSchema),
  types: z.array(heapTypeChangeSchema),
});
export type HeapDiff = z.infer<typeof heapDiffSchema>;

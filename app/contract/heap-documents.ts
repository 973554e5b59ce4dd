import { z } from 'zod';
import { heapDiffSchema } from './heap-diff';
import {
  heapObjectSchema,
  heapRootSchema,
  heapSummarySchema,
  heapSuspectSchema,
  heapTypeRowSchema,
  heapValueSchema,
  heapWhySchema,
} from './heap-views';

/** What `trivet heap top --json` prints. */
export const heapTopDocumentSchema = z.object({
  format: z.literal(1),
  view: z.literal('top'),
  snapshot: heapSummarySchema,
  /** How many types there are in all. */
  typeCount: z.number().int(),
  types: z.array(heapTypeRowSchema),
  holders: z.array(heapSuspectSchema),
  roots: z.array(heapRootSchema),
});
export type HeapTopDocument = z.infer<typeof heapTopDocumentSchema>;

/** What `trivet heap top --type T --json` prints. */
export const heapObjectsDocumentSchema = z.object({
  format: z.literal(1),
  view: z.literal('objects'),
  snapshot: heapSummarySchema,
  type: z.string(),
  objectCount: z.number().int(),
  objects: z.array(heapObjectSchema),
});
export type HeapObjectsDocument = z.infer<typeof heapObjectsDocumentSchema>;

/** What `trivet heap roots --json` prints. */
export const heapRootsDocumentSchema = z.object({
  format: z.literal(1),
  view: z.literal('roots'),
  snapshot: heapSummarySchema,
  rootCount: z.number().int(),
  roots: z.array(heapRootSchema),
});
export type HeapRootsDocument = z.infer<typeof heapRootsDocumentSchema>;

/** What `trivet heap why --json` prints. */
export const heapWhyDocumentSchema = z.object({
  format: z.literal(1),
  view: z.literal('why'),
  snapshot: heapSummarySchema,
  why: heapWhySchema,
  /** Of a single object or root. */
  value: heapValueSchema.optional(),
  shallowBytes: z.number(),
  retainedBytes: z.number(),
  retainedObjects: z.number(),
});
export type HeapWhyDocument = z.infer<typeof heapWhyDocumentSchema>;

/** What `trivet heap diff --json` prints. */
export const heapDiffDocumentSchema = heapDiffSchema.extend({ view: z.literal('diff') });
export type HeapDiffDocument = z.infer<typeof heapDiffDocumentSchema>;

/** What `trivet heap top|roots|why|diff --json` prints. */
export const heapDocumentSchema = z.discriminatedUnion('view', [
  heapTopDocumentSchema,
  heapObjectsDocumentSchema,
  heapRootsDocumentSchema,
  heapWhyDocumentSchema,
  heapDiffDocumentSchema,
]);

import { z } from 'zod';
import {
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
  snapshot: heapSummarySchema,
  /** How many types there are in all. */
  typeCount: z.number().int(),
  types: z.array(heapTypeRowSchema),
  holders: z.array(heapSuspectSchema),
  roots: z.array(heapRootSchema),
});
export type HeapTopDocument = z.infer<typeof heapTopDocumentSchema>;

/** What `trivet heap roots --json` prints. */
export const heapRootsDocumentSchema = z.object({
  format: z.literal(1),
  snapshot: heapSummarySchema,
  rootCount: z.number().int(),
  roots: z.array(heapRootSchema),
});
export type HeapRootsDocument = z.infer<typeof heapRootsDocumentSchema>;

/** What `trivet heap why --json` prints. */
export const heapWhyDocumentSchema = z.object({
  format: z.literal(1),
  snapshot: heapSummarySchema,
  why: heapWhySchema,
  /** Of a single object or root. */
  value: heapValueSchema.optional(),
  shallowBytes: z.number(),
  retainedBytes: z.number(),
  retainedObjects: z.number(),
});
export type HeapWhyDocument = z.infer<typeof heapWhyDocumentSchema>;

import { z } from 'zod';
import { valueNatureSchema } from './profile-growth';

export const profileListEntrySchema = z.object({
  /** Of the artefact; a profile that is made of the trace names its kind behind it: `trace.out#sched`. */
  path: z.string(),
  kind: z.enum(['heap-profile', 'goroutine-profile', 'profile', 'trace-profile']),
  /** Name as `runtime/pprof` has it: `heap`, `mutex`; of the trace: `sched`, `chan`. */
  profile: z.string(),
  /** Seconds since the recording began. */
  atSeconds: z.number(),
  sampleTypes: z.array(
    z.object({
      type: z.string(),
      unit: z.string(),
      /** Whether it is of one moment, counts since the program began, or is of the profile's own duration. */
      nature: valueNatureSchema,
    }),
  ),
});
export type ProfileListEntry = z.infer<typeof profileListEntrySchema>;

/** A node of the dominator tree. */
export const heapNodeSchema = z.object({
  /** Node index: handle for further questions. */
  node: z.number().int(),
  label: z.string(),
  type: z.string(),
  address: z.string().optional(),
  shallowBytes: z.number(),
  retainedBytes: z.number(),
  retainedObjects: z.number(),
  children: z.number().int(),
  root: z.boolean(),
});
export type HeapNode = z.infer<typeof heapNodeSchema>;

export const heapTypeSchema = z.object({
  type: z.string(),
  objects: z.number(),
  bytes: z.number(),
});
export type HeapType = z.infer<typeof heapTypeSchema>;

/** Evidence beside one source line. */
export const lineEvidenceSchema = z.object({
  line: z.number().int(),
  /** inuse_space of the last profile with this line on the stack's user frame; bytes. */
  allocatedBytes: z.number().optional(),
  grownBytes: z.number().optional(),
  /** Goroutines now blocked at this line. */
  blocked: z.number().int().optional(),
  /** Goroutines created at this line that are still alive. */
  created: z.number().int().optional(),
  /** Says it in words, for the hover. */
  says: z.string(),
});
export type LineEvidence = z.infer<typeof lineEvidenceSchema>;

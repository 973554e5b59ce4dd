import { z } from 'zod';

/** One function of a profile's top table. */
export const profileRowSchema = z.object({
  function: z.string(),
  file: z.string(),
  line: z.number().int(),
  flat: z.number(),
  cum: z.number(),
  /** Difference to the base profile, when one was asked for. */
  flatDelta: z.number(),
  cumDelta: z.number(),
});
export type ProfileRow = z.infer<typeof profileRowSchema>;

/** Call tree as columns; node 0 is the root; parents precede children; children sorted by cum. */
export const flameSchema = z.object({
  unit: z.string(),
  names: z.array(z.string()),
  files: z.array(z.string()),
  /** Index into `names`. */
  name: z.instanceof(Int32Array),
  /** Index into `files`; −1 when unknown. */
  file: z.instanceof(Int32Array),
  line: z.instanceof(Int32Array),
  /** −1 for the root. */
  parent: z.instanceof(Int32Array),
  depth: z.instanceof(Int32Array),
  flat: z.instanceof(Float64Array),
  cum: z.instanceof(Float64Array),
  /** cum minus the base's cum; zeros without a base. */
  delta: z.instanceof(Float64Array),
});
export type Flame = z.infer<typeof flameSchema>;

export const profileListEntrySchema = z.object({
  path: z.string(),
  kind: z.enum(['heap-profile', 'goroutine-profile']),
  /** Seconds since the recording began. */
  atSeconds: z.number(),
  sampleTypes: z.array(z.object({ type: z.string(), unit: z.string() })),
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

import { z } from 'zod';

/** Which samples of which profile a view is of; expressions have Go's syntax, as in `go tool pprof`. */
export const profileQuerySchema = z.object({
  /** Handle of an opened bundle. */
  bundle: z.string(),
  path: z.string(),
  base: z.string().optional(),
  sampleType: z.string(),
  granularity: z.enum(['functions', 'filefunctions', 'files', 'lines', 'packages']).optional(),
  focus: z.string().optional(),
  ignore: z.string().optional(),
  hide: z.string().optional(),
  tagFocus: z.string().optional(),
  tagIgnore: z.string().optional(),
});
export type ProfileQuery = z.infer<typeof profileQuerySchema>;

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
  /** Standard errors of flat and cum; where the profile is sampled and says how. */
  flatError: z.number().optional(),
  cumError: z.number().optional(),
});
export type ProfileRow = z.infer<typeof profileRowSchema>;

/** Call tree as columns; node 0 is the root; parents precede children; the largest sibling first. */
export const flameSchema = z.object({
  unit: z.string(),
  names: z.array(z.string()),
  files: z.array(z.string()),
  /** Index into `names`. */
  name: z.instanceof(Int32Array),
  /** Index into `files`; −1 when unknown. */
  file: z.instanceof(Int32Array),
  line: z.instanceof(Int32Array),
  /** What `under` of a further request takes to name this node. */
  key: z.instanceof(Int32Array),
  /** −1 for the root. */
  parent: z.instanceof(Int32Array),
  depth: z.instanceof(Int32Array),
  flat: z.instanceof(Float64Array),
  cum: z.instanceof(Float64Array),
  /** cum minus the base's cum; zeros without a base. */
  delta: z.instanceof(Float64Array),
  /** 1: has children too small to be sent. */
  isCut: z.instanceof(Uint8Array),
});
export type Flame = z.infer<typeof flameSchema>;

const callSchema = z.object({
  name: z.string(),
  weight: z.number(),
  /** Weight in the base, 0 without one. */
  before: z.number(),
  inline: z.boolean(),
});
export type ProfileCall = z.infer<typeof callSchema>;

/** Who calls a function and whom it calls; undefined when the profile does not know it. */
export const peekSchema = z.object({
  unit: z.string(),
  total: z.number(),
  row: z.object({ flat: z.number(), cum: z.number() }).optional(),
  callers: z.array(callSchema),
  callees: z.array(callSchema),
});

/** Values of source lines of one file. */
export const profileLinesSchema = z.object({
  unit: z.string(),
  total: z.number(),
  lines: z.array(
    z.object({
      line: z.number().int(),
      function: z.string(),
      file: z.string(),
      flat: z.number(),
      cum: z.number(),
      /** The same in the base, when one was asked for. */
      before: z.object({ flat: z.number(), cum: z.number() }).optional(),
    }),
  ),
});
export type ProfileLines = z.infer<typeof profileLinesSchema>;

/** What samples are labelled with. */
export const profileTagsSchema = z.object({
  unit: z.string(),
  total: z.number(),
  samples: z.number().int(),
  keys: z.array(
    z.object({
      key: z.string(),
      total: z.number(),
      /** Total in the base, 0 without one. */
      before: z.number(),
      samples: z.number().int(),
      /** How many there are; `values` has the largest. */
      valueCount: z.number().int(),
      values: z.array(
        z.object({
          value: z.string(),
          total: z.number(),
          before: z.number(),
          samples: z.number().int(),
        }),
      ),
    }),
  ),
});
export type ProfileTags = z.infer<typeof profileTagsSchema>;

/** The heaviest functions and the calls between them, and how much is left out; with a base, what changed since. */
export const profileGraphSchema = z.object({
  unit: z.string(),
  total: z.number(),
  nodes: z.array(z.object({ name: z.string(), flat: z.number(), cum: z.number() })),
  edges: z.array(
    z.object({
      source: z.number().int(),
      target: z.number().int(),
      weight: z.number(),
      /** Goes over functions that are not among the nodes. */
      residual: z.boolean(),
    }),
  ),
  hiddenNodes: z.number().int(),
  hiddenFlat: z.number(),
  hiddenEdges: z.number().int(),
});
export type ProfileGraph = z.infer<typeof profileGraphSchema>;

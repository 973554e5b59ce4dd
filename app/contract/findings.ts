import { z } from 'zod';
import { failureSchema } from './failure';
import { frameSchema } from './frame';
import { languageSchema } from './language';
import { manifestSchema } from './manifest';

export const verdictSchema = z.enum(['confirmed', 'inconclusive', 'refuted']);
export type VerdictWord = z.infer<typeof verdictSchema>;

export const legNameSchema = z.enum(['allocation', 'time', 'memory']);
export type LegName = z.infer<typeof legNameSchema>;

/** What one leg says of one suspect. */
export const legSchema = z.object({
  /** supports: agrees that there is a leak; contradicts: says there is none; silent: missing. */
  stance: z.enum(['supports', 'contradicts', 'silent']),
  says: z.string(),
  /** Paths inside the session folder. */
  artefacts: z.array(z.string()),
});
export type Leg = z.infer<typeof legSchema>;

/** One step of the path from the root to the objects. `via` is how the parent refers to it. */
export const pathStepSchema = z.object({
  /** `[*]`, `["k"]`, `.field`, `.ptr`, `(closure).x`; empty for the root itself. */
  via: z.string(),
  /** Go type, or `unknown`. */
  type: z.string(),
  address: z.string().optional(),
  /** Objects of this step when it stands for several. */
  count: z.number().int().positive(),
});
export type PathStep = z.infer<typeof pathStepSchema>;

export const holderSchema = z.object({
  /** Named root: `main.cache`, or `local b of main.worker in goroutine 17`. */
  root: z.string(),
  rootKind: z.enum(['global', 'stack', 'special', 'other']),
  path: z.array(pathStepSchema),
  retainedBytes: z.number(),
  objects: z.number(),
  /** Part of the reachable heap, 0 to 1. */
  share: z.number(),
  /** False: other roots reach the objects as well; without this one they would not all be freed. */
  exclusive: z.boolean().default(true),
});
export type Holder = z.infer<typeof holderSchema>;

export const growthSchema = z.object({
  perSecond: z.number(),
  /** 95 % interval. */
  low: z.number(),
  high: z.number(),
  unit: z.enum(['bytes', 'goroutines']),
  /** The series it was computed from: seconds since the first sample, value. */
  samples: z.array(z.object({ atSeconds: z.number(), value: z.number() })),
  /** One-sided Mann–Kendall p value of "it rises". */
  p: z.number(),
});
export type Growth = z.infer<typeof growthSchema>;

export const joinSchema = z.object({
  between: z.tuple([legNameSchema, legNameSchema]),
  matched: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  says: z.string(),
});
export type Join = z.infer<typeof joinSchema>;

/** Several holders of one backing array, where each believes it owns its own. */
export const aliasingSchema = z.object({
  /** Arrays with more than one slice header into them. */
  arrays: z.number().int().nonnegative(),
  /** Slice headers that share an array with another. */
  headers: z.number().int().nonnegative(),
  says: z.string(),
  /** Two keys or indices of one shared array, as an example. */
  example: z.array(z.string()),
});
export type Aliasing = z.infer<typeof aliasingSchema>;

export const findingSchema = z.object({
  /** Stable within the document: `memory-leak-1`. */
  id: z.string(),
  kind: z.enum(['memory-leak', 'goroutine-leak']),
  verdict: verdictSchema,
  /** One sentence a manager can read. */
  sentence: z.string(),
  /** What follows in one or two sentences. */
  detail: z.string(),
  holder: holderSchema.optional(),
  allocation: z
    .object({
      /** First frame of the user's module. */
      function: z.string(),
      file: z.string(),
      line: z.number().int(),
      /** Leaf first. */
      stack: z.array(frameSchema),
      bytes: z.number(),
      /** Standard error of `bytes`: the profile records a sample of the allocations. */
      standardErrorBytes: z.number().optional(),
    })
    .optional(),
  growth: growthSchema.optional(),
  aliasing: aliasingSchema.optional(),
  goroutines: z
    .object({
      count: z.number().int(),
      createdBy: frameSchema,
      /** Function the goroutine runs. */
      function: z.string(),
      blockedOn: z.string(),
      blockedAt: frameSchema,
      /** Proven never to wake, by reachability. */
      provenStuck: z.number().int(),
      /** Up to 100 of them. */
      goids: z.array(z.number()),
    })
    .optional(),
  legs: z.object({ allocation: legSchema, time: legSchema, memory: legSchema }),
  joins: z.array(joinSchema),
  contradictions: z.array(z.string()),
  /** What is missing, and what would supply it. */
  missing: z.array(z.string()),
  remedy: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Looked suspicious and is not, with the reason. */
export const refutedSchema = z.object({
  kind: z.enum(['memory-leak', 'goroutine-leak']),
  subject: z.string(),
  reason: z.string(),
  legs: z.array(legNameSchema),
});
export type Refuted = z.infer<typeof refutedSchema>;

/** State of a leg over the whole session. */
export const legStateSchema = z.object({
  state: z.enum(['complete', 'partial', 'missing']),
  says: z.string(),
  failure: failureSchema.optional(),
});

/** The document `investigate --json` prints and `findings.json` holds. */
export const findingsSchema = z.object({
  format: z.literal(1),
  /** Of the sentences. */
  language: languageSchema.default('en'),
  verdict: verdictSchema,
  summary: z.string(),
  findings: z.array(findingSchema),
  refuted: z.array(refutedSchema),
  legs: z.object({ allocation: legStateSchema, time: legStateSchema, memory: legStateSchema }),
  /** Measured by the session: pause of the target, recording span and the like. */
  measures: z.object({
    recordedSeconds: z.number(),
    snapshotPauseMs: z.number().optional(),
    snapshotMs: z.number().optional(),
    copiedBytes: z.number().optional(),
    liveHeapBytes: z.number().optional(),
    graphObjects: z.number().optional(),
    /** |graph − runtime| / runtime of allocated bytes. */
    selfCheckError: z.number().optional(),
    traceSeconds: z.number().optional(),
    forcedCollections: z.number(),
  }),
  /** Why the investigation could not complete; what was captured before is judged all the same. */
  failure: failureSchema.optional(),
  session: manifestSchema,
  /** Where the session folder was when the document was written. */
  bundle: z.string().optional(),
});
export type Findings = z.infer<typeof findingsSchema>;

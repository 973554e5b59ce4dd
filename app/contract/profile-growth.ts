import { z } from 'zod';
import { frameSchema } from './frame';

/** What a value says about time; the words for each are in `app/domain/pprof/texts`. */
export const valueNatureSchema = z.enum(['gauge', 'counter', 'window', 'change', 'unknown']);

const slopeSchema = z.object({
  perSecond: z.number(),
  /** 95 % interval. */
  low: z.number(),
  high: z.number(),
});

/** One call stack over a series of profiles. */
export const growthRowSchema = z.object({
  /** First frame, from the leaf, of the user's own code; the leaf when none is. */
  site: frameSchema,
  isUser: z.boolean(),
  /** Leaf first. */
  frames: z.array(frameSchema),
  /** One per entry of `atSeconds`. */
  values: z.array(z.number()),
  /** Of the last value, from sampling; absent when the profile is not sampled or does not say how. */
  standardError: z.number().optional(),
  slope: slopeSchema,
  /** One-sided rank test of "it rises". */
  p: z.number(),
  /** p corrected for the number of stacks tested; absent when the stack moved too little to be tested. */
  q: z.number().optional(),
  grows: z.boolean(),
});
export type GrowthRow = z.infer<typeof growthRowSchema>;

/** Growth by call stack: those that grow first, then by slope. */
export const growthTableSchema = z.object({
  /** Kind of the profiles: `heap`. */
  profile: z.string(),
  type: z.string(),
  unit: z.string(),
  nature: valueNatureSchema,
  /** A counter: values are increases per second. */
  isRate: z.boolean(),
  /** Seconds since the recording, or its first profile, began. */
  atSeconds: z.array(z.number()),
  total: z.object({
    values: z.array(z.number()),
    standardErrors: z.array(z.number()).optional(),
  }),
  /** One sample stands for so many bytes, or nanoseconds, on average. */
  samplingPeriod: z.number().optional(),
  tested: z.number().int(),
  /** Profiles left out because the program was started anew after them. */
  beforeRestart: z.number().int(),
  /** Of all stacks; `rows` holds the first of them. */
  stacks: z.number().int(),
  rows: z.array(growthRowSchema),
  sampleTypes: z.array(z.object({ type: z.string(), unit: z.string() })),
});
export type GrowthTable = z.infer<typeof growthTableSchema>;

/** Where a profile is fetched from: an address, or a process that serves one. */
export const profileAddressSchema = z.object({
  /** `http://host:6060`, with or without a path; or a PID in digits. */
  address: z.string().min(1),
  /** Name as `runtime/pprof` has it, `cpu` besides; default: what the address names, else `heap`. */
  kind: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** File with a token, sent as `Authorization: Bearer`. */
  tokenFile: z.string().optional(),
  /** PEM of a certification authority of one's own. */
  caFile: z.string().optional(),
});
export type ProfileAddress = z.infer<typeof profileAddressSchema>;

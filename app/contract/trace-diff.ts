import { z } from 'zod';
import { frameSchema } from './frame';

/**
 * Units of what is compared. What piles up while a trace runs is per second of trace, so that traces
 * of different length compare: `ns/s` is nanoseconds a second.
 */
export const traceMetricUnitSchema = z.enum([
  'ns',
  'ns/s',
  'count',
  'count/s',
  'bytes',
  'bytes/s',
  /** Part of a whole, 0 to 1. */
  'share',
]);
export type TraceMetricUnit = z.infer<typeof traceMetricUnitSchema>;

/**
 * `changed`: differs, and neither way is better. `same`: the medians are less than a tenth apart, and no
 * difference is shown. `not-shown`: they are further apart, but the runs do not show that this is more
 * than chance. `unknown`: a side has no value.
 */
export const traceDiffVerdictSchema = z.enum([
  'better',
  'worse',
  'changed',
  'not-shown',
  'same',
  'unknown',
]);
export type TraceDiffVerdict = z.infer<typeof traceDiffVerdictSchema>;

/** One quantity, of the whole program or of one function, stack or kind of pause. */
export const traceDiffRowSchema = z.object({
  /** Name as gates spell it: `sched.p99`. */
  metric: z.string(),
  unit: traceMetricUnitSchema,
  /** Function, pause kind, or stack in words; absent for the whole program. */
  key: z.string().optional(),
  /** Wait reason or start function of a stack. */
  about: z.string().optional(),
  /** What a blocked goroutine waits for: `chan`, `select`, `sync` … */
  kind: z.string().optional(),
  /** Stack, leaf first, as the side with more of it has it; lines may differ on the other. */
  stack: z.array(frameSchema).optional(),
  /** Median over the runs of side A; absent when none has a value. */
  a: z.number().optional(),
  b: z.number().optional(),
  /** b − a. */
  delta: z.number().optional(),
  /** b / a; absent when a is 0 or absent. */
  ratio: z.number().optional(),
  /** Mann–Whitney, two-sided; absent when a side has fewer than five values or all are alike. */
  p: z.number().optional(),
  /**
   * p adjusted by Benjamini–Hochberg over its family: headline metrics, other metrics, or the rows of its metric
   * in a table. Absent for rows too small to be tested.
   */
  q: z.number().optional(),
  verdict: traceDiffVerdictSchema,
});
export type TraceDiffRow = z.infer<typeof traceDiffRowSchema>;

export const traceDiffRunSchema = z.object({
  file: z.string(),
  durationNs: z.number(),
  events: z.number(),
  /** What reading it complained about. */
  warnings: z.array(z.string()),
});
export type TraceDiffRun = z.infer<typeof traceDiffRunSchema>;

export const traceGateOutcomeSchema = z.object({
  /** As it was written: `sched.p99>+20%`. */
  gate: z.string(),
  metric: z.string(),
  /** `skipped`: nothing to judge, as no run has a value. */
  state: z.enum(['passed', 'failed', 'skipped']),
  /** One sentence with the figures. */
  says: z.string(),
  /** The row that decided. */
  row: traceDiffRowSchema.optional(),
  /** p adjusted by Benjamini–Hochberg over all that the gates ask; absent without a test. */
  q: z.number().optional(),
  /** The stack that the gate names, or that contributes most to what it names. */
  contributor: traceDiffRowSchema.optional(),
});
export type TraceGateOutcome = z.infer<typeof traceGateOutcomeSchema>;

/** Two sets of traces compared. */
export const traceDiffSchema = z.object({
  format: z.literal(1),
  a: z.array(traceDiffRunSchema),
  b: z.array(traceDiffRunSchema),
  /** Both sides have the five runs that the test needs; otherwise verdicts go by size alone. */
  tested: z.boolean(),
  /** The whole program. */
  metrics: z.array(traceDiffRowSchema),
  /** Stop-the-world ranges by kind. */
  pauses: z.array(traceDiffRowSchema),
  /** Scheduling latency by start function. */
  functions: z.array(traceDiffRowSchema),
  /** Time not spent running by reason and stack. */
  blocked: z.array(traceDiffRowSchema),
  /** Goroutines by creation stack. */
  goroutines: z.array(traceDiffRowSchema),
});
export type TraceDiff = z.infer<typeof traceDiffSchema>;

/** The document of `trivet trace diff --json`: the comparison and what its gates say. */
export const traceDiffDocumentSchema = traceDiffSchema.extend({
  gates: z.array(traceGateOutcomeSchema),
});
export type TraceDiffDocument = z.infer<typeof traceDiffDocumentSchema>;

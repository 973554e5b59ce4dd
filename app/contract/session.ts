import { z } from 'zod';
import { failureSchema } from './failure';
import { languageSchema } from './language';
import { metricsSampleSchema, stepNameSchema } from './manifest';

export const buildProfileSchema = z.enum(['released', 'readable', 'no-inlining', 'race']);
export type BuildProfileName = z.infer<typeof buildProfileSchema>;

/** Profiles that an investigation can record; heap and goroutine it always does. */
export const profileNameSchema = z.enum([
  'heap',
  'goroutine',
  'allocs',
  'cpu',
  'block',
  'mutex',
  'threadcreate',
  'goroutineleak',
]);
export type ProfileName = z.infer<typeof profileNameSchema>;

/** What an investigation is asked to do. Either `projectDir` or `pid` names the target program. */
export const investigationPlanSchema = z.object({
  projectDir: z.string().optional(),
  /** Import path or ./path of the command or, with `test`, of the tested package. */
  package: z.string().optional(),
  /** -test.run expression: investigate a test instead of the command. */
  test: z.string().optional(),
  /** Attach to this process instead of launching. */
  pid: z.number().int().positive().optional(),
  buildProfile: buildProfileSchema.default('released'),
  /** Length of the recording, seconds. */
  durationSeconds: z.number().min(4).max(86_400).default(24),
  /** Wait before the recording, seconds; undefined: until the program levels off or 8 s. */
  warmUpSeconds: z.number().min(0).max(3600).optional(),
  /** Window of the flight recorder, seconds; 0: it stays off. */
  flightSeconds: z.number().min(0).max(60).default(10),
  /**
   * Profiles besides heap and goroutine. Block and mutex cost the program a little at every wait, a CPU profile 1 % or
   * so; undefined: Go's leak profile where the program has it.
   */
  profiles: z.array(profileNameSchema).optional(),
  args: z.array(z.string()).default([]),
  /** Command that puts the target under load, split as a shell would, run without one. */
  load: z.string().optional(),
  /** Of the findings' sentences and of the report. */
  language: languageSchema.default('en'),
  /** Where the session folder is made; default: the user's data folder. */
  outDir: z.string().optional(),
});
export type InvestigationPlan = z.infer<typeof investigationPlanSchema>;
export type InvestigationPlanInput = z.input<typeof investigationPlanSchema>;

/** State of one step of the stepper. */
export const stepProgressSchema = z.object({
  step: stepNameSchema,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped', 'cancelled']),
  elapsedMs: z.number().nonnegative(),
  expectedMs: z.number().nonnegative().optional(),
  /** The exact command, to copy. */
  command: z.string().optional(),
  /** What it found or does now, one line. */
  note: z.string().optional(),
  /** Absolute path of what it made, to open. */
  artefact: z.string().optional(),
  failure: failureSchema.optional(),
});
export type StepProgress = z.infer<typeof stepProgressSchema>;

/** What the running trace told of one second; the last one may be shorter. Counts are of that second. */
export const traceSecondSchema = z.object({
  /** Wall clock at its end, ms since the epoch. */
  atMs: z.number(),
  /** Goroutines of the program; the runtime's own and the agent's are not counted. */
  created: z.number().int(),
  ended: z.number().int(),
  /** At its end. */
  alive: z.number().int(),
  /** 99th percentile of the time from runnable to running; 0 when nothing was scheduled. */
  schedLatencyP99Ms: z.number(),
  gcPauses: z.number().int(),
  gcPauseMaxMs: z.number(),
  /** In use at its end, garbage included; 0 before the trace has told. */
  heapBytes: z.number(),
  events: z.number().int(),
});
export type TraceSecond = z.infer<typeof traceSecondSchema>;

/** The flight recorder's window, written to the session folder. */
export const keptTraceSchema = z.object({
  /** Wall clock when it was asked for, ms since the epoch. */
  atMs: z.number(),
  /** Absolute. */
  path: z.string(),
  sizeBytes: z.number().int(),
  /** `stalled`: the program stopped working all of a sudden. */
  trigger: z.enum(['asked', 'stalled']),
});
export type KeptTrace = z.infer<typeof keptTraceSchema>;

/** Everything that happens during an investigation, in order. */
export const investigationEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), progress: stepProgressSchema }),
  z.object({ kind: z.literal('metrics'), sample: metricsSampleSchema }),
  z.object({ kind: z.literal('output'), source: z.enum(['build', 'target']), text: z.string() }),
  z.object({ kind: z.literal('profile'), atMs: z.number(), index: z.number().int() }),
  /** While the trace is recorded: a little after each second. */
  z.object({ kind: z.literal('trace'), second: traceSecondSchema }),
  z.object({ kind: z.literal('trace-window'), startMs: z.number(), endMs: z.number() }),
  z.object({
    kind: z.literal('flight'),
    state: z.enum(['running', 'unsupported']),
    /** Length of its window. */
    seconds: z.number().optional(),
    failure: failureSchema.optional(),
  }),
  z.object({ kind: z.literal('kept'), kept: keptTraceSchema }),
]);
export type InvestigationEvent = z.infer<typeof investigationEventSchema>;

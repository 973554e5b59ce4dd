import { z } from 'zod';
import { failureSchema } from './failure';

/** What a file of the session folder is. */
export const artefactKinds = [
  'program', // the executable that ran
  'heap-profile', // profile.proto, gzip, after a forced collection
  'goroutine-profile', // profile.proto, gzip
  'profile', // any other profile.proto; fact `profile` names it as runtime/pprof does
  'goroutine-text', // debug=2 text
  'goroutineleak-text', // debug=2 text of Go's leak profile: leaked goroutines are marked
  'metrics', // runtime/metrics samples, one JSON object a line
  'trace', // Go execution trace
  'heap-snapshot', // docs/formats.md
  'target-log', // what the target program printed
  'build-log',
] as const;

export const artefactSchema = z.object({
  /** Path inside the session folder, with forward slashes. */
  path: z.string(),
  kind: z.enum(artefactKinds),
  sizeBytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Wall clock when capture began and ended, ms since the epoch. */
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  /** A command a person can run to get the like. */
  command: z.string(),
  /** Facts measured with it, e.g. `pauseMs` of a snapshot. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
export type Artefact = z.infer<typeof artefactSchema>;

export const stepNames = [
  'build',
  'launch',
  'warm-up',
  'record',
  'snapshot',
  'analyse',
  'verdict',
] as const;
export const stepNameSchema = z.enum(stepNames);
export type StepName = z.infer<typeof stepNameSchema>;

/** The session folder's table of contents: all that analysis may read. */
export const manifestSchema = z.object({
  format: z.literal(1),
  trivet: z.string(),
  id: z.string(),
  createdAtMs: z.number(),
  target: z.object({
    /** `profile`: no program of ours, only profiles of a file or an address. */
    mode: z.enum(['launch', 'test', 'attach', 'profile']),
    /** Module path of the program, `command-line-arguments` when unknown. */
    module: z.string(),
    /** Import path of the main (or tested) package. */
    package: z.string(),
    /** Folder of the project on the machine that recorded. */
    projectDir: z.string(),
    args: z.array(z.string()),
    pid: z.number().int(),
    buildProfile: z.enum(['released', 'readable', 'no-inlining', 'race']).optional(),
    /** Source path prefix as compiled → path on disk, longest first. */
    pathMap: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
  }),
  tools: z.object({
    go: z.string().optional(),
    gdb: z.string().optional(),
    os: z.string(),
    kernel: z.string().optional(),
    cpus: z.number().int(),
    node: z.string(),
  }),
  /** Collections forced by us while recording: they change the program's behaviour a little. */
  forcedCollections: z.number().int().nonnegative(),
  /** The sampling period of the heap profile in bytes, if known. */
  memProfileRate: z.number().int().nonnegative().optional(),
  steps: z.array(
    z.object({
      name: stepNameSchema,
      startedAtMs: z.number(),
      elapsedMs: z.number(),
      command: z.string().optional(),
      failure: failureSchema.optional(),
      note: z.string().optional(),
    }),
  ),
  artefacts: z.array(artefactSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** One line of the metrics series. Bytes unless the name says otherwise. */
export const metricsSampleSchema = z.object({
  atMs: z.number(),
  heapLiveBytes: z.number(),
  heapObjectsBytes: z.number(),
  heapGoalBytes: z.number(),
  objects: z.number(),
  goroutines: z.number(),
  gcCycles: z.number(),
  forcedGcCycles: z.number(),
  /** Worst stop-the-world pause so far, ms (upper edge of its histogram bucket). */
  gcPauseMaxMs: z.number(),
  /** 99th percentile of scheduling latency so far, ms (upper edge of its histogram bucket). */
  schedLatencyP99Ms: z.number(),
  totalAllocBytes: z.number(),
});
export type MetricsSample = z.infer<typeof metricsSampleSchema>;

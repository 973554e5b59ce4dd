import { z } from 'zod';
import { frameSchema } from './frame';

/** What the table of goroutines can be sorted by, and shows. */
export const goroutineColumns = [
  'goid',
  'function',
  'state',
  'waitReason',
  'blockedAt',
  'waitingSince',
  'createdBy',
  'createdAt',
  'endedAt',
  'running',
  'runnable',
  'waiting',
  'syscall',
  'stuck',
  'sources',
] as const;
export type GoroutineColumn = (typeof goroutineColumns)[number];

/**
 * One arrangement of a bundle's goroutines. It is named by what it asks for: pages of it may be asked for at any time, also
 * of a worker that has been started anew.
 */
export const goroutineViewSchema = z.object({
  /** `created`: by the stack of the `go` statement; `state`: by what they wait for. */
  grouping: z.enum(['created', 'state', 'none']).default('none'),
  /** Within each group; default: by goid. */
  sorting: z
    .object({
      column: z.enum(goroutineColumns),
      direction: z.enum(['ascending', 'descending']),
    })
    .optional(),
  /** Words that must all occur in a row; `g17` and `17` mean that goroutine. */
  filter: z.string().max(1000).default(''),
  /** Also those that ended while the trace was recorded. */
  ended: z.boolean().default(false),
  /** Also the runtime's own, and the agent's. */
  system: z.boolean().default(false),
  /** Only those that run this function or were created by that one. */
  of: z.object({ function: z.string().optional(), createdBy: z.string().optional() }).optional(),
});
export type GoroutineView = z.infer<typeof goroutineViewSchema>;
export type GoroutineViewInput = z.input<typeof goroutineViewSchema>;

/** Goroutines that follow each other in the view; the groups follow each other as listed. */
export const goroutineGroupSchema = z.object({
  /** Unique in the view and the same in every arrangement. */
  key: z.string(),
  /** Wait reason or state; empty when grouped by creation. */
  label: z.string(),
  /** Stack of the `go` statement, leaf first; empty when creation was not seen, and by state. */
  stack: z.array(frameSchema),
  count: z.number().int(),
  /** Proven never to wake. */
  stuck: z.number().int(),
  ended: z.number().int(),
  /** What most of them wait for, or their state. */
  mostly: z.string(),
});
export type GoroutineGroup = z.infer<typeof goroutineGroupSchema>;

const seconds = z.number().optional();
const nanoseconds = z.number().optional();

/** A goroutine as the three legs know it, joined by goid. Times: seconds since the recording began. */
export const goroutineRowSchema = z.object({
  goid: z.number(),
  /** Function it runs. */
  function: z.string(),
  /** `running`, `runnable`, `syscall`, `waiting`, `ended`, … */
  state: z.string(),
  /** As the runtime words it; empty when it does not wait. */
  waitReason: z.string(),
  blockedAt: frameSchema.optional(),
  /** The `go` statement. */
  createdBy: frameSchema.optional(),
  /** Goroutine that ran it. */
  parent: z.number().optional(),
  /** Undefined when older than the trace. */
  createdAtSeconds: seconds,
  endedAtSeconds: seconds,
  waitingSinceSeconds: seconds,
  /** It waits since then or longer: it waited already when the trace began. */
  waitingLonger: z.boolean(),
  /** Time in each state while the trace was recorded; undefined when it does not know the goroutine. */
  runningNs: nanoseconds,
  runnableNs: nanoseconds,
  waitingNs: nanoseconds,
  syscallNs: nanoseconds,
  /** Proven by reachability never to wake. */
  provenStuck: z.boolean(),
  sources: z.array(z.enum(['profile', 'trace', 'memory'])),
});
export type GoroutineRow = z.infer<typeof goroutineRowSchema>;

/** All that is known of one goroutine. Stacks are leaf first; empty when unknown. */
export const goroutineDetailSchema = z.object({
  row: goroutineRowSchema,
  /** Where it stands now, by the leg that looked last. */
  stack: z.array(frameSchema),
  stackSource: z.enum(['profile', 'trace', 'memory']).optional(),
  /** Where it stopped last while the trace was recorded. */
  traceStack: z.array(frameSchema),
  /** Of the `go` statement. */
  creationStack: z.array(frameSchema),
  /** `chan 0xc000…`, by the memory leg. */
  waitsOn: z.string().optional(),
});
export type GoroutineDetail = z.infer<typeof goroutineDetailSchema>;

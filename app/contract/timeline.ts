import { z } from 'zod';
import { frameSchema } from './frame';
import { request } from './request';

/** Handle of an opened trace; valid until the window closes. */
const trace = z.string();
/** Nanoseconds since the first event of the trace. */
const ns = z.number();
const lane = z.number().int().nonnegative();
const floats = z.instanceof(Float64Array);
const failures = ['not-a-bundle', 'not-a-trace', 'trace-version', 'disk', 'cancelled'] as const;

/** States a lane can be in, in the order of the columns of densities. */
export const timelineStates = ['runnable', 'running', 'syscall', 'waiting'] as const;
export type TimelineState = (typeof timelineStates)[number];

const indexedLane = z.object({ lane, id: z.number() });

/** Goroutines made at one place that start with one function. */
export const timelineGroupSchema = z.object({
  group: z.number().int(),
  lane,
  /** Full name; empty when the trace does not tell. */
  function: z.string(),
  createdBy: frameSchema.optional(),
  /** Older than the trace. */
  existing: z.boolean(),
  /** The runtime's own. */
  system: z.boolean(),
  goroutines: z.number().int(),
  /** Of them, how many have not ended. */
  alive: z.number().int(),
});
export type TimelineGroup = z.infer<typeof timelineGroupSchema>;

export const timelineSummarySchema = z.object({
  trace,
  /** What is known reaches up to here. */
  endNs: ns,
  /** Part of the file that was read, 0 to 1; 1: all of it. */
  share: z.number(),
  goroutines: z.number().int(),
  spans: z.number(),
  /** Second of the recording at which the trace began; 0 for a trace by itself. */
  startSeconds: z.number(),
  /** When heap profiles were taken. */
  heapProfilesNs: z.array(ns),
  gcLane: lane,
  stwLane: lane,
  heapLane: lane,
  goalLane: lane,
  procs: z.array(indexedLane),
  threads: z.array(indexedLane),
  /** The runtime's own last; then most goroutines first. */
  groups: z.array(timelineGroupSchema),
  /** The trace could not be read to its end. */
  warning: z.string().optional(),
});
export type TimelineSummary = z.infer<typeof timelineSummarySchema>;

export const timelineGoroutineSchema = z.object({
  lane,
  goid: z.number(),
  function: z.string(),
  beginNs: ns,
  /** Undefined while it lives. */
  endNs: ns.optional(),
});
export type TimelineGoroutine = z.infer<typeof timelineGoroutineSchema>;

/**
 * What to draw of a lane. `spans`: every span that touches the range, whole. `density`: exact time
 * per state in buckets of equal width, bucket × 4. `values`: least and greatest in such buckets.
 */
export const timelineLaneSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('spans'),
    lane,
    begin: floats,
    end: floats,
    /** 1 to 4: index into `timelineStates` + 1. */
    state: z.instanceof(Uint8Array),
    /** goid on lanes of Ps and threads; 0: none. */
    goid: floats,
  }),
  z.object({
    kind: z.literal('density'),
    lane,
    from: ns,
    widthNs: z.number(),
    stateNs: z.instanceof(Float32Array),
  }),
  z.object({
    kind: z.literal('values'),
    lane,
    from: ns,
    widthNs: z.number(),
    least: floats,
    greatest: floats,
  }),
]);
export type TimelineLane = z.infer<typeof timelineLaneSchema>;

export const timelineEventKinds = ['gc', 'stw', 'run', 'block', 'wake', 'end'] as const;
export type TimelineEventKind = (typeof timelineEventKinds)[number];

/** A place on the timeline that was looked for. */
export const timelinePlaceSchema = z.object({
  lane,
  beginNs: ns,
  endNs: ns,
  /** Of a goroutine's lane. */
  goid: z.number().optional(),
  group: z.number().int().optional(),
  /** Its row in the pages of its group, and in those of all goroutines. */
  row: z.number().int().optional(),
  rowOfAll: z.number().int().optional(),
});
export type TimelinePlace = z.infer<typeof timelinePlaceSchema>;

const placeReply = z.object({
  place: timelinePlaceSchema.optional(),
  /** Undefined: all was searched. Else the search gave up here, to answer in time. */
  searchedToNs: ns.optional(),
});

export const timelineArrowSchema = z.object({
  kind: z.enum(['create', 'wake']),
  /** goid of who did it, and to whom. */
  by: z.number(),
  goid: z.number(),
  atNs: ns,
});
export type TimelineArrow = z.infer<typeof timelineArrowSchema>;

export const timelineDetailSchema = z.object({
  lane,
  beginNs: ns,
  endNs: ns,
  state: z.enum(timelineStates),
  /** Why it waits, or stopped; kind of a stop of the world. */
  reason: z.string(),
  /** Where it got into this state; leaf first. */
  stack: z.array(frameSchema),
  goid: z.number().optional(),
  /** P while it runs. */
  proc: z.number().int().optional(),
  /** Who woke or created it. */
  by: z.number().optional(),
  function: z.string(),
  createdBy: frameSchema.optional(),
});
export type TimelineDetail = z.infer<typeof timelineDetailSchema>;

/** Requests about the timeline of an execution trace. */
export const timelineRequests = {
  /** Asks by a dialog of the system for a trace file; `cancelled` when the person closed it. */
  'trace.choose': request({ input: z.object({}), output: timelineSummarySchema, failures }),
  /**
   * Opens the trace of a bundle, or a file. Answers as soon as there is something to draw; the rest
   * streams in: `trace.advanced` tells, and asking again gives the state of now.
   */
  'trace.open': request({
    input: z.object({ bundle: z.string().optional(), path: z.string().optional() }),
    output: timelineSummarySchema,
    failures,
  }),
  /** A page of the goroutines of a group, or of all (no group), in the order of their creation. */
  'trace.goroutines': request({
    input: z.object({
      trace,
      group: z.number().int().optional(),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().positive().max(1000),
    }),
    output: z.object({ total: z.number().int(), rows: z.array(timelineGoroutineSchema) }),
    failures,
  }),
  'trace.spans': request({
    input: z.object({
      trace,
      lanes: z.array(lane).max(512),
      fromNs: ns.nonnegative(),
      toNs: ns.nonnegative(),
      pixels: z.number().int().positive().max(16384),
    }),
    output: z.object({ endNs: ns, lanes: z.array(timelineLaneSchema) }),
    failures,
  }),
  /** Text: a goroutine id (`G17`), part of a function's name, or of a reason. */
  'trace.find': request({
    input: z.object({ trace, text: z.string().min(1), afterNs: ns }),
    output: placeReply,
    failures,
  }),
  /** The next event of a kind: on its lane, or for `gc` and `stw` anywhere. */
  'trace.next': request({
    input: z.object({
      trace,
      kind: z.enum(timelineEventKinds),
      lane: lane.optional(),
      afterNs: ns,
    }),
    output: placeReply,
    failures,
  }),
  /** Creations and wake-ups between goroutines whose lanes are shown; of one, or of all. */
  'trace.arrows': request({
    input: z.object({
      trace,
      goid: z.number().optional(),
      lanes: z.array(lane).max(512),
      fromNs: ns.nonnegative(),
      toNs: ns.nonnegative(),
      limit: z.number().int().positive().max(2000),
    }),
    output: z.object({ arrows: z.array(timelineArrowSchema), notShown: z.number().int() }),
    failures,
  }),
  /** The span of a lane at a moment, with its stack; none where the lane is empty. */
  'trace.at': request({
    input: z.object({ trace, lane, atNs: ns }),
    output: z.object({ detail: timelineDetailSchema.optional() }),
    failures,
  }),
  /** Where a goroutine's lane is. */
  'trace.goroutine': request({
    input: z.object({ trace, goid: z.number() }),
    output: z.object({ place: timelinePlaceSchema.optional() }),
    failures,
  }),
  /** Of these lanes of goroutines, those that never had the function on a stack that was told. */
  'trace.never-ran': request({
    input: z.object({ trace, function: z.string(), lanes: z.array(lane).max(512) }),
    output: z.object({ lanes: z.array(lane) }),
    failures,
  }),
} as const;

export const timelineEvents = {
  /** More of a trace is known, or all (share 1). */
  'trace.advanced': z.object({ trace, endNs: ns, share: z.number() }),
} as const;

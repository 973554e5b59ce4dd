import { z } from 'zod';
import { frameSchema } from './frame';
import { request } from './request';
import { tracePathSchema } from './trace-path';
import { traceStatsSchema } from './trace-stats';

/** Handle of an opened trace: `trace.open` gives it. */
const trace = z.string();
/** Nanoseconds since the first event of the trace. */
const ns = z.number().nonnegative();
/** Of a stack: the frame to show where there is room for one; absent when there is no stack. */
const place = frameSchema.optional();
const failures = ['not-a-trace', 'trace-version', 'disk', 'cancelled'] as const;

/** A stretch of the trace. A side is absent where the trace does not reach. */
const stretch = { beginNs: ns.optional(), endNs: ns.optional() };

const collectionSchema = z.object({
  ...stretch,
  /** Bytes of live heap when all was marked. */
  floorBytes: z.number().nonnegative().optional(),
});
export type TraceCollection = z.infer<typeof collectionSchema>;

const stopSchema = z.object({ ...stretch, kind: z.string() });
export type TraceStop = z.infer<typeof stopSchema>;

const annotationSchema = z.object({
  what: z.enum(['task', 'region']),
  name: z.string(),
  /** Of the task, or of the task a region is part of; 0: none. */
  task: z.number(),
  /** Goroutine that began it, or ran it; absent when that was not seen. */
  goid: z.number().optional(),
  ...stretch,
});
export type TraceAnnotation = z.infer<typeof annotationSchema>;

/** All that one pass over a trace tells, as a person looks through it. Lists are bounded; `stats` counts everything. */
export const traceSummarySchema = z.object({
  /** As `trivet trace stats --json` prints it, with more functions and pairs of wakes. */
  stats: traceStatsSchema,
  /** By row of `stats.wakes`. */
  wakePlaces: z.array(z.object({ waker: place, woken: place })),
  /** By row of `stats.blocking[].top`, all kinds one after the other. */
  waitPlaces: z.array(z.object({ place })),
  /** Ps at work over time: how many ran goroutines, and how many of them the collector's work; equal parts of `widthNs`. */
  busy: z.object({ widthNs: ns, running: z.array(ns), collecting: z.array(ns) }),
  /** In order of time; the longest, where there are more than 2,000. */
  collections: z.array(collectionSchema),
  stops: z.array(stopSchema),
  /** In order of time; the longest tasks and the longest regions of each name, 1,000 of each at most. */
  annotations: z.array(annotationSchema),
});
export type TraceSummaryDocument = z.infer<typeof traceSummarySchema>;

/** What the critical path is asked for. */
export const tracePathOfSchema = z.union([
  z.object({ task: z.number() }),
  z.object({ goid: z.number().optional(), fromNs: ns, toNs: ns.optional() }),
]);
export type TracePathOf = z.infer<typeof tracePathOfSchema>;

export const tracePathViewSchema = tracePathSchema.extend({
  /** By segment. */
  places: z.array(z.object({ place })),
  /** Shorter segments that are left out; their time is in `timeIn`. */
  omitted: z.number().int().nonnegative(),
  /** What of the trace could not be read. */
  warning: z.string().optional(),
});
export type TracePathView = z.infer<typeof tracePathViewSchema>;

/** Requests about a trace as a whole. Each reads the trace once, which `trace.summarising` tells of. */
export const traceSummaryRequests = {
  'trace.summary': request({ input: z.object({ trace }), output: traceSummarySchema, failures }),
  'trace.path': request({
    input: z.object({ trace, of: tracePathOfSchema }),
    output: tracePathViewSchema,
    failures: [...failures, 'usage'],
  }),
  /** Ends the reading under way: what was asked answers `cancelled`. */
  'trace.stop-summary': request({ input: z.object({}), output: z.object({}), failures: [] }),
} as const;

export const traceSummaryEvents = {
  /** How much of a trace was read for a summary or a path, 0 to 1. */
  'trace.summarising': z.object({ trace, share: z.number() }),
} as const;

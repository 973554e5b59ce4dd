import { z } from 'zod';
import { frameSchema } from './frame';

/** Nanoseconds. */
const ns = z.number().nonnegative();
const count = z.number().int().nonnegative();
/** Part of a whole, 0 to 1. */
const share = z.number().min(0).max(1);
/** Leaf first. */
const stackSchema = z.array(frameSchema);

/** Quantiles are to the middle of a bucket, off by at most 1/32. */
const distributionSchema = z.object({
  count,
  totalNs: ns,
  p50Ns: ns,
  p90Ns: ns,
  p99Ns: ns,
  maxNs: ns,
});
export type DistributionStats = z.infer<typeof distributionSchema>;

/** Counts by length, shortest first, without the empty ones: 16 equal buckets for each power of two, of 1 ns below 32 ns. */
const latencyBucketsSchema = z.array(z.object({ fromNs: ns, count }));

/** In order of time, thinned to a bounded number of points that keeps lows and highs. */
const heapSeriesSchema = z.array(z.object({ atNs: ns, bytes: count }));

/** Goroutines with one `go` statement and start function. */
export const goroutineGroupStatsSchema = z.object({
  /** Empty when the trace does not tell. */
  startFunction: z.string(),
  /** Of the `go` statement; empty when it was before the trace. */
  creationStack: stackSchema,
  /** Alive when the trace began. */
  existing: count,
  created: count,
  ended: count,
  /** Alive when the trace stopped. */
  alive: count,
  /** The runtime's own. */
  system: z.boolean(),
  /** Where the living are, most first. */
  places: z.array(
    z.object({
      state: z.enum(['undetermined', 'runnable', 'running', 'syscall', 'waiting', 'ended']),
      reason: z.string(),
      stack: stackSchema,
      count,
    }),
  ),
});
export type GoroutineGroupStats = z.infer<typeof goroutineGroupStatsSchema>;

/** Waits of one reason at one place. */
const waitStatsSchema = z.object({
  /** As the runtime says it; empty when it says none: coroutines, and waits older than the trace. */
  reason: z.string(),
  stack: stackSchema,
  waits: count,
  totalNs: ns,
  maxNs: ns,
  /** Of `waits`: still going on when the trace stopped. */
  openWaits: count,
});

const namedDurationsSchema = distributionSchema.extend({
  name: z.string(),
  begun: count,
  ended: count,
});

/** What `trivet trace stats --json` writes. */
export const traceStatsSchema = z.object({
  format: z.literal(1),
  /** Version of the trace format: Go 1.24 writes 1.23, Go 1.27 writes 1.26. */
  traceVersion: z.enum(['1.22', '1.23', '1.25', '1.26']),
  generations: count,
  durationNs: ns,
  events: count,
  /** Events by type of the trace format. */
  kinds: z.record(z.string(), count),
  procs: count,
  threads: count,
  cpuSamples: count,
  /** Equal parts of the trace, by which counts over time are told; the last may reach beyond its end. */
  buckets: z.object({ count, widthNs: ns }),
  goroutines: z.object({
    existing: count,
    created: count,
    ended: count,
    alive: count,
    /** Groups of the program with living members created within the trace, most first; at most 20. */
    neverEnded: z.array(
      goroutineGroupStatsSchema.extend({
        /** By time bucket, see `buckets`. */
        overTime: z.object({
          created: z.array(count),
          ended: z.array(count),
          /** At the end of each bucket. */
          alive: z.array(count),
        }),
      }),
    ),
  }),
  schedulingLatency: distributionSchema.extend({
    buckets: latencyBucketsSchema,
    /** Most time in all first; at most 20. */
    byFunction: z.array(
      distributionSchema.extend({ function: z.string(), buckets: latencyBucketsSchema }),
    ),
  }),
  /** Most time in all first. */
  blocking: z.array(
    z.object({
      kind: z.enum(['chan', 'select', 'sync', 'network', 'syscall', 'sleep', 'gc', 'other']),
      waits: count,
      totalNs: ns,
      maxNs: ns,
      openWaits: count,
      /** Most time in all first; at most 10. */
      top: z.array(waitStatsSchema),
    }),
  ),
  /** Who ended whose waits: most waiting in all first; at most 20. */
  wakes: z.array(
    z.object({
      /** Empty: a timer, the network or a coroutine switch, which has no stack. */
      waker: stackSchema,
      woken: stackSchema,
      reason: z.string(),
      wakes: count,
      /** Waited until then. */
      totalNs: ns,
      maxNs: ns,
    }),
  ),
  gc: z.object({
    cycles: count,
    /** Time of mark workers and assists, of all the time of the Ps. */
    cpuShare: share,
    dedicatedNs: ns,
    fractionalNs: ns,
    idleNs: ns,
    assists: distributionSchema,
    sweeps: count,
    sweepNs: ns,
    sweptBytes: count,
    reclaimedBytes: count,
    /** Stops of the world, also those that are not the collector's. */
    stops: distributionSchema.extend({
      byKind: z.array(distributionSchema.extend({ kind: z.string() })),
    }),
  }),
  heap: z.object({
    /** Live bytes after the first and after the last collection of the trace. */
    firstFloorBytes: count.optional(),
    lastFloorBytes: count.optional(),
    /** Trend over all collections; absent with fewer than three. */
    floorBytesPerSecond: z.number().optional(),
    /** Most bytes in use, garbage included. */
    peakBytes: count.optional(),
    /** Live bytes after each collection. */
    floor: heapSeriesSchema,
    /** Size at which the next collection is to end. */
    goal: heapSeriesSchema,
    /** Bytes in use, garbage included. */
    inUse: heapSeriesSchema,
  }),
  utilisation: z.object({
    /** GOMAXPROCS × duration. */
    capacityNs: ns,
    runningNs: ns,
    share,
    /** The world stood still, times GOMAXPROCS. */
    stoppedNs: ns,
  }),
  /** Minimum mutator utilisation by window, short ones first. */
  mmu: z.array(z.object({ windowNs: ns, utilisation: share })),
  tasks: z.object({ begun: count, ended: count, byName: z.array(namedDurationsSchema) }),
  regions: z.object({ begun: count, ended: count, byName: z.array(namedDurationsSchema) }),
  logs: count,
  /** What could not be read, and why. */
  warnings: z.array(z.string()),
});
export type TraceStats = z.infer<typeof traceStatsSchema>;

/** What `trivet trace goroutines --json` writes. */
export const traceGoroutinesSchema = z.object({
  format: z.literal(1),
  durationNs: ns,
  groups: z.array(
    goroutineGroupStatsSchema.extend({
      goroutines: z.array(
        z.object({
          goid: count,
          state: z.enum(['undetermined', 'runnable', 'running', 'syscall', 'waiting', 'ended']),
          /** Why it waits; empty when it does not. */
          reason: z.string(),
          /** Where it stopped last. */
          stack: stackSchema,
          /** Goroutine that started it. */
          parent: count.optional(),
          /** Since the trace began; absent: before. */
          createdNs: ns.optional(),
          endedNs: ns.optional(),
          /** When the last state began. */
          sinceNs: ns,
          runningNs: ns,
          runnableNs: ns,
          waitingNs: ns,
          syscallNs: ns,
        }),
      ),
      /** Members that are not listed. */
      omitted: count,
    }),
  ),
  warnings: z.array(z.string()),
});
export type TraceGoroutines = z.infer<typeof traceGoroutinesSchema>;

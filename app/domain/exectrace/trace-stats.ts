import type {
  DistributionStats,
  GoroutineGroupStats,
  TraceStats,
} from '../../contract/trace-stats';
import { HistogramRecorder, lowerBoundOf, quantileOf, type Histogram } from '../stats/histogram';
import { getStack } from './analysis-access';
import { isAgentStart } from './analysis/function-flags';
import type { NamedDurations } from './annotation-analysis';
import { eventNames } from './event-type';
import { blockingKinds } from './time-analysis';
import type { GoroutineGroup, Samples, TraceAnalysis } from './trace-analysis';
import { formatTraceWarning } from './trace-error';
import { isAgentStack } from './trace-profile';

const topGroups = 20;
const topWaits = 10;

/** Rows of the longer lists. */
export interface StatsLimits {
  readonly functions: number;
  readonly wakes: number;
}

/** The summary of a trace: plain data, the agent's goroutines left out. */
export function computeTraceStats(
  trace: TraceAnalysis,
  limits: StatsLimits = { functions: 20, wakes: 20 },
): TraceStats {
  const { latency, user, tasks, regions, utilisation } = trace;
  return {
    format: 1,
    traceVersion: `1.${trace.version}`,
    generations: trace.generations,
    durationNs: trace.duration,
    events: trace.events,
    kinds: Object.fromEntries(
      [...trace.eventsByType].flatMap((count, type) =>
        count === 0 ? [] : [[eventNames[type] ?? String(type), count] as const],
      ),
    ),
    procs: trace.procs,
    threads: trace.threads,
    cpuSamples: trace.cpuSamples,
    buckets: { count: trace.buckets.count, widthNs: trace.buckets.width },
    goroutines: goroutinesOf(trace),
    schedulingLatency: {
      ...distributionOf(latency.all),
      buckets: bucketsOf(latency.all),
      byFunction: latency.byFunction
        .filter((row) => !isAgentStart(row.function))
        .slice(0, limits.functions)
        .map((row) => ({
          function: row.function,
          ...distributionOf(row.histogram),
          buckets: bucketsOf(row.histogram),
        })),
    },
    blocking: blockingOf(trace),
    wakes: wakesOf(trace, limits.wakes),
    gc: gcOf(trace),
    heap: heapOf(trace),
    utilisation: {
      capacityNs: utilisation.capacityNs,
      runningNs: utilisation.runningNs,
      share: shareOf(utilisation.runningNs, utilisation.capacityNs),
      stoppedNs: utilisation.stoppedNs,
    },
    mmu: Array.from(trace.mmu.windowNs, (windowNs, i) => ({
      windowNs,
      utilisation: trace.mmu.utilisation[i]!,
    })),
    tasks: { begun: user.tasksBegun, ended: user.tasksEnded, byName: tasks.byName.map(namedOf) },
    regions: {
      begun: user.regionsBegun,
      ended: user.regionsEnded,
      byName: regions.byName.map(namedOf),
    },
    logs: user.logs,
    warnings: trace.warnings.map(formatTraceWarning),
  };
}

/** What the JSON documents say of a group. */
export function describeGroup(group: GoroutineGroup): GoroutineGroupStats {
  const { startFunction, creationStack, existing, created, ended, alive, system } = group;
  const places = group.blocked.map((place) => ({ ...place, stack: [...place.stack] }));
  const stack = [...creationStack];
  return { startFunction, creationStack: stack, existing, created, ended, alive, system, places };
}

function goroutinesOf({ groups, buckets }: TraceAnalysis): TraceStats['goroutines'] {
  const ours = groups.filter((group) => !group.agent);
  const sum = (value: (group: GoroutineGroup) => number) =>
    ours.reduce((total, group) => total + value(group), 0);
  const neverEnded = ours
    .filter((group) => !group.system && group.created > 0 && group.alive > 0)
    .slice(0, topGroups);
  return {
    existing: sum((group) => group.existing),
    created: sum((group) => group.created),
    ended: sum((group) => group.ended),
    alive: sum((group) => group.alive),
    neverEnded: neverEnded.map((group) => ({
      ...describeGroup(group),
      overTime: {
        created: [...group.createdIn.subarray(0, buckets.count)],
        ended: [...group.endedIn.subarray(0, buckets.count)],
        alive: [...group.aliveAt.subarray(0, buckets.count)],
      },
    })),
  };
}

function blockingOf({ blocking, stacks }: TraceAnalysis): TraceStats['blocking'] {
  const rows = Array.from({ length: blocking.count }, (_, row) => row)
    .filter((row) => !isAgentStack(stacks, blocking.stack[row]!))
    .sort((a, b) => blocking.totalNs[b]! - blocking.totalNs[a]!);
  return blockingKinds
    .map((kind, code) => {
      const own = rows.filter((row) => blocking.kind[row] === code);
      const sum = (column: Float64Array) => own.reduce((total, row) => total + column[row]!, 0);
      return {
        kind,
        waits: sum(blocking.waits),
        totalNs: sum(blocking.totalNs),
        maxNs: own.reduce((high, row) => Math.max(high, blocking.maxNs[row]!), 0),
        openWaits: sum(blocking.openWaits),
        top: own.slice(0, topWaits).map((row) => ({
          reason: blocking.reasons[blocking.reason[row]!] ?? '',
          stack: [...getStack(stacks, blocking.stack[row]!)],
          waits: blocking.waits[row]!,
          totalNs: blocking.totalNs[row]!,
          maxNs: blocking.maxNs[row]!,
          openWaits: blocking.openWaits[row]!,
        })),
      };
    })
    .filter(({ waits }) => waits > 0)
    .sort((a, b) => b.totalNs - a.totalNs);
}

function wakesOf({ wakes, blocking, stacks }: TraceAnalysis, limit: number): TraceStats['wakes'] {
  return Array.from({ length: wakes.count }, (_, row) => row)
    .filter((row) => !isAgentStack(stacks, blocking.stack[wakes.wait[row]!]!))
    .sort((a, b) => wakes.totalNs[b]! - wakes.totalNs[a]!)
    .slice(0, limit)
    .map((row) => ({
      waker: [...getStack(stacks, wakes.wakerStack[row]!)],
      woken: [...getStack(stacks, blocking.stack[wakes.wait[row]!]!)],
      reason: blocking.reasons[blocking.reason[wakes.wait[row]!]!] ?? '',
      wakes: wakes.wakes[row]!,
      totalNs: wakes.totalNs[row]!,
      maxNs: wakes.maxNs[row]!,
    }));
}

function gcOf({ gc, gcWork, stw, utilisation }: TraceAnalysis): TraceStats['gc'] {
  const { gcWorkerNs, gcIdleNs, gcAssistNs, capacityNs } = utilisation;
  const all = new HistogramRecorder();
  const byKind = stw.kinds.map(() => new HistogramRecorder());
  for (let row = 0; row < stw.count; row++) {
    const stopped = stw.end[row]! - stw.begin[row]!;
    if (Number.isNaN(stopped)) continue;
    all.add(stopped);
    byKind[stw.kind[row]!]!.add(stopped);
  }
  return {
    cycles: gc.count,
    cpuShare: shareOf(gcWorkerNs + gcIdleNs + gcAssistNs, capacityNs),
    dedicatedNs: gcWork.dedicatedNs,
    fractionalNs: gcWork.fractionalNs,
    idleNs: gcIdleNs,
    assists: distributionOf(gcWork.assists),
    sweeps: gcWork.sweeps,
    sweepNs: utilisation.sweepNs,
    sweptBytes: gcWork.sweptBytes,
    reclaimedBytes: gcWork.reclaimedBytes,
    stops: {
      ...distributionOf(all),
      byKind: byKind
        .map((histogram, i) => ({ kind: stw.kinds[i]!, ...distributionOf(histogram) }))
        .sort((a, b) => b.totalNs - a.totalNs),
    },
  };
}

function heapOf({ heap }: TraceAnalysis): TraceStats['heap'] {
  const { floor, goal, alloc, floorBytesPerSecond } = heap;
  const peakBytes = alloc.value.reduce((high, value) => Math.max(high, value), 0);
  return {
    ...(floor.value.length === 0
      ? {}
      : { firstFloorBytes: floor.value[0]!, lastFloorBytes: floor.value[floor.value.length - 1]! }),
    ...(floorBytesPerSecond === undefined ? {} : { floorBytesPerSecond }),
    ...(alloc.value.length === 0 ? {} : { peakBytes }),
    floor: seriesOf(floor),
    goal: seriesOf(goal),
    inUse: seriesOf(alloc),
  };
}

const seriesOf = ({ at, value }: Samples): TraceStats['heap']['floor'] =>
  Array.from(at, (atNs, i) => ({ atNs, bytes: value[i]! }));

const bucketsOf = ({ counts }: Histogram): TraceStats['schedulingLatency']['buckets'] =>
  Array.from(counts).flatMap((count, bucket) =>
    count === 0 ? [] : [{ fromNs: lowerBoundOf(bucket), count }],
  );

const namedOf = ({ name, begun, ended, durations }: NamedDurations) => ({
  name,
  begun,
  ended,
  ...distributionOf(durations),
});

const distributionOf = (histogram: Histogram): DistributionStats => ({
  count: histogram.total,
  totalNs: histogram.sum,
  p50Ns: quantileOf(histogram, 0.5),
  p90Ns: quantileOf(histogram, 0.9),
  p99Ns: quantileOf(histogram, 0.99),
  maxNs: histogram.max,
});

const shareOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;

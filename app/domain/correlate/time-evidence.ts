import type { MetricsSample } from '../../contract/manifest';
import type { GoroutineGroup, TraceAnalysis } from '../exectrace/trace-analysis';
import { formatTraceWarning } from '../exectrace/trace-error';
import type { Series, TimeEvidence, TraceGroup } from '../verdict/evidence';
import { placeKey } from '../verdict/places';
import { findWaitFrame } from './goroutine-groups';
import { isGoWrapper } from './user-module';

/** What the trace and the metrics series say, in the verdict's terms. */
export function computeTimeEvidence(
  trace: TraceAnalysis,
  metrics: readonly MetricsSample[],
  isUserFunction: (name: string) => boolean,
): TimeEvidence {
  const { at, value } = trace.heap.floor;
  return {
    seconds: trace.duration / 1e9,
    groups: mergeByCreation(trace.groups, isUserFunction),
    floor: { atSeconds: Array.from(at, (ns) => ns / 1e9), values: Array.from(value) },
    live: computeLiveHeap(metrics),
    warnings: trace.warnings.map(formatTraceWarning),
  };
}

/** Live heap by time; samples that saw no new collection repeat the last figure and are left out. */
export function computeLiveHeap(metrics: readonly MetricsSample[]): Series {
  const start = metrics[0]?.atMs ?? 0;
  const fresh = metrics.filter(
    (sample, i) => sample.heapLiveBytes > 0 && sample.gcCycles !== metrics[i - 1]?.gcCycles,
  );
  return {
    atSeconds: fresh.map((sample) => (sample.atMs - start) / 1000),
    values: fresh.map((sample) => sample.heapLiveBytes),
  };
}

/** One group a `go` statement: a creation line reached by several stacks is still one leak. */
function mergeByCreation(
  groups: readonly GoroutineGroup[],
  isUserFunction: (name: string) => boolean,
): TraceGroup[] {
  const merged = new Map<string, TraceGroup & { goids: number[] }>();
  groups.forEach((group, i) => {
    if (group.agent || group.system) return;
    const place = group.blocked.find((blocked) => blocked.state === 'waiting') ?? group.blocked[0];
    const key = group.createdBy ? placeKey(group.createdBy) : `before ${i}`;
    const before = merged.get(key);
    const start =
      isGoWrapper(group.startFunction) && place
        ? (place.stack[place.stack.length - 2]?.function ?? group.startFunction)
        : group.startFunction;
    merged.set(key, {
      function: before?.function ?? start,
      createdBy: group.createdBy,
      blockedAt: before?.blockedAt ?? (place && findWaitFrame(place.stack, isUserFunction)),
      reason: before?.reason || (place?.reason ?? ''),
      created: (before?.created ?? 0) + group.created,
      ended: (before?.ended ?? 0) + group.ended,
      alive: (before?.alive ?? 0) + group.alive,
      goids: [...(before?.goids ?? []), ...group.goids],
    });
  });
  return adopt([...merged.values()]);
}

/** Goroutines older than the trace tell no creator; those that run and wait like a known group belong to it. */
function adopt(groups: readonly (TraceGroup & { goids: number[] })[]): TraceGroup[] {
  const known = groups.filter((group) => group.createdBy !== undefined);
  const strangers: TraceGroup[] = [];
  for (const group of groups) {
    if (group.createdBy) continue;
    const at = group.blockedAt && placeKey(group.blockedAt);
    const i = known.findIndex(
      ({ function: name, blockedAt }) =>
        name === group.function && at !== undefined && blockedAt && placeKey(blockedAt) === at,
    );
    const own = known[i];
    if (!own) strangers.push(group);
    else {
      known[i] = {
        ...own,
        ended: own.ended + group.ended,
        alive: own.alive + group.alive,
        goids: [...own.goids, ...group.goids],
      };
    }
  }
  return [...known, ...strangers];
}

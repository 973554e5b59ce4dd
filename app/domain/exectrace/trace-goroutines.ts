import type { TraceGoroutines } from '../../contract/trace-stats';
import { getGoroutine } from './analysis-access';
import type { Goroutine, TraceAnalysis } from './trace-analysis';
import { formatTraceWarning } from './trace-error';
import { describeGroup } from './trace-stats';

/** Goroutines listed of a group: the oldest of the living, then of the ended. */
const listedPerGroup = 1000;

/** Goroutines by creation stack and start function, most living first; the agent's are left out. */
export function computeTraceGoroutines(
  trace: TraceAnalysis,
  { aliveOnly = false }: { readonly aliveOnly?: boolean } = {},
): TraceGoroutines {
  const rows = trace.groups.map((): number[] => []);
  const { goroutines } = trace;
  for (let row = 0; row < goroutines.count; row++) {
    if (aliveOnly && !Number.isNaN(goroutines.endedAt[row]!)) continue;
    rows[goroutines.group[row]!]?.push(row);
  }
  const groups = trace.groups.flatMap((group, i) => {
    if (group.agent || (aliveOnly && group.alive === 0)) return [];
    const own = rows[i]!.sort((a, b) => order(trace, a) - order(trace, b));
    const members = group.existing + group.created;
    const listed = own.slice(0, listedPerGroup);
    return [
      {
        ...describeGroup(group),
        goroutines: listed.map((row) => describe(getGoroutine(trace, row)!)),
        omitted: (aliveOnly ? group.alive : members) - listed.length,
      },
    ];
  });
  const warnings = trace.warnings.map(formatTraceWarning);
  return { format: 1, durationNs: trace.duration, groups, warnings };
}

/** Living before ended, then by id. */
const order = ({ goroutines }: TraceAnalysis, row: number): number =>
  goroutines.goid[row]! + (Number.isNaN(goroutines.endedAt[row]!) ? 0 : Number.MAX_SAFE_INTEGER);

const describe = (goroutine: Goroutine) => {
  const { goid, parent, createdAt, endedAt, timeIn } = goroutine;
  return {
    goid,
    state: goroutine.lastState,
    reason: goroutine.lastReason,
    stack: [...goroutine.lastStack],
    ...(parent === undefined ? {} : { parent }),
    ...(createdAt === undefined ? {} : { createdNs: createdAt }),
    ...(endedAt === undefined ? {} : { endedNs: endedAt }),
    sinceNs: goroutine.lastSince,
    runningNs: timeIn.running,
    runnableNs: timeIn.runnable,
    waitingNs: timeIn.waiting,
    syscallNs: timeIn.syscall,
  };
};

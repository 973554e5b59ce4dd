import type { Frame } from '../../contract/frame';
import type { DurationNs, GoroutineId, TraceNs } from '../../contract/units';
import {
  goroutineFlags,
  goroutineStates,
  type ClockSnapshot,
  type Goroutine,
  type GoroutineState,
  type StackTable,
  type TraceAnalysis,
} from './trace-analysis';

/** Frames of a stack, leaf first; none for stack 0. */
export function getStack(stacks: StackTable, stack: number): readonly Frame[] {
  const frames: Frame[] = [];
  const end = stacks.offsets[stack + 1] ?? 0;
  for (let at = stacks.offsets[stack] ?? end; at < end; at++) {
    const frame = stacks.frames[at]!;
    frames.push({
      function: stacks.functions[stacks.frameFunction[frame]!] ?? '',
      file: stacks.files[stacks.frameFile[frame]!] ?? '',
      line: stacks.frameLine[frame] ?? 0,
    });
  }
  return frames;
}

const seen = (time: number): TraceNs | undefined =>
  Number.isNaN(time) ? undefined : (time as TraceNs);

/** Row `row` (from 0) of the goroutine table; undefined when there is no such row. */
export function getGoroutine(trace: TraceAnalysis, row: number): Goroutine | undefined {
  const table = trace.goroutines;
  if (!(row >= 0 && row < table.count)) return undefined;
  const timeIn = {} as Record<GoroutineState, DurationNs>;
  goroutineStates.forEach((state, i) => {
    timeIn[state] = table.stateNs[row * goroutineStates.length + i] as DurationNs;
  });
  const parent = table.parent[row]!;
  const flags = table.flags[row]!;
  return {
    goid: table.goid[row] as GoroutineId,
    group: table.group[row]!,
    startFunction: trace.stacks.functions[table.startFunction[row]!] ?? '',
    createdBy: getStack(trace.stacks, table.createdBy[row]!),
    parent: parent < 0 ? undefined : (parent as GoroutineId),
    createdAt: seen(table.createdAt[row]!),
    endedAt: seen(table.endedAt[row]!),
    firstSeen: table.firstSeen[row] as TraceNs,
    timeIn,
    lastState: goroutineStates[table.lastState[row]!] ?? 'undetermined',
    lastSince: table.lastSince[row] as TraceNs,
    lastReason: table.reasons[table.lastReason[row]!] ?? '',
    lastStack: getStack(trace.stacks, table.lastStack[row]!),
    existing: (flags & goroutineFlags.existing) !== 0,
    agent: (flags & goroutineFlags.agent) !== 0,
    system: (flags & goroutineFlags.system) !== 0,
  };
}

/**
 * Trace time of a wall-clock reading (milliseconds since the epoch), by the nearest clock snapshot;
 * undefined for traces of Go 1.24 and older, which have none.
 */
export function traceTimeOfWall(
  clocks: readonly ClockSnapshot[],
  wallMs: number,
): TraceNs | undefined {
  let best: number | undefined;
  let bestDistance = Infinity;
  for (const clock of clocks) {
    // Differences first: a wall clock in nanoseconds does not fit a double.
    const elapsed = wallMs * 1e6 - Number(clock.wallNs);
    const distance = Math.abs(elapsed);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = clock.trace + elapsed;
    }
  }
  return best as TraceNs | undefined;
}

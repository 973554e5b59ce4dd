import type { Frame } from '../../contract/frame';
import { flagsOfFunction } from '../exectrace/analysis/function-flags';
import { goroutineFlags, type TraceAnalysis } from '../exectrace/trace-analysis';
import type { HeapGoroutine } from '../heap/model';
import type { GoroutineDump } from '../pprof/goroutine-text';
import { attributeCreations } from './creation-stacks';
import { FrameIndex, TextIndex } from './frame-index';
import { findStartFunction, findWaitFrame } from './goroutine-groups';
import { joinedFlags, newColumns, sourceBits, type JoinedGoroutines } from './joined-goroutines';
import { addTraceColumns } from './trace-columns';
import { isAgentFunction } from './user-module';

/** The three legs' views of the goroutines of one session; any may be missing. */
export interface GoroutineSources {
  readonly profile: readonly GoroutineDump[];
  /** Seconds from the recording's start to the goroutine profile. */
  readonly profileSeconds: number;
  readonly trace: TraceAnalysis | undefined;
  /** Seconds from the recording's start to the trace's first event. */
  readonly traceStartSeconds: number;
  readonly memory: readonly HeapGoroutine[];
}

/** Joins the legs by goid: the trace's figures, and the state that was seen last. */
export function joinGoroutines(
  sources: GoroutineSources,
  isUserFunction: (name: string) => boolean,
): JoinedGoroutines {
  const table = newColumns(goidsOf(sources));
  const rows = new Map<number, number>();
  for (let row = 0; row < table.count; row++) rows.set(table.goid[row]!, row);
  const texts = new TextIndex();
  const places = new FrameIndex();
  const creationOfTrace = sources.trace
    ? addTraceColumns(table, { trace: sources.trace, rows, texts, places, isUserFunction }, sources)
    : [[]];
  const describe = (row: number, seen: Seen) => {
    const { frames, state, waiting, createdBy } = seen;
    table.function[row] = texts.of(findStartFunction(frames));
    table.state[row] = texts.of(waiting ? 'waiting' : state);
    table.waitReason[row] = texts.of(waiting ? state : '');
    table.blockedAt[row] = places.of(findWaitFrame(frames, isUserFunction));
    if (createdBy) table.createdBy[row] = places.of(createdBy);
    if (!waiting) table.waitingSeconds[row] = NaN;
    const agent = [...frames, ...(createdBy ? [createdBy] : [])].some((frame) =>
      isAgentFunction(frame.function),
    );
    if (agent) table.flags[row]! |= joinedFlags.system;
  };
  sources.profile.forEach((dump, i) => {
    const row = rows.get(dump.goid)!;
    table.sources[row]! |= sourceBits.profile;
    table.profileRow[row] = i;
    describe(row, { ...dump, waiting: !isAwake(dump.state) });
    if (dump.createdBy && dump.createdBy.goid > 0) table.parent[row] = dump.createdBy.goid;
    if (dump.waitMinutes === undefined || !Number.isNaN(table.waitingSeconds[row]!)) return;
    table.waitingSeconds[row] = sources.profileSeconds - dump.waitMinutes * 60;
  });
  sources.memory.forEach((goroutine, i) => {
    const row = rows.get(goroutine.goid)!;
    table.sources[row]! |= sourceBits.memory;
    table.memoryRow[row] = i;
    const { stack: frames, reason: state, waiting, createdBy } = goroutine;
    describe(row, { frames, state, waiting, createdBy });
    if (goroutine.provenStuck) table.flags[row]! |= joinedFlags.stuck;
  });
  for (let row = 0; row < table.count; row++) {
    const flags = flagsOfFunction(texts.list[table.function[row]!]!);
    if (flags & (goroutineFlags.system | goroutineFlags.agent)) {
      table.flags[row]! |= joinedFlags.system;
    }
  }
  const creations = attributeCreations(table, creationOfTrace, places.list);
  return { ...table, texts: texts.list, places: places.list, creations };
}

interface Seen {
  readonly frames: readonly Frame[];
  /** Wait reason while it waits. */
  readonly state: string;
  readonly waiting: boolean;
  readonly createdBy: Frame | undefined;
}

/** States that debug=2 prints in place of a wait reason. */
const awake = new Set(['running', 'runnable', 'syscall', 'copystack', 'preempted', 'dead', 'idle']);
const isAwake = (state: string) => awake.has(state);

function goidsOf({ profile, trace, memory }: GoroutineSources): Float64Array {
  const fromTrace = trace?.goroutines.goid ?? new Float64Array(0);
  const all = new Float64Array(fromTrace.length + profile.length + memory.length);
  all.set(fromTrace);
  profile.forEach(({ goid }, i) => (all[fromTrace.length + i] = goid));
  memory.forEach(({ goid }, i) => (all[fromTrace.length + profile.length + i] = goid));
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) {
    if (kept === 0 || all[i] !== all[kept - 1]) all[kept++] = all[i]!;
  }
  return all.slice(0, kept);
}

import type { Frame } from '../../contract/frame';
import type { GoroutineRow } from '../../contract/views';
import type { TraceAnalysis } from '../exectrace/trace-analysis';
import type { HeapGoroutine } from '../heap/model';
import type { GoroutineDump } from '../pprof/goroutine-text';
import { findStartFunction, findWaitFrame } from './goroutine-groups';
import { isAgentFunction } from './user-module';

/** The three legs' views of the goroutines of one session; any may be missing. */
export interface GoroutineSources {
  readonly profile: readonly GoroutineDump[];
  readonly trace: TraceAnalysis | undefined;
  /** Seconds from the recording's start to the trace's first event. */
  readonly traceStartSeconds: number;
  readonly memory: readonly HeapGoroutine[];
}

type Draft = { -readonly [K in keyof GoroutineRow]: GoroutineRow[K] };

/** Every goroutine that any leg knows, one row a goid, ascending. */
export function joinGoroutines(
  sources: GoroutineSources,
  isUserFunction: (name: string) => boolean,
): GoroutineRow[] {
  const rows = new Map<number, Draft>();
  const row = (goid: number, source: GoroutineRow['sources'][number]): Draft => {
    const draft = rows.get(goid) ?? emptyRow(goid);
    rows.set(goid, draft);
    draft.sources = [...draft.sources, source];
    return draft;
  };
  addTrace(sources, row);
  for (const dump of sources.profile) {
    const draft = row(dump.goid, 'profile');
    describe(draft, dump.frames, dump.state, dump.createdBy);
  }
  for (const goroutine of sources.memory) {
    const draft = row(goroutine.goid, 'memory');
    describe(draft, goroutine.stack, goroutine.reason, goroutine.createdBy);
    draft.provenStuck = goroutine.provenStuck;
  }
  const list = [...rows.values()].filter(
    ({ stack, createdBy }) =>
      ![...stack, ...(createdBy ? [createdBy] : [])].some((f) => isAgentFunction(f.function)),
  );
  for (const draft of list) {
    const at = findWaitFrame(draft.stack, isUserFunction);
    if (at) draft.blockedAt = at;
  }
  return list.sort((a, b) => a.goid - b.goid);
}

function addTrace(
  { trace, traceStartSeconds }: GoroutineSources,
  row: (goid: number, source: 'trace') => Draft,
): void {
  if (!trace) return;
  const table = trace.goroutines;
  const seconds = (ns: number) => (Number.isNaN(ns) ? undefined : traceStartSeconds + ns / 1e9);
  for (let i = 0; i < table.count; i++) {
    const group = trace.groups[table.group[i]!];
    if (group?.agent || group?.system) continue;
    const draft = row(table.goid[i]!, 'trace');
    draft.function = trace.stacks.functions[table.startFunction[i]!] ?? draft.function;
    draft.createdBy = group?.createdBy ?? draft.createdBy;
    draft.createdAtSeconds = seconds(table.createdAt[i]!);
    draft.endedAtSeconds = seconds(table.endedAt[i]!);
    draft.waitReason = table.reasons[table.lastReason[i]!] ?? '';
    draft.state = draft.endedAtSeconds === undefined ? draft.waitReason || 'runnable' : 'ended';
    draft.stack = stackOf(trace, table.lastStack[i]!);
  }
}

function stackOf({ stacks }: TraceAnalysis, stack: number): Frame[] {
  const frames: Frame[] = [];
  for (let at = stacks.offsets[stack] ?? 0; at < (stacks.offsets[stack + 1] ?? 0); at++) {
    const frame = stacks.frames[at]!;
    frames.push({
      function: stacks.functions[stacks.frameFunction[frame]!] ?? '',
      file: stacks.files[stacks.frameFile[frame]!] ?? '',
      line: stacks.frameLine[frame]!,
    });
  }
  return frames;
}

function describe(
  draft: Draft,
  stack: readonly Frame[],
  state: string,
  createdBy: Frame | undefined,
): void {
  draft.stack = [...stack];
  draft.function = findStartFunction(stack);
  draft.state = state;
  draft.waitReason = state === 'running' || state === 'runnable' ? '' : state;
  if (createdBy) {
    draft.createdBy = { function: createdBy.function, file: createdBy.file, line: createdBy.line };
  }
}

const emptyRow = (goid: number): Draft => ({
  goid,
  function: 'unknown',
  state: '',
  waitReason: '',
  stack: [],
  provenStuck: false,
  sources: [],
});

import { err, ok, type Result } from '../../contract/result';
import type { GoroutineId, TraceNs } from '../../contract/units';
import { flagsOfFunction } from './analysis/function-flags';
import { StackInterner } from './analysis/stack-interner';
import { TransitionLog } from './analysis/transition-log';
import type { EventBlock, GenerationContext, TraceSink } from './event-block';
import { eventType as ev, goStatus as g } from './event-type';
import { nothingIn } from './analyze-trace';
import { readTrace } from './read-trace';
import type { ReadOptions } from './trace-reader';
import { goroutineStates, type GoroutineState, type StackTable } from './trace-analysis';
import type { TraceError, TraceWarning } from './trace-error';
import type { TraceSource } from './trace-source';

/**
 * What to explain: a task from its begin to its end; a goroutine over a range (a region is one); or a range
 * alone, by the goroutine of the program that was last seen in it.
 */
export type CriticalPathOf =
  | { readonly task: number }
  | { readonly goid?: GoroutineId; readonly begin: TraceNs; readonly end: TraceNs };

/** What held up the end, over a span of time, by one goroutine. */
export interface PathSegment {
  readonly goid: GoroutineId;
  readonly state: GoroutineState;
  readonly begin: TraceNs;
  readonly end: TraceNs;
  /** Of a wait, or of a preemption; as the runtime says it. */
  readonly reason: string;
  /**
   * Index into `stacks`; 0 when unknown. Where it waited or called the system; while running, where it stopped
   * or where it woke the goroutine of the next segment; while runnable, where it was woken from.
   */
  readonly stack: number;
}

/**
 * Segments that follow one another from `begin` to `end` without a gap. Running is a goroutine's own time, a
 * system call too; runnable is scheduling latency; a wait is here only when no goroutine ended it (a timer, the
 * network) or when it still went on: otherwise the path is that of the goroutine that ended it.
 */
export interface CriticalPath {
  readonly begin: TraceNs;
  readonly end: TraceNs;
  readonly segments: readonly PathSegment[];
  /** False: the trace, or what is kept of it, does not reach back to `begin`. */
  readonly isComplete: boolean;
  readonly stacks: StackTable;
  /** What of the trace could not be read, if that may have cut the path. */
  readonly warning: TraceWarning | undefined;
}

/**
 * `no-such-goroutine`: none of this number up to the end of the range; `idle`: none did anything in the range.
 * The warning: perhaps it is in the part of the trace that could not be read.
 */
export type CriticalPathError =
  | TraceError
  | {
      readonly code: 'no-such-task' | 'no-such-goroutine' | 'idle';
      readonly warning?: TraceWarning;
    };

/** Segments at most. */
const maxSegments = 100_000;

/**
 * Reads the trace once more up to the end of the range, and walks back from there. Memory is bounded: a path
 * that needs more than a million transitions before its end is cut at its begin.
 */
export function computeCriticalPath(
  source: TraceSource,
  of: CriticalPathOf,
  options: ReadOptions = {},
): Result<CriticalPath, CriticalPathError> {
  const recorder = new PathRecorder(of);
  const read = readTrace(source, recorder, {
    onProgress: (progress) => options.onProgress?.(progress) === true || recorder.isDone,
  });
  if (!read.ok && !(read.error.code === 'cancelled' && recorder.isDone)) return read;
  const warning = read.ok ? read.value.warning : undefined;
  if (read.ok && read.value.generations === 0) return err(nothingIn(source, read.value));
  const found = recorder.finish();
  if (found.ok) return ok({ ...found.value, warning });
  return err({ code: found.error, ...(warning !== undefined && { warning }) });
}

/** Keeps transitions until the end of what is asked for. */
class PathRecorder implements TraceSink {
  isDone = false;
  private readonly stacks = new StackInterner();
  private readonly log = new TransitionLog(this.stacks);
  private texts: readonly string[] = [''];
  private begin = NaN;
  private end = Infinity;
  private goid: number | undefined;
  private lastNs = 0;
  /** The goroutine asked for has been there. */
  private isSeen = false;

  constructor(private readonly of: CriticalPathOf) {
    if ('task' in of) return;
    this.begin = of.begin;
    this.end = of.end;
    this.goid = of.goid;
  }

  onGeneration(generation: GenerationContext): void {
    this.stacks.beginGeneration(generation);
    this.texts = generation.texts;
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { type, time, state, length } = block;
    for (let i = 0; i < length && !this.isDone; i++) {
      const t = type[i]!;
      if (time[i]! > this.end) {
        this.isDone = true;
        return;
      }
      this.lastNs = time[i]!;
      const isTransition =
        (t >= ev.goCreate && t <= ev.goStatus) || (t >= ev.goSwitch && t <= ev.goStatusStack);
      if (isTransition) {
        this.isSeen ||= generation.goroutines.goid[block.goroutine[i]!] === this.goid;
        if (state[i]! >> 3 !== (state[i]! & 7)) this.log.add(block, i, generation);
      } else if (t === ev.userTaskBegin || t === ev.userTaskEnd) {
        this.takeTask(block, i, generation);
      }
    }
  }

  private takeTask(block: EventBlock, i: number, generation: GenerationContext): void {
    if (!('task' in this.of) || block.value[i] !== this.of.task) return;
    this.goid = generation.goroutines.goid[block.goroutine[i]!];
    this.isSeen = true;
    if (block.type[i] === ev.userTaskBegin) {
      this.begin = block.time[i]!;
      return;
    }
    if (Number.isNaN(this.begin)) this.begin = 0;
    this.end = block.time[i]!;
    this.isDone = true;
  }

  finish(): Result<Omit<CriticalPath, 'warning'>, 'no-such-task' | 'no-such-goroutine' | 'idle'> {
    if (Number.isNaN(this.begin)) return err('no-such-task');
    if (this.goid !== undefined && !this.isSeen) return err('no-such-goroutine');
    const { log, begin } = this;
    const end = Math.min(this.end, this.lastNs);
    const entry = this.lastEntry();
    if (entry < 0 || end < begin) return err('idle');
    const stacks = this.stacks.toTable();
    const { segments, reached } = walkBack(log, entry, begin, end, this.texts);
    return ok({
      begin: begin as TraceNs,
      end: end as TraceNs,
      segments: segments.reverse(),
      isComplete: reached <= begin,
      stacks,
    });
  }

  /** Last entry of the goroutine asked for, or of the program's goroutine that was last seen. */
  private lastEntry(): number {
    const { log, stacks, goid } = this;
    for (let entry = log.next - 1; log.rowOf(entry) >= 0; entry--) {
      const row = log.rowOf(entry);
      if (goid !== undefined ? log.goid[row] === goid : isOfProgram(log, stacks, row)) return entry;
    }
    return -1;
  }
}

/** Whether an entry is of a goroutine that is the program's: told by the root of a stack of its own. */
function isOfProgram(log: TransitionLog, stacks: StackInterner, row: number): boolean {
  const from = log.states[row]! >> 3;
  if (from !== g.running && from !== g.syscall) return false;
  const root = stacks.functionName(stacks.rootFunction(log.stack[row]!));
  return root !== '' && flagsOfFunction(root) === 0;
}

/** From the state that began at `entry` back in time; segments come last first. */
function walkBack(
  log: TransitionLog,
  from: number,
  begin: number,
  end: number,
  texts: readonly string[],
): { segments: PathSegment[]; reached: number } {
  const segments: PathSegment[] = [];
  let until = end;
  /** Where the state at hand ended. */
  let endStack = 0;
  for (let entry = from; until > begin && segments.length < maxSegments;) {
    const row = log.rowOf(entry);
    if (row < 0) break;
    const before = log.states[row]! >> 3;
    const state = log.states[row]! & 7;
    const since = Math.max(begin, log.time[row]!);
    const runs = state === g.running;
    if (since < until) {
      segments.push({
        goid: log.goid[row]! as GoroutineId,
        state: goroutineStates[state] ?? 'undetermined',
        begin: since as TraceNs,
        end: until as TraceNs,
        reason: texts[log.reason[row]!] ?? '',
        stack: runs ? endStack : log.stack[row]!,
      });
    }
    until = since;
    endStack = log.stack[row]!;
    // Entries it leads to are always older: the walk ends.
    const cause = log.cause[row]!;
    const isCaused = before === g.waiting || before === g.ended;
    entry = isCaused && cause >= 0 ? cause : log.previous[row]!;
  }
  return { segments, reached: until };
}

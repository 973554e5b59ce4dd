import type { Advance } from './advance-goroutine';
import { noneOnWire } from './batch-index';
import { fail } from './damage';
import { eventType as ev } from './event-type';
import type { Schedule } from './schedule';

/** Ranges in flight of one goroutine or P: kind (its begin event) and description in turn. */
type Ranges = (number[] | undefined)[];

function indexOfRange(list: readonly number[], kind: number, description: number): number {
  for (let i = 0; i < list.length; i += 2) {
    if (list[i] === kind && list[i + 1] === description) return i;
  }
  return -1;
}

function listOf(ranges: Ranges, key: number): number[] {
  return (ranges[key] ??= []);
}

function beginRange(ranges: Ranges, key: number, kind: number, description: number): void {
  const list = listOf(ranges, key);
  if (indexOfRange(list, kind, description) >= 0) fail('a range begins twice');
  list.push(kind, description);
}

/** A range that began before the generation, or even before the trace. */
function continueRange(s: Schedule, ranges: Ranges, key: number, kind: number): void {
  const list = listOf(ranges, key);
  const known = indexOfRange(list, kind, 0) >= 0;
  if (s.isFirstGeneration) {
    if (known) fail('a range begins twice');
    list.push(kind, 0);
  } else if (!known) {
    fail('a range goes on that never began');
  }
}

/** Ends the first range of the kind and answers with its description. */
function endRange(ranges: Ranges, key: number, kind: number): number {
  const list = listOf(ranges, key);
  for (let i = 0; i < list.length; i += 2) {
    if (list[i] !== kind) continue;
    const description = list[i + 1]!;
    const lastDescription = list.pop()!;
    const lastKind = list.pop()!;
    if (i < list.length) {
      list[i] = lastKind;
      list[i + 1] = lastDescription;
    }
    return description;
  }
  return fail('a range ends that never began');
}

function emitHere(s: Schedule, thread: number, type: number, subject: number): number {
  const i = s.emit(type, thread, s.threadProc[thread]!, s.threadGoroutine[thread]!);
  s.block.subject[i] = subject;
  s.block.stack[i] = 0;
  s.block.text[i] = 0;
  return i;
}

/** Text column is the kind; descriptions are kept as text index, ids change between generations. */
export const stwBegin: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const kind = s.text(s.requireString(s.args[0]!));
  const stack = s.requireStack(s.args[1]!);
  beginRange(s.goroutineRanges, current, ev.stwBegin, kind);
  const i = emitHere(s, thread, type, current);
  s.block.text[i] = kind;
  s.block.stack[i] = stack;
  return true;
};

export const stwEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const kind = endRange(s.goroutineRanges, current, ev.stwBegin);
  s.block.text[emitHere(s, thread, type, current)] = kind;
  return true;
};

export const markAssistBegin: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[0]!);
  beginRange(s.goroutineRanges, current, ev.gcMarkAssistBegin, 0);
  s.block.stack[emitHere(s, thread, type, current)] = stack;
  return true;
};

export const markAssistEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  endRange(s.goroutineRanges, current, ev.gcMarkAssistBegin);
  emitHere(s, thread, type, current);
  return true;
};

export const markAssistActive: Advance = (s, thread, type) => {
  const slot = s.goroutines.find(s.args[0]!);
  if (slot < 0) fail(`goroutine ${s.args[0]} has no status`);
  continueRange(s, s.goroutineRanges, slot, ev.gcMarkAssistBegin);
  emitHere(s, thread, type, slot);
  return true;
};

export const sweepBegin: Advance = (s, thread, type) => {
  const proc = s.requireProc(thread);
  const stack = s.requireStack(s.args[0]!);
  beginRange(s.procRanges, proc, ev.gcSweepBegin, 0);
  s.block.stack[emitHere(s, thread, type, proc)] = stack;
  return true;
};

export const sweepEnd: Advance = (s, thread, type) => {
  const proc = s.requireProc(thread);
  endRange(s.procRanges, proc, ev.gcSweepBegin);
  const i = emitHere(s, thread, type, proc);
  s.block.value[i] = s.args[1]!;
  s.block.extra[i] = s.args[0]!;
  return true;
};

export const sweepActive: Advance = (s, thread, type) => {
  const proc = s.args[0]!;
  if (!(s.procStatus[proc]! > 0)) fail(`P ${proc} has no status`);
  continueRange(s, s.procRanges, proc, ev.gcSweepBegin);
  emitHere(s, thread, type, proc);
  return true;
};

/** GCActive, GCBegin and GCEnd count up together, on whichever thread they happen. */
export const gcMark: Advance = (s, thread, type) => {
  const sequence = s.args[0]!;
  const unknown = s.gcState === 0;
  if (type === ev.gcActive && s.isFirstGeneration) {
    if (!unknown) fail('a collection is said to run after another event of the collector');
  } else if (!(type === ev.gcBegin && unknown)) {
    if (sequence !== s.gcSequence + 1) return false;
    const running = s.gcState === 2;
    if (running === (type === ev.gcBegin))
      fail('a collection begins twice or ends without a begin');
    s.requireGoroutine(thread);
  }
  const stack = type === ev.gcBegin ? s.requireStack(s.args[1]!) : 0;
  s.gcSequence = sequence;
  s.gcState = type === ev.gcEnd ? 1 : 2;
  s.block.stack[emitHere(s, thread, type, -1)] = stack;
  return true;
};

export const heapMetric: Advance = (s, thread, type) => {
  s.requireProc(thread);
  s.block.value[emitHere(s, thread, type, -1)] = s.args[0]!;
  return true;
};

export const procsChange: Advance = (s, thread, type) => {
  s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[1]!);
  const i = emitHere(s, thread, type, -1);
  s.block.value[i] = s.args[0]!;
  s.block.stack[i] = stack;
  return true;
};

export const goLabel: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const text = s.text(s.requireString(s.args[0]!));
  s.block.text[emitHere(s, thread, type, current)] = text;
  return true;
};

export const taskBegin: Advance = (s, thread, type) => {
  const [task, nameId] = [s.args[0]!, s.args[2]!];
  // The background task is nobody's parent.
  const parent = s.args[1] === 0 ? -1 : s.args[1]!;
  if (s.tasks.has(task)) fail(`task ${task} begins twice`);
  const name = s.text(s.requireString(nameId));
  s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[3]!);
  s.tasks.set(task, name);
  s.taskParents.set(task, parent);
  s.block.extra[annotate(s, thread, type, task, name, stack)] = parent;
  return true;
};

/** A task may end that began before the trace: its name is not known then. */
export const taskEnd: Advance = (s, thread, type) => {
  const task = s.args[0]!;
  s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[1]!);
  const name = s.tasks.get(task) ?? 0;
  const parent = s.taskParents.get(task) ?? -1;
  s.tasks.delete(task);
  s.taskParents.delete(task);
  s.block.extra[annotate(s, thread, type, task, name, stack)] = parent;
  return true;
};

export const regionBegin: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const name = s.text(s.requireString(s.args[1]!));
  const stack = s.requireStack(s.args[2]!);
  const task = s.args[0]!;
  listOf(s.regions, current).push(task, name);
  annotate(s, thread, type, task, name, stack);
  return true;
};

export const regionEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const name = s.text(s.requireString(s.args[1]!));
  const stack = s.requireStack(s.args[2]!);
  const task = s.args[0]!;
  const open = s.regions[current];
  // A region without a begin began before the trace.
  if (open !== undefined && open.length > 0) {
    const [openTask, openName] = [open[open.length - 2], open[open.length - 1]];
    if (openTask !== task || openName !== name) fail('a region ends that is not the innermost');
    open.length -= 2;
  }
  annotate(s, thread, type, task, name, stack);
  return true;
};

export const userLog: Advance = (s, thread, type) => {
  s.requireGoroutine(thread);
  const category = s.text(s.requireString(s.args[1]!));
  const message = s.requireString(s.args[2]!);
  const stack = s.requireStack(s.args[3]!);
  const task = s.args[0] === noneOnWire ? -1 : s.args[0]!;
  const i = annotate(s, thread, type, task, category, stack);
  s.block.subject[i] = message;
  return true;
};

function annotate(
  s: Schedule,
  thread: number,
  type: number,
  task: number,
  text: number,
  stack: number,
): number {
  const i = emitHere(s, thread, type, -1);
  s.block.value[i] = task;
  s.block.text[i] = text;
  s.block.stack[i] = stack;
  return i;
}

/** Events of an experiment keep their place; what they say is read when asked for. */
export const experimental: Advance = (s, thread, type) => {
  s.requireThread(thread);
  const i = emitHere(s, thread, type, -1);
  s.block.value[i] = s.args[0]!;
  s.block.extra[i] = s.args[1]!;
  s.block.text[i] = s.args[2]!;
  return true;
};

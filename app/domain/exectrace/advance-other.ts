import type { Advance } from './advance-goroutine';
import { noneOnWire } from './batch-index';
import { fail } from './damage';
import { eventType as ev } from './event-type';
import type { Schedule } from './schedule';

/** Begins or ends what is in flight at most once, by slot or by P. */
function toggle(flags: Uint8Array, key: number, begins: boolean): void {
  if (begins && flags[key] === 1) fail('a range begins twice');
  if (!begins && flags[key] !== 1) fail('a range ends that never began');
  flags[key] = begins ? 1 : 0;
}

/** What began before the generation, or even before the trace. */
function goOn(s: Schedule, flags: Uint8Array, key: number): void {
  if (s.isFirstGeneration) toggle(flags, key, true);
  else if (flags[key] !== 1) fail('a range goes on that never began');
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
  const stops = (s.stops[current] ??= []);
  if (stops.includes(kind)) fail('a range begins twice');
  stops.push(kind);
  s.goroutines.inRange[current] = 1;
  const i = emitHere(s, thread, type, current);
  s.block.text[i] = kind;
  s.block.stack[i] = stack;
  return true;
};

export const stwEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const stops = s.stops[current];
  const kind = stops?.[0];
  if (kind === undefined) fail('a range ends that never began');
  // The last one takes its place, as in Go's reader.
  const last = stops!.pop()!;
  if (stops!.length > 0) stops![0] = last;
  s.block.text[emitHere(s, thread, type, current)] = kind;
  return true;
};

export const markAssistBegin: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[0]!);
  toggle(s.goroutines.assist, current, true);
  s.block.stack[emitHere(s, thread, type, current)] = stack;
  return true;
};

export const markAssistEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  toggle(s.goroutines.assist, current, false);
  emitHere(s, thread, type, current);
  return true;
};

export const markAssistActive: Advance = (s, thread, type) => {
  const slot = s.goroutines.find(s.args[0]!);
  if (slot < 0) fail(`goroutine ${s.args[0]} has no status`);
  goOn(s, s.goroutines.assist, slot);
  emitHere(s, thread, type, slot);
  return true;
};

export const sweepBegin: Advance = (s, thread, type) => {
  const proc = s.requireProc(thread);
  const stack = s.requireStack(s.args[0]!);
  toggle(s.procSweeps, proc, true);
  s.block.stack[emitHere(s, thread, type, proc)] = stack;
  return true;
};

export const sweepEnd: Advance = (s, thread, type) => {
  const proc = s.requireProc(thread);
  toggle(s.procSweeps, proc, false);
  const i = emitHere(s, thread, type, proc);
  s.block.value[i] = s.args[1]!;
  s.block.extra[i] = s.args[0]!;
  return true;
};

export const sweepActive: Advance = (s, thread, type) => {
  const proc = s.args[0]!;
  if (!(s.procStatus[proc]! > 0)) fail(`P ${proc} has no status`);
  goOn(s, s.procSweeps, proc);
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
  if (s.annotations.isOpen(task)) fail(`task ${task} begins twice`);
  const name = s.text(s.requireString(nameId));
  s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[3]!);
  s.annotations.openTask(task, name, parent);
  s.block.extra[annotate(s, thread, type, task, name, stack)] = parent;
  return true;
};

/** A task may end that began before the trace: its name is not known then. */
export const taskEnd: Advance = (s, thread, type) => {
  const task = s.args[0]!;
  s.requireGoroutine(thread);
  const stack = s.requireStack(s.args[1]!);
  const { name, parent } = s.annotations.closeTask(task) ?? { name: 0, parent: -1 };
  s.block.extra[annotate(s, thread, type, task, name, stack)] = parent;
  return true;
};

export const regionBegin: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const name = s.text(s.requireString(s.args[1]!));
  const stack = s.requireStack(s.args[2]!);
  const task = s.args[0]!;
  s.annotations.openRegion(current, task, name);
  annotate(s, thread, type, task, name, stack);
  return true;
};

export const regionEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const name = s.text(s.requireString(s.args[1]!));
  const stack = s.requireStack(s.args[2]!);
  const task = s.args[0]!;
  if (!s.annotations.closeRegion(current, task, name)) {
    fail('a region ends that is not the innermost');
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

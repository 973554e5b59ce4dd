import { noneOnWire } from './batch-index';
import { fail } from './damage';
import { eventType as ev, goStatus as g, procState, procStatus } from './event-type';
import { states, type Schedule } from './schedule';

/**
 * Applies the event in `s.args` of thread `thread` and emits it; or answers false, with nothing
 * changed, when another thread's event must come first. Throws Damage when no order can make it
 * right.
 */
export type Advance = (s: Schedule, thread: number, type: number) => boolean;

function requireRunning(s: Schedule, thread: number): number {
  const current = s.requireGoroutine(thread);
  if (s.goroutines.status[current] !== g.running) fail('a goroutine acts that is not running');
  return current;
}

export const goCreate: Advance = (s, thread, type) => {
  const { args, goroutines } = s;
  const proc = s.requireProc(thread);
  const current = s.threadGoroutine[thread]!;
  if (current >= 0 && goroutines.status[current] !== g.running) {
    fail('a goroutine is created by one that is not running');
  }
  if (goroutines.find(args[0]!) >= 0) fail(`goroutine ${args[0]} is created twice`);
  const startStack = s.requireStack(args[1]!);
  const stack = s.requireStack(args[2]!);
  const status = type === ev.goCreateBlocked ? g.waiting : g.runnable;
  const slot = goroutines.add(args[0]!, status, s.sequenceBase);
  const at = states(g.ended, status);
  const i = s.emitTransition(type, thread, proc, current, slot, at, 0, stack);
  s.block.value[i] = startStack;
  s.block.extra[i] = args[0]!;
  return true;
};

/** A C thread calls into Go: the goroutine begins inside a system call. */
export const goCreateSyscall: Advance = (s, thread, type) => {
  const { args, goroutines } = s;
  s.requireThread(thread);
  if (s.threadGoroutine[thread]! >= 0) fail('a thread with a goroutine gets another');
  if (goroutines.find(args[0]!) >= 0) fail(`goroutine ${args[0]} is created twice`);
  const slot = goroutines.add(args[0]!, g.syscall, s.sequenceBase);
  s.threadGoroutine[thread] = slot;
  const at = states(g.ended, g.syscall);
  const i = s.emitTransition(type, thread, s.threadProc[thread]!, -1, slot, at, 0, 0);
  s.block.extra[i] = args[0]!;
  return true;
};

export const goStart: Advance = (s, thread, type) => {
  const { args, goroutines } = s;
  const slot = goroutines.find(args[0]!);
  const sequence = args[1]! + s.sequenceBase;
  if (slot < 0 || goroutines.status[slot] !== g.runnable) return false;
  if (goroutines.sequence[slot]! + 1 !== sequence) return false;
  const proc = s.requireProc(thread);
  if (s.threadGoroutine[thread]! >= 0) fail('a thread with a goroutine starts another');
  goroutines.status[slot] = g.running;
  goroutines.sequence[slot] = sequence;
  s.threadGoroutine[thread] = slot;
  s.emitTransition(type, thread, proc, -1, slot, states(g.runnable, g.running), 0, 0);
  return true;
};

export const goUnblock: Advance = (s, thread, type) => {
  const { args, goroutines } = s;
  const slot = goroutines.find(args[0]!);
  const sequence = args[1]! + s.sequenceBase;
  if (slot < 0 || goroutines.status[slot] !== g.waiting) return false;
  if (goroutines.sequence[slot]! + 1 !== sequence) return false;
  const stack = s.requireStack(args[2]!);
  goroutines.status[slot] = g.runnable;
  goroutines.sequence[slot] = sequence;
  const at = states(g.waiting, g.runnable);
  const current = s.threadGoroutine[thread]!;
  s.emitTransition(type, thread, s.threadProc[thread]!, current, slot, at, 0, stack);
  return true;
};

/** GoBlock, GoStop: the goroutine leaves its thread. */
export const goPark: Advance = (s, thread, type) => {
  const current = requireRunning(s, thread);
  const text = s.text(s.requireString(s.args[0]!));
  const stack = s.requireStack(s.args[1]!);
  const to = type === ev.goBlock ? g.waiting : g.runnable;
  s.goroutines.status[current] = to;
  s.threadGoroutine[thread] = -1;
  const proc = s.threadProc[thread]!;
  s.emitTransition(type, thread, proc, current, current, states(g.running, to), text, stack);
  return true;
};

export const goDestroy: Advance = (s, thread, type) => {
  const current = requireRunning(s, thread);
  s.threadGoroutine[thread] = -1;
  const at = states(g.running, g.ended);
  s.emitTransition(type, thread, s.threadProc[thread]!, current, current, at, 0, 0);
  forget(s, current);
  return true;
};

/** The goroutine of a C thread's call ends. Its P, if any, is as good as lost: see ProcSteal. */
export const goDestroySyscall: Advance = (s, thread, type) => {
  s.requireThread(thread);
  const current = s.threadGoroutine[thread]!;
  const proc = s.threadProc[thread]!;
  if (current < 0) fail('an event has no goroutine');
  if (s.goroutines.status[current] !== g.syscall)
    fail('a goroutine leaves a system call it is not in');
  if (proc >= 0) {
    if (s.procStatus[proc] !== procStatus.syscall) fail(`P ${proc} is not in a system call`);
    s.procStatus[proc] = procStatus.syscallAbandoned;
    s.threadProc[thread] = -1;
    const at = states(procState.running, procState.idle);
    s.emitTransition(ev.procSteal, thread, proc, current, proc, at, 0, 0);
  }
  s.threadGoroutine[thread] = -1;
  s.emitTransition(type, thread, proc, current, current, states(g.syscall, g.ended), 0, 0);
  forget(s, current);
  return true;
};

/** GoSwitch, GoSwitchDestroy: wake the other, leave, run the other. Three events of one. */
export const goSwitch: Advance = (s, thread, type) => {
  const { args, goroutines } = s;
  const current = requireRunning(s, thread);
  const proc = s.threadProc[thread]!;
  const slot = goroutines.find(args[0]!);
  const sequence = args[1]! + s.sequenceBase;
  if (slot < 0 || goroutines.status[slot] !== g.waiting) return false;
  if (goroutines.sequence[slot]! + 1 !== sequence) return false;
  s.emitTransition(type, thread, proc, current, slot, states(g.waiting, g.runnable), 0, 0);
  const ends = type === ev.goSwitchDestroy;
  const leave = ends ? ev.goDestroy : ev.goBlock;
  const to = ends ? g.ended : g.waiting;
  s.emitTransition(leave, thread, proc, current, current, states(g.running, to), 0, 0);
  if (ends) forget(s, current);
  else goroutines.status[current] = g.waiting;
  goroutines.status[slot] = g.running;
  goroutines.sequence[slot] = sequence;
  s.threadGoroutine[thread] = slot;
  s.emitTransition(ev.goStart, thread, proc, -1, slot, states(g.runnable, g.running), 0, 0);
  return true;
};

export const goSyscallBegin: Advance = (s, thread, type) => {
  const current = requireRunning(s, thread);
  const proc = s.threadProc[thread]!;
  const sequence = s.args[0]! + s.sequenceBase;
  if (s.procStatus[proc] === procStatus.unknown) fail(`P ${proc} has no status`);
  // The P is running here, so nothing else can come first: a wrong number is an error.
  if (s.procSequence[proc]! + 1 !== sequence)
    fail(`P ${proc} enters a system call out of sequence`);
  const stack = s.requireStack(s.args[1]!);
  s.goroutines.status[current] = g.syscall;
  s.procStatus[proc] = procStatus.syscall;
  s.procSequence[proc] = sequence;
  const at = states(g.running, g.syscall);
  s.emitTransition(type, thread, proc, current, current, at, 0, stack);
  return true;
};

export const goSyscallEnd: Advance = (s, thread, type) => {
  const current = s.requireGoroutine(thread);
  const proc = s.threadProc[thread]!;
  if (s.goroutines.status[current] !== g.syscall)
    fail('a goroutine leaves a system call it is not in');
  if (s.procStatus[proc] !== procStatus.syscall) fail(`P ${proc} is not in a system call`);
  s.goroutines.status[current] = g.running;
  s.procStatus[proc] = procStatus.running;
  const at = states(g.syscall, g.running);
  s.emitTransition(type, thread, proc, current, current, at, 0, 0);
  return true;
};

/** The P was lost during the call: while the thread still holds it, its loss must come first. */
export const goSyscallEndBlocked: Advance = (s, thread, type) => {
  const proc = s.threadProc[thread]!;
  if (proc >= 0 && s.procStatus[proc] === procStatus.syscall) return false;
  s.requireThread(thread);
  const current = s.threadGoroutine[thread]!;
  if (current < 0) fail('an event has no goroutine');
  if (s.goroutines.status[current] !== g.syscall)
    fail('a goroutine leaves a system call it is not in');
  s.goroutines.status[current] = g.runnable;
  s.threadGoroutine[thread] = -1;
  const at = states(g.syscall, g.runnable);
  s.emitTransition(type, thread, proc, current, current, at, 0, 0);
  return true;
};

/** GoStatus, GoStatusStack: arguments are goroutine, thread, status and, with the latter, stack. */
export const goStatus: Advance = (s, thread, type) => {
  const { args, goroutines, isFirstGeneration: first } = s;
  const goid = args[0]!;
  const status = args[2]!;
  if (status > g.waiting) fail(`goroutine ${goid} has a status that does not exist`);
  const stack = type === ev.goStatusStack ? s.requireStack(args[3]!) : 0;
  let slot = goroutines.find(goid);
  let from = status;
  if (slot >= 0) {
    if (goroutines.status[slot] !== status) fail(`goroutine ${goid} has two states at once`);
    goroutines.sequence[slot] = s.sequenceBase;
  } else {
    if (!first) fail(`goroutine ${goid} appears without having been created`);
    slot = goroutines.add(goid, status, s.sequenceBase);
    from = g.undetermined;
  }
  let contextThread = thread;
  let context = s.threadGoroutine[thread]!;
  const proc = s.threadProc[thread]!;
  if (status === g.running) {
    if (thread !== 0) s.threadGoroutine[thread] = slot;
  } else if (status === g.syscall) {
    if (args[1] === noneOnWire) fail(`goroutine ${goid} is in a system call without a thread`);
    if (thread !== 0 && args[1] === s.threadId[thread]) {
      if (!first && context !== slot)
        fail(`goroutine ${goid} is in a system call of another thread`);
      s.threadGoroutine[thread] = slot;
    } else {
      // It has sat in the call for the whole generation; the context is the thread it sits on.
      contextThread = s.thread(args[1]!);
      if (s.threadExists[contextThread] === 0) {
        s.threadExists[contextThread] = 1;
        s.threadGoroutine[contextThread] = slot;
        s.threadProc[contextThread] = -1;
      } else {
        context = s.threadGoroutine[contextThread]!;
        if (context !== slot) fail(`goroutine ${goid} is in a system call of another thread`);
      }
    }
  }
  const at = states(from, status);
  const i = s.emitTransition(type, contextThread, proc, context, slot, at, 0, stack);
  s.block.extra[i] = goid;
  return true;
};

/** Of a goroutine that ended. */
function forget(s: Schedule, slot: number): void {
  s.goroutines.remove(slot);
  const stops = s.stops[slot];
  if (stops !== undefined) stops.length = 0;
}

import type { Advance } from './advance-goroutine';
import { fail } from './damage';
import { procState as p, procStatus } from './event-type';
import { states, type Schedule } from './schedule';

/** By status on the wire: an abandoned P looks idle from outside, one in a system call runs. */
const stateOfStatus = [p.undetermined, p.running, p.idle, p.running, p.idle] as const;

export const procStart: Advance = (s, thread, type) => {
  const { args } = s;
  const proc = args[0]!;
  const sequence = args[1]! + s.sequenceBase;
  if (s.procStatus[proc] !== procStatus.idle || s.procSequence[proc]! + 1 !== sequence)
    return false;
  // A thread inside a system call may still hold a P whose theft has not come yet.
  if (s.threadProc[thread]! >= 0) return false;
  s.requireThread(thread);
  s.procStatus[proc] = procStatus.running;
  s.procSequence[proc] = sequence;
  s.threadProc[thread] = proc;
  const context = s.threadGoroutine[thread]!;
  s.emitTransition(type, thread, -1, context, proc, states(p.idle, p.running), 0, 0);
  return true;
};

export const procStop: Advance = (s, thread, type) => {
  const proc = s.requireProc(thread);
  const status = s.procStatus[proc];
  if (status !== procStatus.running && status !== procStatus.syscall)
    fail(`P ${proc} stops without running`);
  s.procStatus[proc] = procStatus.idle;
  s.threadProc[thread] = -1;
  const context = s.threadGoroutine[thread]!;
  s.emitTransition(type, thread, proc, context, proc, states(p.running, p.idle), 0, 0);
  return true;
};

/** A P in a system call is taken away, mostly by another thread: the third argument is the victim. */
export const procSteal: Advance = (s, thread, type) => {
  const { args } = s;
  const proc = args[0]!;
  const sequence = args[1]! + s.sequenceBase;
  const status = s.procStatus[proc];
  if (status !== procStatus.syscall && status !== procStatus.syscallAbandoned) return false;
  if (s.procSequence[proc]! + 1 !== sequence) return false;
  s.requireThread(thread);
  const context = s.threadProc[thread]!;
  s.procStatus[proc] = procStatus.idle;
  s.procSequence[proc] = sequence;
  // Of an abandoned P it is not known which thread had it.
  if (status !== procStatus.syscallAbandoned) takeFrom(s, thread, proc);
  const from = status === procStatus.syscallAbandoned ? p.idle : p.running;
  const goroutine = s.threadGoroutine[thread]!;
  s.emitTransition(type, thread, context, goroutine, proc, states(from, p.idle), 0, 0);
  return true;
};

function takeFrom(s: Schedule, thread: number, proc: number): void {
  const victimId = s.args[2]!;
  if (victimId === s.threadId[thread]) {
    if (s.threadProc[thread] !== proc)
      fail(`a thread steals P ${proc} from itself without having it`);
    s.threadProc[thread] = -1;
    return;
  }
  const victim = s.findThread(victimId);
  if (victim < 0) fail(`P ${proc} is stolen from thread ${victimId}, which does not exist`);
  if (s.threadProc[victim] !== proc)
    fail(`P ${proc} is stolen from thread ${victimId}, which has another`);
  s.threadProc[victim] = -1;
}

export const procStatusEvent: Advance = (s, thread, type) => {
  const proc = s.args[0]!;
  const status = s.args[1]!;
  if (status > procStatus.syscallAbandoned) fail(`P ${proc} has a status that does not exist`);
  s.reserveProc(proc);
  const before = s.procStatus[proc];
  let from: number = stateOfStatus[status]!;
  let to: number = from;
  let contextThread = thread;
  let contextProc = s.threadProc[thread]!;
  let promoted = false;
  if (before === procStatus.unknown) {
    s.procStatus[proc] = status;
    from = s.isFirstGeneration ? p.undetermined : p.notExist;
  } else if (status === procStatus.syscallAbandoned && before === procStatus.syscall) {
    // Nothing was lost: the thread that has it is known. The status is told in that context.
    from = p.running;
    to = p.running;
    promoted = true;
  } else if (before !== status) {
    fail(`P ${proc} has two states at once`);
  }
  s.procSequence[proc] = s.sequenceBase;
  if (status === procStatus.running || status === procStatus.syscall) {
    if (thread !== 0) s.threadProc[thread] = proc;
  }
  let goroutine = s.threadGoroutine[thread]!;
  if (promoted) {
    contextThread = s.holderOf(proc);
    if (contextThread < 0) fail(`no thread has P ${proc}, which is about to be stolen`);
    contextProc = proc;
    goroutine = s.threadGoroutine[contextThread]!;
  }
  s.emitTransition(type, contextThread, contextProc, goroutine, proc, states(from, to), 0, 0);
  return true;
};

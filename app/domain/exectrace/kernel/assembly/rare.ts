/*
 * Events of Ps, of the collector and of the program itself: rarer than those of order.ts, and shorter for it. As there,
 * each is the success path of a handler in advance-*.ts.
 */
import * as at from '../layout';
import { emit, emitTransition, hasStack, textOf } from './emit';
import * as ev from './event-type';
import { array, f64At, i32At, setF64, setI32, setU8, u8At, word } from './memory';
import { popRegion, pushRegion } from './regions';
import { addTask, dropTask, findTask } from './tasks';

/** Emits the event at `row` of thread `m` as the block's `n`-th; false, with nothing changed, when it is not ordinary. */
export function emitRare(type: i32, row: i32, m: i32, n: i32, time: f64): bool {
  if (m === 0) return false;
  const p = i32At(array(at.threadProcArray), m);
  const current = i32At(array(at.threadGoroutineArray), m);
  if (p < 0)
    return type <= ev.goSyscallEndBlocked && emitWithoutProc(type, row, m, n, time, current);
  const a = i32At(array(at.arg0Array), row);
  const b = i32At(array(at.arg1Array), row);
  const c = i32At(array(at.arg2Array), row);
  const block = array(at.blockArray);
  let subject = -1;
  let text = 0;
  let stack = 0;
  switch (type) {
    case ev.procStop: {
      const procs = array(at.procStatusArray);
      const status = u8At(procs, p);
      if (status !== ev.procRunning && status !== ev.procSyscall) return false;
      setU8(procs, p, ev.procIdle);
      setI32(array(at.threadProcArray), m, -1);
      emit(block, n, type, time, m, p, current, p);
      emitTransition(block, n, 1 * 8 + 2, 0, 0);
      return true;
    }
    case ev.gcSweepBegin:
    case ev.gcSweepEnd: {
      const sweeps = array(at.procSweepsArray);
      const begins = type === ev.gcSweepBegin;
      if ((u8At(sweeps, p) === 0) !== begins) return false;
      if (begins) {
        if (!hasStack(a)) return false;
        stack = a;
      } else {
        if (a < 0 || b < 0) return false;
        setF64(block + at.blockValue, n, b);
        setF64(block + at.blockExtra, n, a);
      }
      setU8(sweeps, p, begins ? 1 : 0);
      subject = p;
      break;
    }
    case ev.gcMarkAssistBegin:
    case ev.gcMarkAssistEnd: {
      if (current < 0) return false;
      const assist = array(at.assistArray);
      const begins = type === ev.gcMarkAssistBegin;
      if ((u8At(assist, current) === 0) !== begins) return false;
      if (begins) {
        if (!hasStack(a)) return false;
        stack = a;
      }
      setU8(assist, current, begins ? 1 : 0);
      subject = current;
      break;
    }
    case ev.heapAlloc:
    case ev.heapGoal:
      if (a < 0) return false;
      setF64(block + at.blockValue, n, a);
      break;
    case ev.goLabel:
      text = textOf(a);
      if (current < 0 || text < 0) return false;
      subject = current;
      break;
    case ev.userTaskBegin: {
      stack = i32At(array(at.arg3Array), row);
      text = textOf(c);
      if (current < 0 || text < 0 || a < 0 || b < 0 || !hasStack(stack)) return false;
      // The background task is nobody's parent.
      const parent = b === 0 ? -1 : b;
      if (findTask(a) >= 0 || !addTask(a, text, parent)) return false;
      setF64(block + at.blockValue, n, a);
      setF64(block + at.blockExtra, n, parent);
      break;
    }
    case ev.userTaskEnd: {
      stack = b;
      const task = findTask(a);
      if (current < 0 || task < 0 || !hasStack(stack)) return false;
      text = i32At(array(at.taskNameArray), task);
      setF64(block + at.blockValue, n, a);
      setF64(block + at.blockExtra, n, f64At(array(at.taskParentArray), task));
      dropTask(a, task);
      break;
    }
    case ev.userRegionBegin:
    case ev.userRegionEnd: {
      stack = c;
      text = textOf(b);
      if (current < 0 || text < 0 || a < 0 || !hasStack(stack)) return false;
      const isDone =
        type === ev.userRegionBegin ? pushRegion(current, a, text) : popRegion(current, a, text);
      if (!isDone) return false;
      setF64(block + at.blockValue, n, a);
      break;
    }
    case ev.userLog: {
      stack = i32At(array(at.arg3Array), row);
      text = textOf(b);
      // The message need not be a known text, but a string that exists: what was asked for once does.
      if (current < 0 || text < 0 || a < 0 || !hasString(c) || !hasStack(stack)) return false;
      setF64(block + at.blockValue, n, a);
      subject = c;
      break;
    }
    default:
      return false;
  }
  emit(block, n, type, time, m, p, current, subject);
  setI32(block + at.blockText, n, text);
  setI32(block + at.blockStack, n, stack);
  return true;
}

function hasString(string: i32): bool {
  return (
    <u32>string < <u32>word(at.stringLimit) && u8At(array(at.stringPresentArray), string) === 1
  );
}

function emitWithoutProc(type: i32, row: i32, m: i32, n: i32, time: f64, current: i32): bool {
  const block = array(at.blockArray);
  if (type === ev.procStart) {
    const proc = i32At(array(at.arg0Array), row);
    const number = i32At(array(at.arg1Array), row);
    const next = <f64>number + load<f64>(<usize>(at.sequenceBase << 3));
    const procs = array(at.procStatusArray);
    const sequence = array(at.procSequenceArray);
    if (<u32>proc >= <u32>word(at.procLimit) || number < 0) return false;
    if (u8At(procs, proc) !== ev.procIdle || f64At(sequence, proc) + 1 !== next) return false;
    setU8(procs, proc, ev.procRunning);
    setF64(sequence, proc, next);
    setI32(array(at.threadProcArray), m, proc);
    emit(block, n, type, time, m, -1, current, proc);
    emitTransition(block, n, 2 * 8 + 1, 0, 0);
    return true;
  }
  if (type === ev.goSyscallEndBlocked) {
    const status = array(at.statusArray);
    if (current < 0 || u8At(status, current) !== ev.syscall) return false;
    setU8(status, current, ev.runnable);
    setI32(array(at.threadGoroutineArray), m, -1);
    emit(block, n, type, time, m, -1, current, current);
    emitTransition(block, n, ev.syscall * 8 + ev.runnable, 0, 0);
    return true;
  }
  return false;
}

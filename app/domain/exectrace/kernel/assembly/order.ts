/*
 * The ordering loop: moves events from the cursors to the block as long as they are ordinary. Each case is the success
 * path of a handler in advance-*.ts; where one does not apply, nothing is changed and TypeScript decides. Threads take
 * turns after two events or three, so that everything that survives a turn is in a local.
 */
import * as at from '../layout';
import { refill } from './decode';
import { emit, emitTransition, hasStack, textOf } from './emit';
import * as ev from './event-type';
import { siftDown, update } from './frontier';
import { lookUp } from './id-table';
import {
  array,
  double,
  f64At,
  i32At,
  setDouble,
  setF64,
  setI32,
  setU8,
  setWord,
  u8At,
  word,
} from './memory';
import { emitRare } from './rare';
import { addSlot, dropSlot } from './slots';

const room = at.blockCapacity - 4;

/** The event at the head of the frontier is dealt with; false when TypeScript has to get more. */
function step(): bool {
  const c = i32At(array(at.heapCursorArray), 0);
  const row = i32At(array(at.rowArray), c) + 1;
  setI32(array(at.rowArray), c, row);
  if (row === i32At(array(at.rowEndArray), c)) return goOn(c);
  setF64(array(at.heapTimeArray), 0, f64At(array(at.timeArray), row));
  siftDown(0);
  return true;
}

/** Decodes more for the head of the frontier; false when TypeScript has to. */
function goOn(c: i32): bool {
  if (!refill(c)) return false;
  update(0, f64At(array(at.timeArray), i32At(array(at.rowArray), c)));
  return true;
}

/**
 * Goes on until something has to be decided elsewhere: an answer of layout.ts. `stepsOver`: the next event of the first
 * of the frontier was emitted since.
 */
export function order(stepsOver: bool): i32 {
  if (stepsOver && !step()) return at.atRefill;
  const heap = array(at.heapCursorArray);
  const heapTime = array(at.heapTimeArray);
  const rows = array(at.rowArray);
  const rowEnds = array(at.rowEndArray);
  const threads = array(at.threadArray);
  const types = array(at.typeArray);
  const times = array(at.timeArray);
  const arg0 = array(at.arg0Array);
  const arg1 = array(at.arg1Array);
  const arg2 = array(at.arg2Array);
  const status = array(at.statusArray);
  const sequence = array(at.sequenceArray);
  const keys = array(at.goidKeysArray);
  const values = array(at.goidValuesArray);
  const mask = word(at.goidMask);
  const threadGoroutine = array(at.threadGoroutineArray);
  const threadProc = array(at.threadProcArray);
  const threadExists = array(at.threadExistsArray);
  const procs = array(at.procStatusArray);
  const procSequence = array(at.procSequenceArray);
  const block = array(at.blockArray);
  const base = double(at.sequenceBase);
  const nextSample = double(at.nextSample);
  let n = word(at.blockLength);
  let last = double(at.clockLast);
  let answer = at.isFull;

  while (n < room) {
    const size = word(at.frontierSize);
    let time = size === 0 ? Infinity : f64At(heapTime, 0);
    if (size === 0 && nextSample === Infinity) {
      answer = at.isEnded;
      break;
    }
    if (nextSample < time) {
      answer = at.atSample;
      break;
    }
    const c = i32At(heap, 0);
    const m = i32At(threads, c);
    setU8(threadExists, m, 1);
    // The head stays the head while it is not later than its children; a sample comes first only when it is earlier.
    let limit = nextSample;
    if (size > 1) limit = min(limit, f64At(heapTime, 1));
    if (size > 2) limit = min(limit, f64At(heapTime, 2));
    const end = i32At(rowEnds, c);
    let row = i32At(rows, c);
    let before = n;
    let ordinary = true;
    for (;;) {
      let type = u8At(types, row);
      const p = i32At(threadProc, m);
      const current = i32At(threadGoroutine, m);
      let context = current;
      let subject = current;
      let state = 0;
      let text = 0;
      let stack = 0;
      before = n;
      ordinary = false;
      if (time <= last) time = last + 1;
      if (p >= 0 && m !== 0) {
        switch (type) {
          case ev.goStart:
          case ev.goUnblock: {
            const goid = i32At(arg0, row);
            if (goid < 0) break;
            subject = lookUp(keys, values, mask, goid);
            const next = <f64>i32At(arg1, row) + base;
            if (subject < 0 || f64At(sequence, subject) + 1 !== next) break;
            if (type === ev.goStart) {
              if (u8At(status, subject) !== ev.runnable || current >= 0) break;
              setU8(status, subject, ev.running);
              setI32(threadGoroutine, m, subject);
              context = -1;
              state = ev.runnable * 8 + ev.running;
            } else {
              stack = i32At(arg2, row);
              if (u8At(status, subject) !== ev.waiting || !hasStack(stack)) break;
              setU8(status, subject, ev.runnable);
              state = ev.waiting * 8 + ev.runnable;
            }
            setF64(sequence, subject, next);
            ordinary = true;
            break;
          }
          case ev.goBlock:
          case ev.goStop: {
            stack = i32At(arg1, row);
            if (current < 0 || u8At(status, current) !== ev.running || !hasStack(stack)) break;
            text = textOf(i32At(arg0, row));
            if (text < 0) break;
            const to = type === ev.goBlock ? ev.waiting : ev.runnable;
            state = ev.running * 8 + to;
            setU8(status, current, to);
            setI32(threadGoroutine, m, -1);
            ordinary = true;
            break;
          }
          case ev.goSyscallBegin: {
            stack = i32At(arg1, row);
            if (current < 0 || u8At(status, current) !== ev.running || !hasStack(stack)) break;
            const next = <f64>i32At(arg0, row) + base;
            if (u8At(procs, p) === ev.procUnknown || f64At(procSequence, p) + 1 !== next) break;
            setU8(status, current, ev.syscall);
            setU8(procs, p, ev.procSyscall);
            setF64(procSequence, p, next);
            state = ev.running * 8 + ev.syscall;
            ordinary = true;
            break;
          }
          case ev.goSyscallEnd: {
            if (current < 0 || u8At(status, current) !== ev.syscall) break;
            if (u8At(procs, p) !== ev.procSyscall) break;
            setU8(status, current, ev.running);
            setU8(procs, p, ev.procRunning);
            state = ev.syscall * 8 + ev.running;
            ordinary = true;
            break;
          }
          case ev.goSwitch:
          case ev.goSwitchDestroy: {
            const goid = i32At(arg0, row);
            if (goid < 0 || current < 0 || u8At(status, current) !== ev.running) break;
            subject = lookUp(keys, values, mask, goid);
            const next = <f64>i32At(arg1, row) + base;
            if (subject < 0 || f64At(sequence, subject) + 1 !== next) break;
            if (u8At(status, subject) !== ev.waiting) break;
            const ends = type === ev.goSwitchDestroy;
            if (ends && u8At(array(at.inRangeArray), current) !== 0) break;
            // Three events of one: it wakes the other, leaves, and the other starts.
            emit(block, n, type, time, m, p, current, subject);
            emitTransition(block, n++, ev.waiting * 8 + ev.runnable, 0, 0);
            type = ends ? ev.goDestroy : ev.goBlock;
            emit(block, n, type, ++time, m, p, current, current);
            emitTransition(block, n++, ev.running * 8 + (ends ? ev.ended : ev.waiting), 0, 0);
            if (ends) dropSlot(current);
            else setU8(status, current, ev.waiting);
            setU8(status, subject, ev.running);
            setF64(sequence, subject, next);
            setI32(threadGoroutine, m, subject);
            time++;
            context = -1;
            type = ev.goStart;
            state = ev.runnable * 8 + ev.running;
            ordinary = true;
            break;
          }
          case ev.goDestroy: {
            if (current < 0 || u8At(status, current) !== ev.running) break;
            if (u8At(array(at.inRangeArray), current) !== 0) break;
            state = ev.running * 8 + ev.ended;
            setI32(threadGoroutine, m, -1);
            dropSlot(current);
            ordinary = true;
            break;
          }
          case ev.goCreate:
          case ev.goCreateBlocked: {
            const goid = i32At(arg0, row);
            const start = i32At(arg1, row);
            stack = i32At(arg2, row);
            if (goid < 0 || (current >= 0 && u8At(status, current) !== ev.running)) break;
            if (!hasStack(start) || !hasStack(stack)) break;
            if (lookUp(keys, values, mask, goid) >= 0) break;
            const to = type === ev.goCreateBlocked ? ev.waiting : ev.runnable;
            subject = addSlot(goid, to, base);
            if (subject < 0) break;
            state = ev.ended * 8 + to;
            setF64(block + at.blockValue, n, start);
            setF64(block + at.blockExtra, n, goid);
            ordinary = true;
            break;
          }
        }
      }
      if (ordinary) {
        emit(block, n, type, time, m, p, context, subject);
        emitTransition(block, n, state, text, stack);
      } else if (!emitRare(type, row, m, n, time)) {
        break;
      }
      ordinary = true;
      n++;
      last = time;
      row++;
      if (row === end) break;
      time = f64At(times, row);
      if (time > limit || n >= room) break;
    }
    setI32(rows, c, row);
    if (!ordinary) {
      answer = at.atOther;
      break;
    }
    if (row === end) {
      setWord(at.lengthBefore, before);
      if (!goOn(c)) {
        answer = at.atRefill;
        break;
      }
    } else {
      setF64(heapTime, 0, time);
      if (size > 1) siftDown(0);
    }
  }
  setWord(at.blockLength, n);
  setDouble(at.clockLast, last);
  return answer;
}

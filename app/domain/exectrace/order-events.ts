// The ordering loop keeps its tables in locals and its ordinary cases inline, which
// is what its speed rests on; each case is the success path of a handler in advance-*.ts.
import { advance } from './advance';
import { forget } from './advance-goroutine';
import type { Cursors } from './cursors';
import { fail } from './damage';
import { blockCapacity } from './event-block';
import { argumentCounts, eventType as ev, goStatus as g, procStatus } from './event-type';
import type { Frontier } from './frontier';
import { states, type Schedule } from './schedule';

/** What ordering works on: the threads' events, the heap over them, and the scheduler's state. */
export interface Ordering {
  readonly schedule: Schedule;
  readonly cursors: Cursors;
  readonly frontier: Frontier;
  /** Next of `generation.samples`. */
  sample: number;
  /** Trace time, nanoseconds, that is 0 in the stream. */
  origin: number;
}

const running = g.running;
const started = states(g.runnable, g.running);
const unblocked = states(g.waiting, g.runnable);
const blocked = states(g.running, g.waiting);
const stopped = states(g.running, g.runnable);
const entered = states(g.running, g.syscall);
const left = states(g.syscall, g.running);
const ended = states(g.running, g.ended);
const created = states(g.ended, g.runnable);
const createdBlocked = states(g.ended, g.waiting);
const room = blockCapacity - 4;

/**
 * Moves events from the cursors to the block, in order, until the block is full or the generation
 * is used up (false). One call is one bounded slice: a loop over a whole generation may be
 * deoptimised once and never recover.
 */
export function orderSlice(order: Ordering): boolean {
  const { schedule: s, cursors, frontier } = order;
  const { goroutines, block, clock } = s;
  const {
    type: types,
    time: times,
    arg0,
    arg1,
    arg2,
    row: rows,
    rowEnd,
    thread: threads,
  } = cursors;
  const { cursor: heap, time: heapTime } = frontier;
  const { sequenceBase, textOfString } = s;
  const { status, sequence, keys, values, mask } = goroutines;
  const { threadGoroutine, threadProc, threadExists, procStatus: procs, procSequence } = s;
  const stackPresent = s.generation.stacks.present;
  const bType = block.type;
  const bTime = block.time;
  const bThread = block.thread;
  const bProc = block.proc;
  const bGoroutine = block.goroutine;
  const bSubject = block.subject;
  const bState = block.state;
  const bText = block.text;
  const bValue = block.value;
  const bStack = block.stack;
  const bExtra = block.extra;
  const growths = goroutines.growths;
  let nextSample = sampleTime(order);

  while (block.length < room) {
    if (frontier.size === 0 && nextSample === Infinity) return false;
    if (frontier.size === 0 || nextSample < heapTime[0]!) {
      emitSample(order);
      nextSample = sampleTime(order);
      continue;
    }
    const c = heap[0]!;
    const m = threads[c]!;
    threadExists[m] = 1;
    // The head stays the head while it is not later than its children.
    let limit = frontier.size > 1 ? heapTime[1]! : Infinity;
    if (frontier.size > 2 && heapTime[2]! < limit) limit = heapTime[2]!;
    // A sample comes first only when it is earlier.
    if (nextSample < limit) limit = nextSample;
    const end = rowEnd[c]!;
    let row = rows[c]!;
    let n = block.length;
    let last = clock[1]!;
    let time = heapTime[0]!;

    for (;;) {
      const type = types[row]!;
      const p = threadProc[m]!;
      const current = threadGoroutine[m]!;
      let subject = current;
      let state = 0;
      let text = 0;
      let stack = 0;
      let before = n;
      let ordinary = false;
      let emitted = type;
      if (p >= 0 && m !== 0) {
        switch (type) {
          case ev.goStart:
          case ev.goUnblock: {
            const goid = arg0[row]!;
            if (goid < 0) break;
            let i = goid & mask;
            while (values[i] !== 0 && keys[i] !== goid) i = (i + 1) & mask;
            subject = values[i]! - 1;
            const next = arg1[row]! + sequenceBase;
            if (subject < 0 || sequence[subject]! + 1 !== next) break;
            if (type === ev.goStart) {
              if (status[subject] !== g.runnable || current >= 0) break;
              status[subject] = running;
              threadGoroutine[m] = subject;
              state = started;
            } else {
              stack = arg2[row]!;
              if (status[subject] !== g.waiting || stackPresent[stack] !== 1) break;
              status[subject] = g.runnable;
              state = unblocked;
            }
            sequence[subject] = next;
            ordinary = true;
            break;
          }
          case ev.goBlock:
          case ev.goStop:
            stack = arg1[row]!;
            if (current < 0 || status[current] !== running || stackPresent[stack] !== 1) break;
            text = textOfString[arg0[row]!]!;
            if (!(text >= 0)) break;
            state = type === ev.goBlock ? blocked : stopped;
            status[current] = state & 7;
            threadGoroutine[m] = -1;
            ordinary = true;
            break;
          case ev.goSyscallBegin: {
            stack = arg1[row]!;
            if (current < 0 || status[current] !== running || stackPresent[stack] !== 1) break;
            const next = arg0[row]! + sequenceBase;
            if (procs[p] === procStatus.unknown || procSequence[p]! + 1 !== next) break;
            status[current] = g.syscall;
            procs[p] = procStatus.syscall;
            procSequence[p] = next;
            state = entered;
            ordinary = true;
            break;
          }
          case ev.goSyscallEnd:
            if (current < 0 || status[current] !== g.syscall) break;
            if (procs[p] !== procStatus.syscall) break;
            status[current] = running;
            procs[p] = procStatus.running;
            state = left;
            ordinary = true;
            break;
          case ev.goSwitch:
          case ev.goSwitchDestroy: {
            const goid = arg0[row]!;
            if (goid < 0 || current < 0 || status[current] !== running) break;
            let i = goid & mask;
            while (values[i] !== 0 && keys[i] !== goid) i = (i + 1) & mask;
            subject = values[i]! - 1;
            const next = arg1[row]! + sequenceBase;
            if (subject < 0 || sequence[subject]! + 1 !== next) break;
            if (status[subject] !== g.waiting) break;
            // Three events of one: it wakes the other, leaves, and the other starts.
            const ends = type === ev.goSwitchDestroy;
            for (let step = 0; step < 2; step++, n++) {
              if (time <= last) time = last + 1;
              last = time;
              bType[n] = step === 0 ? type : ends ? ev.goDestroy : ev.goBlock;
              bTime[n] = time;
              bThread[n] = m;
              bProc[n] = p;
              bGoroutine[n] = current;
              bSubject[n] = step === 0 ? subject : current;
              bState[n] = step === 0 ? unblocked : ends ? ended : blocked;
              bText[n] = 0;
              bStack[n] = 0;
            }
            if (ends) forget(s, current);
            else status[current] = g.waiting;
            status[subject] = running;
            sequence[subject] = next;
            threadGoroutine[m] = subject;
            emitted = ev.goStart;
            state = started;
            ordinary = true;
            break;
          }
          case ev.goDestroy:
            if (current < 0 || status[current] !== running) break;
            state = ended;
            threadGoroutine[m] = -1;
            forget(s, current);
            ordinary = true;
            break;
          case ev.goCreate:
          case ev.goCreateBlocked: {
            const goid = arg0[row]!;
            const start = arg1[row]!;
            stack = arg2[row]!;
            if (goid < 0 || (current >= 0 && status[current] !== running)) break;
            if (stackPresent[start] !== 1 || stackPresent[stack] !== 1) break;
            if (goroutines.find(goid) >= 0) break;
            const isBlocked = type === ev.goCreateBlocked;
            subject = goroutines.add(goid, isBlocked ? g.waiting : g.runnable, sequenceBase);
            state = isBlocked ? createdBlocked : created;
            bValue[n] = start;
            bExtra[n] = goid;
            ordinary = true;
            break;
          }
          case ev.heapAlloc:
            if (arg0[row]! < 0) break;
            bValue[n] = arg0[row]!;
            subject = -1;
            ordinary = true;
            break;
          default:
        }
      }
      if (ordinary) {
        if (time <= last) time = last + 1;
        last = time;
        bType[n] = emitted;
        bTime[n] = time;
        bThread[n] = m;
        bProc[n] = p;
        bGoroutine[n] = emitted === ev.goStart ? -1 : current;
        bSubject[n] = subject;
        bState[n] = state;
        bText[n] = text;
        bStack[n] = stack;
        n++;
      } else {
        rows[c] = row;
        block.length = n;
        clock[1] = last;
        if (!advanceAt(order, c)) {
          heapTime[0] = times[row]!;
          advanceOther(order);
          break;
        }
        before = n;
        n = block.length;
        last = clock[1]!;
      }
      row++;
      if (row === end) {
        rows[c] = row;
        block.length = n;
        clock[1] = last;
        moveOn(order, 0, before);
        break;
      }
      time = times[row]!;
      if (time > limit || n >= room || goroutines.growths !== growths) {
        rows[c] = row;
        block.length = n;
        clock[1] = last;
        heapTime[0] = time;
        frontier.siftDown(0);
        break;
      }
    }
    // The locals above may name arrays that were replaced.
    if (goroutines.growths !== growths) return true;
  }
  return true;
}

/** Tries the next event of cursor `c`; false when another must come first. */
function advanceAt(order: Ordering, c: number): boolean {
  const { schedule: s, cursors } = order;
  const { args } = s;
  const row = cursors.row[c]!;
  const thread = cursors.thread[c]!;
  const type = cursors.type[row]!;
  s.threadExists[thread] = 1;
  s.clock[0] = cursors.time[row]!;
  const { wide } = cursors;
  const count = argumentCounts[type]!;
  for (let i = 0; i < count; i++) {
    const value = (
      i === 0 ? cursors.arg0 : i === 1 ? cursors.arg1 : i === 2 ? cursors.arg2 : cursors.arg3
    )[row]!;
    args[i] = value < 0 ? wide[-value]! : value;
  }
  return advance(s, thread, type);
}

/** The head cannot go on: the first of the others, by time, that can does. */
function advanceOther(order: Ordering): void {
  const { schedule: s, cursors, frontier } = order;
  frontier.sort();
  for (let i = 1; i < frontier.size; i++) {
    const c = frontier.cursor[i]!;
    const before = s.block.length;
    if (!advanceAt(order, c)) continue;
    const row = ++cursors.row[c]!;
    if (row === cursors.rowEnd[c]) {
      moveOn(order, i, before);
    } else {
      frontier.time[i] = cursors.time[row]!;
      frontier.update(i);
    }
    return;
  }
  fail('no thread has an event that may come next');
}

/**
 * The cursor at `i` of the heap has used up what was decoded. Go's reader looks at the next event
 * before it hands out this one, so damage there takes back the entries from `before` on.
 */
function moveOn(order: Ordering, i: number, before: number): void {
  const { schedule: s, cursors, frontier } = order;
  const c = frontier.cursor[i]!;
  let more: boolean;
  try {
    more = cursors.refill(c);
  } catch (damage) {
    s.block.length = before;
    throw damage;
  }
  if (!more) return frontier.remove(i);
  frontier.time[i] = cursors.time[cursors.row[c]!]!;
  frontier.update(i);
}

function sampleTime({ schedule, sample, origin }: Ordering): number {
  const { samples, nsPerTick } = schedule.generation;
  const next = samples[sample];
  return next === undefined ? Infinity : Math.trunc(next.ticks * nsPerTick) - origin;
}

/** CPU samples are told in the context that the sample itself names. */
function emitSample(order: Ordering): void {
  const { schedule: s } = order;
  const sample = s.generation.samples[order.sample]!;
  s.clock[0] = sampleTime(order);
  order.sample++;
  const stack = s.requireStack(sample.stack);
  const slot = sample.goid < 0 ? -1 : s.goroutines.find(sample.goid);
  const i = s.emit(ev.cpuSample, s.thread(sample.thread), sample.proc, slot);
  s.block.value[i] = sample.goid;
  s.block.stack[i] = stack;
}

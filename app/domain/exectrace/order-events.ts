import { advance } from './advance';
import type { Cursors } from './cursors';
import { fail } from './damage';
import { argumentCounts, eventType as ev } from './event-type';
import type { Frontier } from './frontier';
import * as at from './kernel/layout';
import type { Kernel } from './kernel/kernel';
import type { Schedule } from './schedule';

/** What ordering works on: the threads' events, the heap over them, and the scheduler's state. */
export interface Ordering {
  readonly kernel: Kernel;
  readonly schedule: Schedule;
  readonly cursors: Cursors;
  readonly frontier: Frontier;
  /** Next of `generation.samples`. */
  sample: number;
  /** Trace time, nanoseconds, that is 0 in the stream. */
  origin: number;
}

/**
 * Moves events from the cursors to the block, in order, until the block is full or the generation
 * is used up (false). Ordinary events are moved by kernel/assembly/order.ts.
 */
export function orderSlice(order: Ordering): boolean {
  const { kernel, schedule, frontier } = order;
  const { words, doubles, calls } = kernel;
  const { block } = schedule;
  doubles[at.nextSample] = sampleTime(order);
  let stepsOver = false;
  for (;;) {
    words[at.blockLength] = block.length;
    const stop = calls.order(stepsOver);
    block.length = words[at.blockLength]!;
    stepsOver = false;
    switch (stop) {
      case at.isFull:
        return true;
      case at.isEnded:
        return false;
      case at.atSample:
        emitSample(order);
        doubles[at.nextSample] = sampleTime(order);
        break;
      case at.atRefill:
        moveOn(order, 0, words[at.lengthBefore]!);
        break;
      default: {
        words[at.lengthBefore] = block.length;
        stepsOver = advanceAt(order, frontier.cursor[0]!);
        if (!stepsOver) advanceOther(order);
      }
    }
  }
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
  const head = frontier.cursor[0]!;
  frontier.setTime(0, cursors.time[cursors.row[head]!]!);
  frontier.sort();
  const { size } = frontier;
  for (let i = 1; i < size; i++) {
    const c = frontier.cursor[i]!;
    const before = s.block.length;
    if (!advanceAt(order, c)) continue;
    const row = ++cursors.row[c]!;
    if (row === cursors.rowEnd[c]) {
      moveOn(order, i, before);
    } else {
      frontier.update(i, cursors.time[row]!);
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
  frontier.update(i, cursors.time[cursors.row[c]!]!);
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

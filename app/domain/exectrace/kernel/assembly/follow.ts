/*
 * The analysis of transitions of goroutines: sums of states, of intervals by reason and stack, of wakes, and latencies.
 * One loop for all of them. What its arrays have no place for yet is left to TypeScript.
 */
import * as at from '../layout';
import * as ev from './event-type';
import {
  array,
  double,
  f64At,
  i32At,
  setDouble,
  setF64,
  setI32,
  setWord,
  u8At,
  word,
} from './memory';

function addF64(where: usize, i: i32, value: f64): void {
  setF64(where, i, f64At(where, i) + value);
}

/** Adds an interval to sums of count, nanoseconds, longest. */
function addInterval(sums: usize, row: i32, ns: f64): void {
  const i = row << 2;
  addF64(sums, i, 1);
  addF64(sums, i + 1, ns);
  if (ns > f64At(sums, i + 2)) setF64(sums, i + 2, ns);
}

/** Sums of a histogram: how many, their sum, the least, the largest. */
function addLatency(index: i32, ns: f64): void {
  const sums = array(at.histogramSumsArray);
  const i = index << 2;
  const total = f64At(sums, i);
  addF64(array(at.histogramCountsArray), index * at.histogramBuckets + bucketOf(ns), 1);
  setF64(sums, i, total + 1);
  addF64(sums, i + 1, ns);
  if (total === 0 || ns < f64At(sums, i + 2)) setF64(sums, i + 2, ns);
  if (ns > f64At(sums, i + 3)) setF64(sums, i + 3, ns);
}

function bucketOf(value: f64): i32 {
  if (!(value > 0)) return 0;
  if (value < at.histogramLinear) return <i32>value;
  const v = <u64>value;
  const exponent = 63 - <i32>clz(v);
  const within = (<i32>(v >> (exponent - 4))) & (at.histogramPerOctave - 1);
  const bucket = at.histogramLinear + (exponent - 5) * at.histogramPerOctave + within;
  // A damaged trace may tell of centuries.
  return min(bucket, at.histogramBuckets - 1);
}

/** Adds a span in which a goroutine ran, to every bucket its part; the buckets reach to its end. */
function addRunning(begin: f64, end: f64): void {
  const times = array(at.runningInArray);
  const width = double(at.bucketWidth);
  const first = <i32>(begin / width);
  const last = <i32>(end / width);
  setWord(at.recentBucket, last);
  setDouble(at.recentFrom, last * width);
  setDouble(at.recentTo, (last + 1) * width);
  if (first === last) {
    addF64(times, first, end - begin);
    return;
  }
  addF64(times, first, (first + 1) * width - begin);
  for (let bucket = first + 1; bucket < last; bucket++) addF64(times, bucket, width);
  addF64(times, last, end - last * width);
}

/** Keeps an event for TypeScript, which has a loop for such events then instead of a call for each. */
function setAside(i: i32): void {
  const n = word(at.setAsideCount);
  setI32(array(at.setAsideArray), n, i);
  setWord(at.setAsideCount, n + 1);
}

/** Whether the end of a goroutine needs nothing but counting. */
function endsHere(slot: i32): bool {
  return word(at.takesEnds) === 1 && i32At(array(at.liveGroupArray), slot) > 0;
}

/** One more of a group was created (0) or ended (1) at a time that has a bucket. */
function count(group: i32, which: i32, time: f64): void {
  const counts = array(at.groupCountsArray);
  const i = (group << at.groupShift) + which;
  setI32(counts, i, i32At(counts, i) + 1);
  const buckets = array(at.groupBucketsArray);
  const bucket = i * at.bucketCount + <i32>(time / double(at.bucketWidth));
  setI32(buckets, bucket, i32At(buckets, bucket) + 1);
}

/** A goroutine is created, at a place that is known already; false when TypeScript has to begin it. */
function begin(block: usize, i: i32, before: i32, to: i32): bool {
  const type = u8At(block + at.blockType, i);
  if (before !== ev.ended || (type !== ev.goCreate && type !== ev.goCreateBlocked)) return false;
  const slot = i32At(block + at.blockSubject, i);
  const stack = i32At(block + at.blockStack, i);
  const start = <i32>f64At(block + at.blockValue, i);
  const now = f64At(block + at.blockTime, i);
  const group = i32At(array(at.groupOfStackArray), stack) - 1;
  if (word(at.takesBegins) === 0 || slot >= word(at.slotRoom) || group < 0) return false;
  if (i32At(array(at.startOfStackArray), stack) !== start) return false;
  if (now >= double(at.bucketWidth) * at.bucketCount) return false;
  const rowOfStack = array(at.rowOfStackArray);
  let row = 0;
  if (to === ev.runnable) row = i32At(rowOfStack, (stack << 2) + at.firstRunnableRow) - 1;
  else {
    // A coroutine waits where it starts; its creator's stack says nothing of it.
    row = i32At(rowOfStack, (start << 2) + at.waitRow) - 1;
    if (row >= 0 && i32At(array(at.rowReasonArray), row) !== 0) return false;
  }
  if (row < 0) return false;
  const place = slot << at.slotShift;
  const times = array(at.slotTimesArray) + ((<usize>place) << 3);
  const marks = array(at.slotMarksArray) + ((<usize>place) << 2);
  memory.fill(times, 0, 8 << at.slotShift);
  memory.fill(marks, 0, 4 << at.slotShift);
  setF64(times, at.sinceTime, now);
  setI32(marks, at.stateMark, to);
  setI32(marks, at.stoppedAtMark, -1);
  setI32(marks, at.rowMark, row);
  setI32(marks, at.histogramMark, i32At(array(at.groupHistogramArray), group));
  setWord(at.slotsBegun, max(word(at.slotsBegun), slot + 1));
  const goids = array(at.liveGoidArray);
  const parent = i32At(block + at.blockGoroutine, i);
  setF64(goids, slot, f64At(block + at.blockExtra, i));
  setF64(array(at.liveParentArray), slot, parent < 0 ? -1 : f64At(goids, parent));
  setF64(array(at.liveCreatedArray), slot, now);
  setI32(array(at.liveGroupArray), slot, group + 1);
  count(group, 0, now);
  return true;
}

/** Takes the events of the block at hand from `from` on; answers with the first one that is left to TypeScript. */
export function follow(from: i32, length: i32): i32 {
  const block = array(at.followedArray);
  const types = block + at.blockType;
  const times = block + at.blockTime;
  const subjects = block + at.blockSubject;
  const states = block + at.blockState;
  const texts = block + at.blockText;
  const stacks = block + at.blockStack;
  const slotTimes = array(at.slotTimesArray);
  const slotMarks = array(at.slotMarksArray);
  const reasons = array(at.rowReasonArray);
  const sums = array(at.rowSumsArray);
  const rowOfStack = array(at.rowOfStackArray);
  const runningIn = array(at.runningInArray);
  const endOfBuckets = double(at.bucketWidth) * at.bucketCount;
  let runningNs = double(at.runningNs);
  let i = from;
  for (; i < length; i++) {
    const interest = u8At(at.interestAt, u8At(types, i));
    if (interest === 0) continue;
    if (interest !== at.isTransition) {
      if ((interest & at.isSetAside) !== 0) setAside(i);
      if ((interest & at.isInOrder) !== 0) break;
      continue;
    }
    const state = u8At(states, i);
    const before = state >> 3;
    const to = state & 7;
    if (before === ev.ended || before === 0) {
      if (!begin(block, i, before, to)) break;
      continue;
    }
    const place = i32At(subjects, i) << at.slotShift;
    const mark = slotMarks + ((<usize>place) << 2);
    const stack = i32At(stacks, i);
    if (before === to) {
      // A status in a later generation: the state goes on, but now its stack is told.
      if (stack > 0) setI32(mark, at.stoppedAtMark, stack);
      continue;
    }
    if (i32At(mark, at.workMark) !== 0 || i32At(mark, at.stripMark) !== 0) break;
    const now = f64At(times, i);
    if (now >= endOfBuckets || (to === ev.ended && !endsHere(i32At(subjects, i)))) break;
    const sinceAt = slotTimes + ((<usize>place) << 3);
    const since = f64At(sinceAt, at.sinceTime);
    const elapsed = now - since;
    const row = i32At(mark, at.rowMark);
    let next = -1;
    if (to === ev.runnable) {
      const kind = i32At(mark, at.hasRunMark) === 1 ? at.runnableRow : at.firstRunnableRow;
      next = i32At(rowOfStack, (stack << 2) + kind) - 1;
      if (next < 0) break;
      if (before === ev.waiting) {
        const pair = next < word(at.pairOfWakerLimit) ? i32At(array(at.pairOfWakerArray), next) : 0;
        const ends = array(at.pairEndsArray);
        if (i32At(ends, 2 * pair) !== next || i32At(ends, 2 * pair + 1) !== row) break;
        addInterval(array(at.pairSumsArray), pair, elapsed);
      }
    } else if (to === ev.waiting) {
      next = i32At(rowOfStack, (stack << 2) + at.waitRow) - 1;
      if (next < 0 || i32At(reasons, next) !== i32At(texts, i)) break;
    } else if (to === ev.syscall) {
      next = i32At(rowOfStack, (stack << 2) + at.syscallRow) - 1;
      if (next < 0) break;
    }
    if (before === ev.running) {
      if (i32At(mark, at.histogramMark) < 0 && stack > 0) break;
      if (since >= double(at.recentFrom) && now < double(at.recentTo)) {
        addF64(runningIn, word(at.recentBucket), elapsed);
      } else addRunning(since, now);
      runningNs += elapsed;
      setI32(mark, at.stoppedAtMark, stack);
      setI32(mark, at.reasonMark, i32At(texts, i));
    }
    if (row >= 0) addInterval(sums, row, elapsed);
    if (to === ev.running) {
      setI32(mark, at.hasRunMark, 1);
      if (before === ev.runnable) addLatency(max(0, i32At(mark, at.histogramMark)), elapsed);
    }
    setF64(sinceAt, at.sinceTime, now);
    addF64(sinceAt, at.inStateTime + before, elapsed);
    setI32(mark, at.stateMark, to);
    setI32(mark, at.rowMark, next);
    if (to === ev.ended) {
      setI32(mark, at.reasonMark, 0);
      setWord(at.endedWithoutRow, word(at.endedWithoutRow) + 1);
      count(i32At(array(at.liveGroupArray), i32At(subjects, i)) - 1, 1, now);
    }
  }
  setDouble(at.runningNs, runningNs);
  return i;
}

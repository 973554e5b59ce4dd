/*
 * The cursors that still have events, as a min-heap by the time of the next one. Equal times come out in the order in
 * which Go's reader (`internal/trace/batchcursor.go`) has them, which depends on every step: strictly less, up first and
 * then down, in the order of insertion. The time lies beside the cursor: comparing need not look elsewhere.
 */
import * as at from '../layout';
import { array, f64At, i32At, setF64, setI32, setWord, word } from './memory';

/** Adds a cursor whose next event is at `time`. */
export function insert(cursor: i32, time: f64): void {
  const i = word(at.frontierSize);
  setWord(at.frontierSize, i + 1);
  setI32(array(at.heapCursorArray), i, cursor);
  setF64(array(at.heapTimeArray), i, time);
  siftUp(i);
}

/** After the time at `i` changed. */
export function update(i: i32, time: f64): void {
  setF64(array(at.heapTimeArray), i, time);
  if (siftUp(i) === i) siftDown(i);
}

export function remove(i: i32): void {
  for (let k = i; k > 0; k = (k - 1) >> 1) swap(k, (k - 1) >> 1);
  const cursor = array(at.heapCursorArray);
  const time = array(at.heapTimeArray);
  const size = word(at.frontierSize) - 1;
  setWord(at.frontierSize, size);
  setI32(cursor, 0, i32At(cursor, size));
  setF64(time, 0, f64At(time, size));
  siftDown(0);
}

/** Sorts from earliest to latest; equal times keep their order. */
export function sort(): void {
  const cursor = array(at.heapCursorArray);
  const time = array(at.heapTimeArray);
  const size = word(at.frontierSize);
  for (let i = 1; i < size; i++) {
    const c = i32At(cursor, i);
    const t = f64At(time, i);
    let j = i - 1;
    while (j >= 0 && f64At(time, j) > t) {
      setI32(cursor, j + 1, i32At(cursor, j));
      setF64(time, j + 1, f64At(time, j));
      j--;
    }
    setI32(cursor, j + 1, c);
    setF64(time, j + 1, t);
  }
}

function siftUp(from: i32): i32 {
  const time = array(at.heapTimeArray);
  let i = from;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!(f64At(time, parent) > f64At(time, i))) break;
    swap(i, parent);
    i = parent;
  }
  return i;
}

export function siftDown(from: i32): void {
  const cursor = array(at.heapCursorArray);
  const time = array(at.heapTimeArray);
  const size = word(at.frontierSize);
  let i = from;
  const c = i32At(cursor, i);
  const t = f64At(time, i);
  for (;;) {
    let least = i;
    let leastTime = t;
    const left = 2 * i + 1;
    if (left < size && f64At(time, left) < leastTime) {
      least = left;
      leastTime = f64At(time, left);
    }
    const right = left + 1;
    if (right < size && f64At(time, right) < leastTime) {
      least = right;
      leastTime = f64At(time, right);
    }
    if (least === i) break;
    setI32(cursor, i, i32At(cursor, least));
    setF64(time, i, leastTime);
    i = least;
  }
  setI32(cursor, i, c);
  setF64(time, i, t);
}

function swap(a: i32, b: i32): void {
  const cursor = array(at.heapCursorArray);
  const time = array(at.heapTimeArray);
  const c = i32At(cursor, a);
  const t = f64At(time, a);
  setI32(cursor, a, i32At(cursor, b));
  setF64(time, a, f64At(time, b));
  setI32(cursor, b, c);
  setF64(time, b, t);
}

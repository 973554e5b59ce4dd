/*
 * Decodes a thread's events, a chunk at a time, into columns. Cursor `c` owns the rows from `first[c]`; `row[c]` is its
 * next event and `rowEnd[c]` the end of what is decoded. An event is: type, time difference in ticks, arguments. An
 * argument of 2^31 and more is −i, the value being `wide[i]`.
 */
import * as at from '../layout';
import { array, double, f64At, i32At, setF64, setI32, setU8, setWord, word } from './memory';

let position: usize = 0;

/** Any number, as a column value, from `position` on. */
function uvarint(end: usize): i32 {
  let value: u64 = 0;
  let shift: u64 = 0;
  let size = 0;
  for (;;) {
    const b = <u64>load<u8>(position++);
    size++;
    if (size === 10 && b > 1) {
      // More than 64 bits: beyond the end of the batch, so that it counts as damage.
      position = end + 1;
      return 0;
    }
    value |= (b & 0x7f) << shift;
    if (b < 0x80) break;
    shift += 7;
  }
  if (value < 0x80000000) return <i32>value;
  const i = word(at.wideCount);
  setF64(array(at.wideArray), i, <f64>value);
  setWord(at.wideCount, i + 1);
  return -i;
}

/** One chunk; there must be room for the wide numbers in it. */
export function decode(c: i32): void {
  const types = array(at.typeArray);
  const times = array(at.timeArray);
  const arg0 = array(at.arg0Array);
  const arg1 = array(at.arg1Array);
  const arg2 = array(at.arg2Array);
  const nsPerTick = double(at.nsPerTick);
  const end = <usize>i32At(array(at.endArray), c);
  const first = i32At(array(at.firstArray), c);
  const rowEnd = first + i32At(array(at.rowsArray), c);
  let last = f64At(array(at.lastTimeArray), c);
  let row = first;
  let p = <usize>i32At(array(at.positionArray), c);
  while (p < end && row < rowEnd) {
    const start = p;
    const type = <i32>load<u8>(p++);
    const count = <i32>load<i8>(<usize>(at.argumentCountsAt + type));
    if (count < 0) {
      stop(c, type * 4 + at.isNoEvent);
      p = start;
      break;
    }
    setU8(types, row, type);
    // Most numbers take one byte or two; the rest goes through `uvarint`. In a function of their own, with the position in a
    // global, reading takes a fifth longer.
    let b = <i32>load<u8>(p++);
    if (b >= 0x80) {
      const next = <i32>load<u8>(p++);
      if (next < 0x80) {
        b = (b & 0x7f) | (next << 7);
      } else {
        position = p - 2;
        b = uvarint(end);
        p = position;
      }
    }
    const ticks = b < 0 ? f64At(array(at.wideArray), -b) : <f64>b;
    last += trunc(ticks * nsPerTick);
    setF64(times, row, last);
    if (count > 0) {
      b = <i32>load<u8>(p++);
      if (b >= 0x80) {
        const next = <i32>load<u8>(p++);
        if (next < 0x80) {
          b = (b & 0x7f) | (next << 7);
        } else {
          position = p - 2;
          b = uvarint(end);
          p = position;
        }
      }
      setI32(arg0, row, b);
      if (count > 1) {
        b = <i32>load<u8>(p++);
        if (b >= 0x80) {
          position = p - 1;
          b = uvarint(end);
          p = position;
        }
        setI32(arg1, row, b);
        if (count > 2) {
          b = <i32>load<u8>(p++);
          if (b >= 0x80) {
            position = p - 1;
            b = uvarint(end);
            p = position;
          }
          setI32(arg2, row, b);
          if (count > 3) {
            position = p;
            setI32(array(at.arg3Array), row, uvarint(end));
            p = position;
          }
        }
      }
    }
    if (p > end) {
      stop(c, at.endsEarly);
      p = start;
      break;
    }
    row++;
  }
  setI32(array(at.positionArray), c, <i32>p);
  setF64(array(at.lastTimeArray), c, last);
  setI32(array(at.rowArray), c, first);
  setI32(array(at.rowEndArray), c, row);
}

/** The damage is told when the events before it are used up; it lies at the cursor's position. */
function stop(c: i32, damage: i32): void {
  setI32(array(at.damageArray), c, damage);
}

/** Decodes more of the cursor's batch; false when TypeScript has to look after it. */
export function refill(c: i32): bool {
  if (i32At(array(at.damageArray), c) !== 0) return false;
  if (i32At(array(at.positionArray), c) === i32At(array(at.endArray), c)) return false;
  const room = word(at.wideCapacity) - word(at.wideCount);
  if (room < at.chunkEvents * at.widePerEvent) return false;
  decode(c);
  return i32At(array(at.rowArray), c) < i32At(array(at.rowEndArray), c);
}

/*
 * Open addressing from an id to an index: `keys` has the ids, `values` the index + 1, 0 for a free place. Ids are given
 * out in rising order, so their low bits spread by themselves.
 */
import { array, f64At, i32At, setF64, setI32, setWord, word } from './memory';

function hash(id: f64): i32 {
  return id < 2147483648 ? <i32>id : <i32>((<u64>id) & 0x7fffffff);
}

/** Index of an id, −1 when it is not there. */
export function lookUp(keys: usize, values: usize, mask: i32, id: f64): i32 {
  let i = hash(id) & mask;
  let value = i32At(values, i);
  while (value !== 0 && f64At(keys, i) !== id) {
    i = (i + 1) & mask;
    value = i32At(values, i);
  }
  return value - 1;
}

export function enter(keys: usize, values: usize, mask: i32, id: f64, index: i32): void {
  let i = hash(id) & mask;
  while (i32At(values, i) !== 0) i = (i + 1) & mask;
  setF64(keys, i, id);
  setI32(values, i, index + 1);
}

/** Removes what `index` stands for; false when it is not there. */
export function leave(keys: usize, values: usize, mask: i32, id: f64, index: i32): bool {
  let hole = hash(id) & mask;
  while (i32At(values, hole) !== index + 1) {
    if (i32At(values, hole) === 0) return false;
    hole = (hole + 1) & mask;
  }
  // Move later entries of the same run back, or a search would stop at the hole.
  for (let i = (hole + 1) & mask; i32At(values, i) !== 0; i = (i + 1) & mask) {
    const home = hash(f64At(keys, i)) & mask;
    if (((i - home) & mask) >= ((i - hole) & mask)) {
      setF64(keys, hole, f64At(keys, i));
      setI32(values, hole, i32At(values, i));
      hole = i;
    }
  }
  setI32(values, hole, 0);
  return true;
}

/** An index for a new id: one that was given back, or the next one; −1 when the arrays must grow first. The arguments are words of layout.ts. */
export function takeIndex(freeArray: i32, freeCount: i32, count: i32, capacity: i32): i32 {
  const free = word(freeCount);
  if (free > 0) {
    setWord(freeCount, free - 1);
    return i32At(array(freeArray), free - 1);
  }
  const index = word(count);
  if (index >= word(capacity)) return -1;
  setWord(count, index + 1);
  return index;
}

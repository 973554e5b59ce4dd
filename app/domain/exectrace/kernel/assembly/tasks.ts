/* Open tasks. */
import * as at from '../layout';
import { enter, leave, lookUp } from './id-table';
import { array, i32At, setF64, setI32, setWord, word } from './memory';

/** Index of an open task, −1 when there is none of this id. */
export function findTask(task: f64): i32 {
  return lookUp(array(at.taskKeysArray), array(at.taskValuesArray), word(at.taskMask), task);
}

/** Opens a task (name: text index; parent: −1 is none); false when the arrays must grow first. */
export function addTask(task: f64, name: i32, parent: f64): bool {
  const used = word(at.taskUsed) + 1;
  if (used * 2 > word(at.taskMask)) return false;
  const free = word(at.taskFreeCount);
  let i = word(at.taskCount);
  if (free > 0) {
    i = i32At(array(at.taskFreeArray), free - 1);
    setWord(at.taskFreeCount, free - 1);
  } else {
    if (i >= word(at.taskCapacity)) return false;
    setWord(at.taskCount, i + 1);
  }
  setI32(array(at.taskNameArray), i, name);
  setF64(array(at.taskParentArray), i, parent);
  setWord(at.taskUsed, used);
  enterTask(task, i);
  return true;
}

export function enterTask(task: f64, index: i32): void {
  enter(array(at.taskKeysArray), array(at.taskValuesArray), word(at.taskMask), task, index);
}

/** Forgets an open task; `index` is where it was found. */
export function dropTask(task: f64, index: i32): void {
  leave(array(at.taskKeysArray), array(at.taskValuesArray), word(at.taskMask), task, index);
  setWord(at.taskUsed, word(at.taskUsed) - 1);
  const free = word(at.taskFreeCount);
  setI32(array(at.taskFreeArray), free, index);
  setWord(at.taskFreeCount, free + 1);
}

/* Open tasks. */
import * as at from '../layout';
import { enter, leave, lookUp, takeIndex } from './id-table';
import { array, i32At, setF64, setI32, setWord, word } from './memory';

/** Index of an open task, −1 when there is none of this id. */
export function findTask(task: f64): i32 {
  return lookUp(array(at.taskKeysArray), array(at.taskValuesArray), word(at.taskMask), task);
}

/** Opens a task (name: text index; parent: −1 is none); false when the arrays must grow first. */
export function addTask(task: f64, name: i32, parent: f64): bool {
  const used = word(at.taskUsed) + 1;
  const mask = word(at.taskMask);
  if (used * 2 > mask) return false;
  const i = takeIndex(at.taskFreeArray, at.taskFreeCount, at.taskCount, at.taskCapacity);
  if (i < 0) return false;
  setI32(array(at.taskNameArray), i, name);
  setF64(array(at.taskParentArray), i, parent);
  setWord(at.taskUsed, used);
  enter(array(at.taskKeysArray), array(at.taskValuesArray), mask, task, i);
  return true;
}

/** Forgets an open task; `index` is where it was found. */
export function dropTask(task: f64, index: i32): void {
  leave(array(at.taskKeysArray), array(at.taskValuesArray), word(at.taskMask), task, index);
  setWord(at.taskUsed, word(at.taskUsed) - 1);
  const free = word(at.taskFreeCount);
  setI32(array(at.taskFreeArray), free, index);
  setWord(at.taskFreeCount, free + 1);
}

import * as at from '../layout';
import { array, i32At, setF64, setI32, setU8, u8At, word } from './memory';

/** Columns of an event that every one has. */
export function emit(
  block: usize,
  i: i32,
  type: i32,
  time: f64,
  thread: i32,
  proc: i32,
  goroutine: i32,
  subject: i32,
): void {
  setU8(block + at.blockType, i, type);
  setF64(block + at.blockTime, i, time);
  setI32(block + at.blockThread, i, thread);
  setI32(block + at.blockProc, i, proc);
  setI32(block + at.blockGoroutine, i, goroutine);
  setI32(block + at.blockSubject, i, subject);
}

/** Columns of a transition: from one state to another × 8, and where. */
export function emitTransition(block: usize, i: i32, state: i32, text: i32, stack: i32): void {
  setU8(block + at.blockState, i, state);
  setI32(block + at.blockText, i, text);
  setI32(block + at.blockStack, i, stack);
}

/** Whether a stack exists; an id of 2^31 and more is negative here and does not. */
export function hasStack(stack: i32): bool {
  return <u32>stack < <u32>word(at.stackLimit) && u8At(array(at.stackPresentArray), stack) === 1;
}

/** Index of the text of a string; negative when that is not known yet, or the string does not exist. */
export function textOf(string: i32): i32 {
  if (<u32>string >= <u32>word(at.stringLimit)) return -1;
  return i32At(array(at.textOfStringArray), string);
}

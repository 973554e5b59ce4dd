import * as at from '../layout';
import { array, i32At, setI32, setWord, u8At, word } from './memory';

/** Counts the types of the block's events, and looks for the highest thread and P among them. */
export function tally(length: i32): void {
  const block = array(at.followedArray);
  const types = block + at.blockType;
  const threads = block + at.blockThread;
  const procs = block + at.blockProc;
  const counts = array(at.typeCountsArray);
  memory.fill(counts, 0, 256 * 4);
  let highestThread = word(at.highestThread);
  let highestProc = word(at.highestProc);
  for (let i = 0; i < length; i++) {
    const type = u8At(types, i);
    setI32(counts, type, i32At(counts, type) + 1);
    highestThread = max(highestThread, i32At(threads, i));
    highestProc = max(highestProc, i32At(procs, i));
  }
  setWord(at.highestThread, highestThread);
  setWord(at.highestProc, highestProc);
}

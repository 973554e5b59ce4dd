/* Open regions of each goroutine, the innermost first: chains through one pool. */
import * as at from '../layout';
import { array, f64At, i32At, setF64, setI32, setWord, word } from './memory';

/** Opens a region (name: text index); false when the pool must grow first. */
export function pushRegion(slot: i32, task: f64, name: i32): bool {
  let region = word(at.regionFree);
  if (region !== 0) {
    setWord(at.regionFree, i32At(array(at.regionBelowArray), region));
  } else {
    region = word(at.regionCount) + 1;
    if (region >= word(at.regionCapacity)) return false;
    setWord(at.regionCount, region);
  }
  const top = array(at.regionTopArray);
  setF64(array(at.regionTaskArray), region, task);
  setI32(array(at.regionNameArray), region, name);
  setI32(array(at.regionBelowArray), region, i32At(top, slot));
  setI32(top, slot, region);
  return true;
}

/** Closes the innermost region; false when that is another one. One without a begin began before the trace. */
export function popRegion(slot: i32, task: f64, name: i32): bool {
  const top = array(at.regionTopArray);
  const below = array(at.regionBelowArray);
  const region = i32At(top, slot);
  if (region === 0) return true;
  if (f64At(array(at.regionTaskArray), region) !== task) return false;
  if (i32At(array(at.regionNameArray), region) !== name) return false;
  setI32(top, slot, i32At(below, region));
  setI32(below, region, word(at.regionFree));
  setWord(at.regionFree, region);
  return true;
}

export function dropRegions(slot: i32): void {
  const top = array(at.regionTopArray);
  const below = array(at.regionBelowArray);
  let region = i32At(top, slot);
  while (region !== 0) {
    const next = i32At(below, region);
    setI32(below, region, word(at.regionFree));
    setWord(at.regionFree, region);
    region = next;
  }
  setI32(top, slot, 0);
}

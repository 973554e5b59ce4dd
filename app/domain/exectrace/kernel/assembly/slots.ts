/*
 * Goroutines that exist now, each at a slot: a small number that arrays can be indexed by. The slot of an ended goroutine
 * is used again only after `recycle`, so that a block of events never means two goroutines by one slot.
 */
import * as at from '../layout';
import { enter, leave, lookUp, takeIndex } from './id-table';
import { array, f64At, i32At, setF64, setI32, setU8, setWord, word } from './memory';
import { dropRegions } from './regions';

/** Slot of a goroutine, −1 when there is none of this id. */
export function findSlot(goid: f64): i32 {
  return lookUp(array(at.goidKeysArray), array(at.goidValuesArray), word(at.goidMask), goid);
}

/** Slot of a new goroutine; −1 when the arrays must grow first. */
export function addSlot(goid: f64, status: i32, sequence: f64): i32 {
  const used = word(at.goidUsed) + 1;
  const mask = word(at.goidMask);
  if (used * 2 > mask) return -1;
  const slot = takeIndex(at.freeArray, at.freeCount, at.slotCount, at.slotCapacity);
  if (slot < 0) return -1;
  setF64(array(at.goidArray), slot, goid);
  setU8(array(at.statusArray), slot, status);
  setF64(array(at.sequenceArray), slot, sequence);
  setWord(at.goidUsed, used);
  enter(array(at.goidKeysArray), array(at.goidValuesArray), mask, goid, slot);
  return slot;
}

/** The goroutine ended, and with it what it was in. A damaged trace may end one twice. */
export function dropSlot(slot: i32): void {
  const goid = f64At(array(at.goidArray), slot);
  const mask = word(at.goidMask);
  if (!leave(array(at.goidKeysArray), array(at.goidValuesArray), mask, goid, slot)) return;
  setWord(at.goidUsed, word(at.goidUsed) - 1);
  setU8(array(at.statusArray), slot, 0);
  setU8(array(at.assistArray), slot, 0);
  dropRegions(slot);
  const ended = word(at.endedCount);
  setI32(array(at.endedArray), ended, slot);
  setWord(at.endedCount, ended + 1);
}

/** Slots of ended goroutines may be given out again. */
export function recycleSlots(): void {
  const free = array(at.freeArray);
  const ended = array(at.endedArray);
  const count = word(at.endedCount);
  let size = word(at.freeCount);
  for (let i = 0; i < count; i++) setI32(free, size++, i32At(ended, i));
  setWord(at.freeCount, size);
  setWord(at.endedCount, 0);
}

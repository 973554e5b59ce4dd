import type { Memory } from '../heap/memory';
import { setBits } from './bitmap';
import { runGcProgram } from './gc-program';

/** Words of a frame that hold pointers at one place in the code. */
export interface StackMap {
  /** Words the map speaks of. */
  readonly bits: number;
  /** Indices of pointer words, ascending. */
  readonly words: Uint32Array;
}

/** A variable on the stack whose address is taken: live only while something points to it. */
export interface StackObject {
  /** From varp when negative, from argp otherwise. */
  readonly frameOffset: number;
  readonly sizeBytes: number;
  readonly words: Uint32Array;
}

const empty = new Uint32Array(0);
const stackObjectBytes = 16;
/** Larger numbers are corrupt: a goroutine's stack has at most 1 GB. */
const maxBits = 1 << 27;
const maxObjects = 1 << 16;

/** A runtime.stackmap { n, nbit int32; bytedata }: `n` maps of `nbit` bits each. */
export function readStackMap(memory: Memory, address: number, index: number): StackMap | undefined {
  const count = memory.u32(address);
  const bits = memory.u32(address + 4);
  if (count === undefined || bits === undefined || bits > maxBits) return undefined;
  if (bits === 0) return { bits: 0, words: empty };
  if (index < 0 || index >= count) return undefined;
  const bytes = (bits + 7) >>> 3;
  const map = memory.bytes(address + 8 + index * bytes, bytes);
  return map && { bits, words: setBits(map, bits) };
}

/**
 * A FUNCDATA_StackObjects table: a count, then runtime.stackObjectRecord
 * { off, size, _ptrdata int32; gcdataoff uint32 } each.
 * @param rodata base of the mask offsets.
 */
export function readStackObjects(
  memory: Memory,
  address: number,
  rodata: number,
): readonly StackObject[] {
  const count = memory.u64(address) ?? 0;
  const objects: StackObject[] = [];
  for (let i = 0; i < count && i < maxObjects; i++) {
    const record = address + 8 + i * stackObjectBytes;
    const frameOffset = memory.u32(record);
    const sizeBytes = memory.u32(record + 4);
    const pointerBytes = memory.u32(record + 8);
    const maskOffset = memory.u32(record + 12);
    if (frameOffset === undefined || sizeBytes === undefined) break;
    if (pointerBytes === undefined || maskOffset === undefined) break;
    const words = pointerWords(memory, pointerBytes | 0, rodata + maskOffset);
    objects.push({ frameOffset: frameOffset | 0, sizeBytes, words });
  }
  return objects;
}

function pointerWords(memory: Memory, pointerBytes: number, mask: number): Uint32Array {
  const bits = Math.abs(pointerBytes) >>> 3;
  if (bits === 0 || bits > maxBits) return empty;
  // Go ≤ 1.23 marks a GC program by a negative size.
  const bitmap =
    pointerBytes < 0 ? runGcProgram(memory, mask + 4, bits) : memory.bytes(mask, (bits + 7) >>> 3);
  return bitmap ? setBits(bitmap, bits) : empty;
}

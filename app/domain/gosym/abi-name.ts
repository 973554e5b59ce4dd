import type { Memory } from '../heap/memory';
import { ByteReader } from './byte-reader';

/** Name of a type, or of a field of a struct. */
export interface AbiName {
  readonly flags: number;
  /** UTF-8. */
  readonly text: Uint8Array;
}

/** abi.Name at an address: a flag byte, a varint length, the text. Undefined where memory does not hold it. */
export function readAbiName(memory: Memory, address: number): AbiName | undefined {
  let head: Uint8Array | undefined;
  // A short name may be the last thing in memory.
  for (let bytes = 4; head === undefined && bytes >= 2; bytes--) {
    head = memory.bytes(address, bytes);
  }
  if (head === undefined) return undefined;
  const reader = new ByteReader(head, 1);
  const length = reader.uleb();
  const text = memory.bytes(address + reader.at, length);
  return text && { flags: head[0]!, text };
}

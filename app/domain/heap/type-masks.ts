import { runGcProgram } from '../gosym/gc-program';
import type { Layouts } from './layouts';
import type { Memory } from './memory';

/** Which words of a type are pointers. Tiled over an object that holds several. */
export interface TypeMask {
  readonly sizeBytes: number;
  /** Word indices, ascending. */
  readonly pointerWords: Uint32Array;
}

/** Types beyond this do not exist; a larger size is a sign of a stale or corrupt header. */
const maxTypeBytes = 2 ** 32;
/** abi.TFlag: GCData is the address of a slot that holds the mask, built when first needed (Go ≥ 1.24). */
const maskOnDemand = 16;
/** abi.Kind_ of Go ≤ 1.23: GCData is a program. */
const kindGcProgram = 64;

/** Pointer masks of run-time types, by address of the abi.Type. */
export class TypeMasks {
  readonly #memory: Memory;
  readonly #at: Record<'Size_' | 'PtrBytes' | 'TFlag' | 'Kind_' | 'GCData', number>;
  /** Bytes of an abi.Type, to the next word. */
  readonly #recordBytes: number;
  readonly #known = new Map<number, TypeMask | undefined>();
  readonly #fromDebugInfo: (type: number) => TypeMask | undefined;

  /** @param fromDebugInfo asked where the mask itself was not copied. */
  constructor(
    memory: Memory,
    layouts: Layouts,
    fromDebugInfo: (type: number) => TypeMask | undefined,
  ) {
    const at = (field: string) => layouts.offset('internal/abi.Type', field) ?? -1;
    this.#memory = memory;
    this.#recordBytes = Math.ceil(layouts.size('internal/abi.Type') / 8) * 8;
    this.#at = {
      Size_: at('Size_'),
      PtrBytes: at('PtrBytes'),
      TFlag: at('TFlag'),
      Kind_: at('Kind_'),
      GCData: at('GCData'),
    };
    this.#fromDebugInfo = fromDebugInfo;
  }

  /** Undefined when the type cannot be read: the caller must take every word for a pointer. */
  get(type: number): TypeMask | undefined {
    if (this.#known.has(type)) return this.#known.get(type);
    const mask = type === 0 ? undefined : (this.#read(type) ?? this.#fromDebugInfo(type));
    this.#known.set(type, mask);
    return mask;
  }

  #read(type: number): TypeMask | undefined {
    const { Size_, PtrBytes, TFlag, Kind_, GCData } = this.#at;
    if (Size_ < 0 || PtrBytes < 0 || TFlag < 0 || GCData < 0) return undefined;
    const sizeBytes = this.#memory.u64(type + Size_);
    const pointerBytes = this.#memory.u64(type + PtrBytes);
    const flags = this.#memory.u8(type + TFlag);
    const kind = Kind_ < 0 ? 0 : this.#memory.u8(type + Kind_);
    let data = this.#memory.u64(type + GCData);
    if (sizeBytes === undefined || pointerBytes === undefined || data === undefined) {
      return undefined;
    }
    if (flags === undefined || kind === undefined || sizeBytes === 0) return undefined;
    if (sizeBytes > maxTypeBytes || pointerBytes > sizeBytes) return undefined;
    const bits = pointerBytes / 8;
    if (bits === 0) return { sizeBytes, pointerWords: new Uint32Array(0) };
    const program = (kind & kindGcProgram) !== 0;
    if (program && (flags & maskOnDemand) === 0) {
      const mask = runGcProgram(this.#memory, data + 4, bits);
      return mask && { sizeBytes, pointerWords: wordsOf(mask, bits) };
    }
    // Go ≤ 1.23 makes a type of its own for a large object whose type has a program; there the same
    // flag says that the mask, unrolled, follows the type itself.
    if ((flags & maskOnDemand) !== 0 && data !== type + this.#recordBytes) {
      data = this.#memory.u64(data);
      if (data === undefined || data === 0) return undefined;
    }
    const mask = this.#memory.bytes(data, Math.ceil(bits / 8));
    return mask && { sizeBytes, pointerWords: wordsOf(mask, bits) };
  }
}

function wordsOf(mask: Uint8Array, bits: number): Uint32Array {
  const words: number[] = [];
  for (let i = 0; i < bits; i++) if ((mask[i >> 3]! >> (i & 7)) & 1) words.push(i);
  return Uint32Array.from(words);
}

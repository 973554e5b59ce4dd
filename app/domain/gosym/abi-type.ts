import type { Memory } from '../heap/memory';
import { copyBits } from './bitmap';
import { readAbiName } from './abi-name';
import { decodeText } from './byte-reader';
import type { StructLayout } from './dwarf/model';
import { runGcProgram } from './gc-program';
import type { ModuleData } from './module-data';

/** A type descriptor as the runtime has it. */
export interface AbiType {
  readonly address: number;
  readonly sizeBytes: number;
  /** Bytes that can hold pointers: a prefix of the type. */
  readonly pointerBytes: number;
  /** reflect.Kind. */
  readonly goKind: number;
}

/** Which words of a type hold pointers: bit i is word i; none from `words` on. */
export interface PointerMask {
  readonly words: number;
  readonly bitmap: Uint8Array;
}

const kindMask = 31;
/** Go ≤ 1.23, in Kind_: GCData is a program, not a mask. */
const kindGcProgram = 1 << 6;
const tflag = { extraStar: 1 << 1, maskOnDemand: 1 << 4 } as const;
const goKind = { array: 17, struct: 25 } as const;
/** A mask for 8 GB of one type: a larger one is corrupt. */
const maxMaskWords = 2 ** 30;
/** Types nested in a mask on demand halve in size at each level that recurses (buildGCMask). */
const maxDepth = 64;

type Field = readonly [offset: number, size: number];

/** Reads abi.Type by address. Results are kept: a heap has many objects of few types. */
export class AbiTypes {
  readonly #memory: Memory;
  readonly #modules: readonly ModuleData[];
  readonly #layoutOf: (typeName: string) => StructLayout | undefined;
  readonly #masks = new Map<number, PointerMask | undefined>();
  readonly #names = new Map<number, string | undefined>();

  /** @param layoutOf layouts of `internal/abi.Type` and, for masks not built yet, ArrayType, StructType, StructField. */
  constructor(
    memory: Memory,
    modules: readonly ModuleData[],
    layoutOf: (typeName: string) => StructLayout | undefined,
  ) {
    this.#memory = memory;
    this.#modules = modules;
    this.#layoutOf = layoutOf;
  }

  at(address: number): AbiType | undefined {
    const sizeBytes = this.#read(address, 'Size_');
    const pointerBytes = this.#read(address, 'PtrBytes');
    const kind = this.#read(address, 'Kind_');
    if (sizeBytes === undefined || pointerBytes === undefined || kind === undefined) {
      return undefined;
    }
    return { address, sizeBytes, pointerBytes, goKind: kind & kindMask };
  }

  /** As reflect prints it, with the package's last element only: `*main.Record`. */
  nameOf(address: number): string | undefined {
    if (!this.#names.has(address)) this.#names.set(address, this.#readName(address));
    return this.#names.get(address);
  }

  /** Undefined when a part of it was not copied. */
  maskOf(address: number): PointerMask | undefined {
    if (!this.#masks.has(address)) this.#masks.set(address, this.#readMask(address, 0));
    return this.#masks.get(address);
  }

  #readMask(address: number, depth: number): PointerMask | undefined {
    const type = this.at(address);
    const flags = this.#read(address, 'TFlag');
    const kind = this.#read(address, 'Kind_');
    const data = this.#read(address, 'GCData');
    if (type === undefined || flags === undefined || kind === undefined || data === undefined) {
      return undefined;
    }
    const words = Math.floor(type.pointerBytes / 8);
    if (words === 0) return { words: 0, bitmap: new Uint8Array(0) };
    if (words > maxMaskWords || depth > maxDepth) return undefined;
    const masked = (bitmap: Uint8Array | undefined) => bitmap && { words, bitmap };
    // Before masks on demand the same flag marked types that only the running program makes.
    const onDemand = (flags & tflag.maskOnDemand) !== 0 && this.#moduleOf(address) !== undefined;
    if (onDemand) {
      // GCData points to a slot, which is nil until the program allocates one such object.
      const built = this.#memory.u64(data) ?? 0;
      const copied = built === 0 ? undefined : this.#memory.bytes(built, (words + 7) >>> 3);
      return masked(copied ?? this.#buildMask(type, words, depth));
    }
    if ((kind & kindGcProgram) !== 0) return masked(runGcProgram(this.#memory, data + 4, words));
    return masked(this.#memory.bytes(data, (words + 7) >>> 3));
  }

  /** runtime.buildGCMask: the masks of the parts, put together. */
  #buildMask(type: AbiType, words: number, depth: number): Uint8Array | undefined {
    const bitmap = new Uint8Array((words + 7) >>> 3);
    const place = (part: number, offset: number) => {
      const mask = this.#masks.get(part) ?? this.#readMask(part, depth + 1);
      this.#masks.set(part, mask);
      if (mask) copyBits(bitmap, offset / 8, mask.bitmap, mask.words);
      return mask !== undefined;
    };
    if (type.goKind === goKind.array) {
      const array = this.#layoutOf('internal/abi.ArrayType');
      const part = this.#field(type.address, array?.fields['Elem']) ?? 0;
      const element = this.at(part);
      if (element === undefined || element.sizeBytes === 0) return undefined;
      for (let at = 0; at < words * 8; at += element.sizeBytes) {
        if (!place(part, at)) return undefined;
      }
      return bitmap;
    }
    const struct = this.#layoutOf('internal/abi.StructType')?.fields['Fields'];
    const field = this.#layoutOf('internal/abi.StructField');
    const fields = this.#field(type.address, struct);
    if (type.goKind !== goKind.struct || !struct || !field || fields === undefined) {
      return undefined;
    }
    const count = this.#memory.u64(type.address + struct[0] + 8) ?? 0;
    for (let i = 0; i < count && i <= words * 8; i++) {
      const at = fields + i * field.size;
      const part = this.#field(at, field.fields['Typ']);
      const offset = this.#field(at, field.fields['Offset']);
      if (part === undefined || offset === undefined) return undefined;
      const hasPointers = (this.at(part)?.pointerBytes ?? 0) !== 0;
      if (hasPointers && !place(part, offset)) return undefined;
    }
    return bitmap;
  }

  #readName(address: number): string | undefined {
    const module = this.#moduleOf(address);
    const offset = this.#read(address, 'Str');
    const flags = this.#read(address, 'TFlag');
    if (module === undefined || offset === undefined || flags === undefined) return undefined;
    const name = readAbiName(this.#memory, module.types.start + (offset | 0));
    if (name === undefined) return undefined;
    const star = (flags & tflag.extraStar) !== 0 ? 1 : 0;
    return decodeText(name.text.subarray(star));
  }

  #moduleOf(address: number): ModuleData | undefined {
    return this.#modules.find(({ types }) => address >= types.start && address < types.end);
  }

  #read(address: number, name: string): number | undefined {
    return this.#field(address, this.#layoutOf('internal/abi.Type')?.fields[name]);
  }

  #field(address: number, field: Field | undefined): number | undefined {
    if (field === undefined) return undefined;
    const at = address + field[0];
    if (field[1] === 1) return this.#memory.u8(at);
    if (field[1] === 4) return this.#memory.u32(at);
    return this.#memory.u64(at);
  }
}

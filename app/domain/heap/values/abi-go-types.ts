import type { GoField, GoKind, GoType } from '../../gosym';
import type { StructLayout } from '../../gosym';
import type { Memory } from '../memory';

/** Identities of these types begin here: offsets in debug information are below, addresses above. */
const firstIdentity = 2 ** 32;
const maxFields = 1 << 16;
const kindMask = 31;
const embeddedFlag = 1 << 3;
const exportedFlag = 1;

/**
 * Types from the runtime's own descriptors, for those without debug information: up to Go 1.24 the linker leaves out
 * types that only interfaces hold. Maps among them have no representation: their inside stays closed.
 */
export class AbiGoTypes {
  readonly #memory: Memory;
  readonly #layoutOf: (name: string) => StructLayout | undefined;
  readonly #nameOf: (address: number) => string | undefined;
  readonly #known: (address: number) => GoType | undefined;
  readonly #types = new Map<number, GoType | undefined>();

  /** @param known the type with debug information at an address, which is preferred. */
  constructor(
    memory: Memory,
    layoutOf: (name: string) => StructLayout | undefined,
    nameOf: (address: number) => string | undefined,
    known: (address: number) => GoType | undefined,
  ) {
    this.#memory = memory;
    this.#layoutOf = layoutOf;
    this.#nameOf = nameOf;
    this.#known = known;
  }

  /** By the run-time address of an abi.Type. */
  get(address: number): GoType | undefined {
    if (!this.#types.has(address)) {
      this.#types.set(address, undefined); // a descriptor that contains itself ends here
      this.#types.set(address, this.#known(address) ?? this.#read(address));
    }
    return this.#types.get(address);
  }

  /** By `dieOffset` of a type that this made. */
  byIdentity(identity: number): GoType | undefined {
    return identity >= firstIdentity ? this.get(identity - firstIdentity) : undefined;
  }

  #read(address: number): GoType | undefined {
    const sizeBytes = this.#field(address, 'Type', 'Size_');
    const raw = this.#field(address, 'Type', 'Kind_');
    const name = this.#nameOf(address);
    const kind = raw === undefined ? undefined : kinds[raw & kindMask];
    if (sizeBytes === undefined || kind === undefined || name === undefined) return undefined;
    const descriptor = descriptors[kind];
    const part = (field: string) => {
      const at = descriptor && this.#field(address, descriptor, field);
      return at ? this.get(at) : undefined;
    };
    const fields = kind === 'struct' ? () => this.#fieldsOf(address) : () => [];
    const methods = kind === 'interface' ? this.#lengthOf(address, 'InterfaceType', 'Methods') : 0;
    const word: GoField = { name: '_type', offset: 0, type: pointerWord, embedded: false };
    let made: readonly GoField[] | undefined;
    return {
      dieOffset: firstIdentity + address,
      ...{ name, sizeBytes, kind, goKind: raw! & kindMask },
      get fields() {
        return (made ??= kind === 'interface' && methods === 0 ? [word] : fields());
      },
      get elem() {
        return part('Elem');
      },
      get key() {
        return kind === 'map' ? part('Key') : undefined;
      },
      count: kind === 'array' ? this.#field(address, 'ArrayType', 'Len') : undefined,
      representation: undefined,
      runtimeType: undefined,
    };
  }

  #fieldsOf(address: number): readonly GoField[] {
    const list = this.#layoutOf('internal/abi.StructType')?.fields['Fields'];
    const record = this.#layoutOf('internal/abi.StructField');
    const first = list && this.#memory.u64(address + list[0]);
    const count = this.#lengthOf(address, 'StructType', 'Fields');
    if (!record || !first) return [];
    const at = (field: string) => record.fields[field]?.[0] ?? 0;
    const fields: GoField[] = [];
    for (let i = 0; i < Math.min(count, maxFields); i++) {
      const entry = first + i * record.size;
      const type = this.get(this.#memory.u64(entry + at('Typ')) ?? 0);
      const name = this.#readName(this.#memory.u64(entry + at('Name')) ?? 0);
      const offset = this.#memory.u64(entry + at('Offset'));
      if (!type || !name || offset === undefined) break;
      fields.push({ name: name.text, offset, type, embedded: (name.flags & embeddedFlag) !== 0 });
    }
    return fields;
  }

  #lengthOf(address: number, descriptor: string, field: string): number {
    const list = this.#layoutOf(`internal/abi.${descriptor}`)?.fields[field];
    return list ? (this.#memory.u64(address + list[0] + 8) ?? 0) : 0;
  }

  #field(address: number, descriptor: string, field: string): number | undefined {
    const place = this.#layoutOf(`internal/abi.${descriptor}`)?.fields[field];
    if (!place) return undefined;
    return place[1] === 1
      ? this.#memory.u8(address + place[0])
      : this.#memory.u64(address + place[0]);
  }

  /** abi.Name: a flag byte, a varint length, the text. */
  #readName(address: number): { text: string; flags: number } | undefined {
    const flags = this.#memory.u8(address);
    let length = 0;
    let at = address + 1;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#memory.u8(at++);
      if (byte === undefined) return undefined;
      length |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
    }
    const bytes = this.#memory.bytes(at, length);
    return flags === undefined || !bytes
      ? undefined
      : { text: new TextDecoder().decode(bytes), flags: flags & (embeddedFlag | exportedFlag) };
  }
}

const pointerWord: GoType = {
  ...{ dieOffset: firstIdentity, name: 'unsafe.Pointer', sizeBytes: 8 },
  ...{ kind: 'unsafe-pointer', goKind: 26, fields: [], elem: undefined, key: undefined },
  ...{ count: undefined, representation: undefined, runtimeType: undefined },
};

/** By reflect.Kind. */
const kinds: readonly (GoKind | undefined)[] = [
  ...([undefined, 'bool', 'int', 'int', 'int', 'int', 'int'] as const),
  ...(['uint', 'uint', 'uint', 'uint', 'uint', 'uint', 'float', 'float'] as const),
  ...(['complex', 'complex', 'array', 'chan', 'func', 'interface', 'map'] as const),
  ...(['pointer', 'slice', 'string', 'struct', 'unsafe-pointer'] as const),
];

/** Descriptors with an Elem. */
const descriptors: Partial<Record<GoKind, string>> = {
  ...{ pointer: 'PtrType', slice: 'SliceType', array: 'ArrayType', chan: 'ChanType' },
  map: 'MapType',
};

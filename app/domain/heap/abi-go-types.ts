import { readAbiName, type GoField, type GoKind, type GoType, type StructLayout } from '../gosym';
import { describeHashMap, describeSwissMap } from './abi-map-types';
import type { Memory } from './memory';

/** Identities of these types begin here: offsets in debug information are below, addresses above. */
const firstIdentity = 2 ** 32;
const maxFields = 1 << 16;
const maxDepth = 64;
const maxNameLength = 1000;
/** abi.Type is aligned: what belongs to one takes the numbers up to the next. */
const alignment = 8;
const kindMask = 31;
const embeddedFlag = 1 << 3;
const variadicFlag = 1 << 15;
const uncommonFlag = 1;

export interface AbiSource {
  readonly memory: Memory;
  layoutOf(name: string): StructLayout | undefined;
  /** By the compiler's name, with debug information. */
  typeNamed(name: string): GoType | undefined;
  /** As the linker noted it; undefined for types that the program made. */
  nameOf(address: number): string | undefined;
  /** The type with debug information at an address, which is preferred. */
  known(address: number): GoType | undefined;
  /** Whether a descriptor may be at an address: in a module, or at the begin of an object. */
  mayBeAt(address: number): boolean;
}

/**
 * Types from the runtime's own descriptors, for those without debug information: those that package reflect made, and up
 * to Go 1.24 those that only interfaces hold, which the linker leaves out.
 */
export class AbiGoTypes {
  readonly #source: AbiSource;
  readonly #memory: Memory;
  readonly #types = new Map<number, GoType | undefined>();
  /** Inner types of maps, by identity. */
  readonly #parts = new Map<number, GoType>();
  #depth = 0;

  constructor(source: AbiSource) {
    this.#source = source;
    this.#memory = source.memory;
  }

  /** By the run-time address of an abi.Type. */
  get(address: number): GoType | undefined {
    if (this.#types.has(address)) return this.#types.get(address);
    if (this.#depth > maxDepth) return undefined;
    this.#types.set(address, undefined); // a descriptor that contains itself ends here
    this.#depth++;
    const type = this.#source.known(address) ?? this.#read(address);
    this.#depth--;
    this.#types.set(address, type);
    return type;
  }

  /** By `dieOffset` of a type that this made. */
  byIdentity(identity: number): GoType | undefined {
    if (identity < firstIdentity) return undefined;
    const inside = (identity - firstIdentity) % alignment;
    const type = this.get(identity - firstIdentity - inside);
    if (inside === 0 || !type?.representation) return type;
    return this.#parts.get(identity);
  }

  #read(address: number): GoType | undefined {
    if (!address || address % alignment !== 0 || !this.#source.mayBeAt(address)) return undefined;
    const sizeBytes = this.#field(address, 'Type', 'Size_');
    const raw = this.#field(address, 'Type', 'Kind_');
    const kind = raw === undefined ? undefined : kinds[raw & kindMask];
    if (sizeBytes === undefined || kind === undefined) return undefined;
    const elem = once(() => this.#part(address, kind, 'Elem'));
    const key = once(() => (kind === 'map' ? this.#part(address, kind, 'Key') : undefined));
    const count = kind === 'array' ? this.#field(address, 'ArrayType', 'Len') : undefined;
    const fields = once(() => this.#fieldsOf(address, kind));
    const representation = once(() => this.#represent(type));
    const type: GoType & { name: string } = {
      dieOffset: firstIdentity + address,
      ...{ name: '', sizeBytes, kind, goKind: raw! & kindMask },
      get fields() {
        return fields();
      },
      get elem() {
        return elem();
      },
      get key() {
        return key();
      },
      count,
      get representation() {
        return representation();
      },
      runtimeType: undefined,
    };
    const name = this.#source.nameOf(address);
    if (name === undefined && !isWhole(type)) return undefined;
    type.name = name ?? shorten(this.#spell(type, address));
    return type.name === '' ? undefined : type;
  }

  #part(address: number, kind: GoKind, field: string): GoType | undefined {
    for (const descriptor of descriptors[kind] ?? []) {
      const at = this.#field(address, descriptor, field);
      if (at) return this.get(at);
    }
    return undefined;
  }

  #fieldsOf(address: number, kind: GoKind): readonly GoField[] {
    if (kind === 'interface') {
      const methods = this.#lengthOf(address, 'InterfaceType', 'Methods');
      return methods === 0 ? [typeWord] : [];
    }
    const list = this.#source.layoutOf('internal/abi.StructType')?.fields['Fields'];
    const record = this.#source.layoutOf('internal/abi.StructField');
    const first = list && this.#memory.u64(address + list[0]);
    if (kind !== 'struct' || !record || !first) return [];
    const count = this.#lengthOf(address, 'StructType', 'Fields');
    const at = (field: string) => record.fields[field]?.[0] ?? 0;
    const fields: GoField[] = [];
    for (let i = 0; i < Math.min(count, maxFields); i++) {
      const entry = first + i * record.size;
      const type = this.get(this.#memory.u64(entry + at('Typ')) ?? 0);
      const name = readAbiName(this.#memory, this.#memory.u64(entry + at('Name')) ?? 0);
      const offset = this.#memory.u64(entry + at('Offset'));
      if (!type || !name || offset === undefined) break;
      const embedded = (name.flags & embeddedFlag) !== 0;
      fields.push({ name: new TextDecoder().decode(name.text), offset, type, embedded });
    }
    return fields;
  }

  /** What lies behind the pointer of a map or channel. */
  #represent(type: GoType): GoType | undefined {
    if (type.kind === 'chan') return this.#source.typeNamed('runtime.hchan');
    const address = type.dieOffset - firstIdentity;
    if (type.kind !== 'map' || !type.key || !type.elem) return undefined;
    const group = this.#part(address, 'map', 'Group');
    let used = 0;
    const part = (made: Omit<GoType, 'dieOffset'>) => {
      const whole: GoType = { ...made, dieOffset: type.dieOffset + ++used };
      this.#parts.set(whole.dieOffset, whole);
      return whole;
    };
    const typeNamed = (name: string) => this.#source.typeNamed(name);
    if (group) return describeSwissMap(type, group, typeNamed, part);
    const bucketBytes = this.#field(address, 'MapType', 'BucketSize');
    const flags = this.#field(address, 'MapType', 'Flags');
    if (bucketBytes === undefined || flags === undefined) return undefined;
    return describeHashMap(type, { bucketBytes, flags }, typeNamed, part);
  }

  /** A type that the program made has no name of its own: as reflect writes it. */
  #spell(type: GoType, address: number): string {
    const elem = type.elem?.name ?? 'unknown';
    switch (type.kind) {
      case 'pointer':
        return `*${elem}`;
      case 'slice':
        return `[]${elem}`;
      case 'array':
        return `[${type.count ?? 0}]${elem}`;
      case 'chan': {
        const direction = this.#field(address, 'ChanType', 'Dir');
        return `${direction === 1 ? '<-' : ''}chan${direction === 2 ? '<-' : ''} ${elem}`;
      }
      case 'map':
        return `map[${type.key?.name ?? 'unknown'}]${elem}`;
      case 'struct': {
        const fields = type.fields.map((field) =>
          field.embedded ? ` ${field.type.name}` : ` ${field.name} ${field.type.name}`,
        );
        return `struct {${fields.join(';')}${fields.length > 0 ? ' ' : ''}}`;
      }
      case 'func':
        return this.#spellFunction(address);
      default:
        return '';
    }
  }

  /** Parameters and results follow the descriptor, and what uncommon types have before them. */
  #spellFunction(address: number): string {
    const ins = this.#field(address, 'FuncType', 'InCount') ?? 0;
    const outs = this.#field(address, 'FuncType', 'OutCount') ?? 0;
    const flags = this.#field(address, 'Type', 'TFlag') ?? 0;
    const sizeOf = (name: string) => this.#source.layoutOf(`internal/abi.${name}`)?.size ?? 0;
    const own = Math.ceil(sizeOf('FuncType') / 8) * 8;
    const first = address + own + ((flags & uncommonFlag) !== 0 ? sizeOf('UncommonType') : 0);
    const names: string[] = [];
    const results = outs & ~variadicFlag;
    for (let i = 0; i < Math.min(ins + results, maxFields); i++) {
      names.push(this.get(this.#memory.u64(first + 8 * i) ?? 0)?.name ?? 'unknown');
    }
    if ((outs & variadicFlag) !== 0 && ins > 0) {
      names[ins - 1] = names[ins - 1]!.replace(/^\[\]/, '...');
    }
    const result = names.slice(ins).join(', ');
    const shown = results > 1 ? ` (${result})` : results === 1 ? ` ${result}` : '';
    return `func(${names.slice(0, ins).join(', ')})${shown}`;
  }

  #lengthOf(address: number, descriptor: string, field: string): number {
    const list = this.#source.layoutOf(`internal/abi.${descriptor}`)?.fields[field];
    return list ? (this.#memory.u64(address + list[0] + 8) ?? 0) : 0;
  }

  #field(address: number, descriptor: string, field: string): number | undefined {
    const place = this.#source.layoutOf(`internal/abi.${descriptor}`)?.fields[field];
    if (!place) return undefined;
    const at = address + place[0];
    if (place[1] === 1) return this.#memory.u8(at);
    if (place[1] === 2) return this.#memory.u16(at);
    return place[1] === 4 ? this.#memory.u32(at) : this.#memory.u64(at);
  }
}

/** A type whose parts can all be read and fit into it: what else it is, nobody can say. */
function isWhole(type: GoType): boolean {
  const { kind, sizeBytes, elem, key, count, fields } = type;
  switch (kind) {
    case 'struct':
      return (
        (fields.length > 0 || sizeBytes === 0) &&
        fields.every((field) => field.offset + field.type.sizeBytes <= sizeBytes)
      );
    case 'array':
      return elem !== undefined && count !== undefined && count * elem.sizeBytes === sizeBytes;
    case 'map':
      return elem !== undefined && key !== undefined && sizeBytes === 8;
    case 'pointer':
    case 'chan':
      return elem !== undefined && sizeBytes === 8;
    case 'slice':
      return elem !== undefined && sizeBytes === 24;
    default:
      return kind === 'func' && sizeBytes === 8;
  }
}

function shorten(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const typeWord: GoField = {
  ...{ name: '_type', offset: 0, embedded: false },
  type: {
    ...{ dieOffset: firstIdentity, name: 'unsafe.Pointer', sizeBytes: 8 },
    ...{ kind: 'unsafe-pointer', goKind: 26, fields: [], elem: undefined, key: undefined },
    ...{ count: undefined, representation: undefined, runtimeType: undefined },
  },
};

/** By reflect.Kind. */
const kinds: readonly (GoKind | undefined)[] = [
  ...([undefined, 'bool', 'int', 'int', 'int', 'int', 'int'] as const),
  ...(['uint', 'uint', 'uint', 'uint', 'uint', 'uint', 'float', 'float'] as const),
  ...(['complex', 'complex', 'array', 'chan', 'func', 'interface', 'map'] as const),
  ...(['pointer', 'slice', 'string', 'struct', 'unsafe-pointer'] as const),
];

/** Descriptors with an Elem. Of maps in Go 1.24 and 1.25 by the name of their kind. */
const descriptors: Partial<Record<GoKind, readonly string[]>> = {
  ...{ pointer: ['PtrType'], slice: ['SliceType'], array: ['ArrayType'], chan: ['ChanType'] },
  map: ['MapType', 'SwissMapType', 'OldMapType'],
};

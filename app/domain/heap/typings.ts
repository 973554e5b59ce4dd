import type { Dwarf, GoType } from '../gosym';

/** How a pointer word says what it points to. */
export type SlotKind =
  'pointer' | 'slice' | 'string' | 'map' | 'chan' | 'func' | 'iface' | 'eface' | 'directory';

/** One pointer word of a type. */
export interface Slot {
  readonly kind: SlotKind;
  /** What is pointed to: an element, a map or chan type; undefined where only the value tells. */
  readonly target: GoType | undefined;
  /** From the start of the type: `.next`, `.slots[3].elem.buf`. */
  readonly accessor: string;
}

/** What an object holds: one value of a type, or an array of them. */
export interface Typing {
  readonly id: number;
  readonly type: GoType | undefined;
  readonly array: boolean;
  /** Bytes after which `slots` repeat. */
  readonly strideBytes: number;
  /** By word. */
  readonly slots: ReadonlyMap<number, Slot>;
  /** The same, for the millions, by bytes from the begin of the first value, which all others are like. */
  slotAt(inside: number): Slot | undefined;
  /** How its slots are called whatever the key or index, as far as anybody asked. */
  readonly alike: Map<Slot, string>;
  /** As the programmer calls it: of a map's inner structs, the map's type. */
  readonly name: string;
  /** Part of a map: left out of paths. */
  readonly internal: boolean;
  /** The map itself: what it refers to is its own inside. */
  readonly isMap: boolean;
}

/** A type with more pointer words than this (huge arrays) is not laid out. */
const maxSlots = 1 << 14;
const maxDepth = 24;
const maxLookupBytes = 1 << 14;

/** unsafe.Pointer fields whose content the standard library's sources tell. */
const knownPointers: Readonly<Record<string, { kind: SlotKind; target: string }>> = {
  'sync.Pool.local': { kind: 'slice', target: 'sync.poolLocal' },
  'sync.Pool.victim': { kind: 'slice', target: 'sync.poolLocal' },
};

const pointerKinds: ReadonlySet<GoType['kind']> = new Set([
  'pointer',
  'unsafe-pointer',
  'string',
  'slice',
  'map',
  'chan',
  'func',
  'interface',
]);

/** Lays out types as pointer words; each typing exists once, so ids compare. */
export class TypingTable {
  readonly list: Typing[] = [];
  readonly #byKey = new Map<string, Typing>();
  /** Of single values and of arrays: asked for at every pointer. */
  readonly #values = new Map<GoType, Typing>();
  readonly #arrays = new Map<GoType, Typing>();
  #text: Typing | undefined;
  readonly #dwarf: Dwarf | undefined;

  constructor(dwarf: Dwarf | undefined) {
    this.#dwarf = dwarf;
  }

  of(type: GoType, array: boolean): Typing {
    const seen = array ? this.#arrays : this.#values;
    let typing = seen.get(type);
    if (typing === undefined) seen.set(type, (typing = this.#make(type, array)));
    return typing;
  }

  #make(type: GoType, array: boolean): Typing {
    const key = `${array ? 'a' : 'v'}${type.dieOffset}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const slots = new Map<number, Slot>();
    this.#layOut(type, 0, '', '', slots, 0);
    const sizeBytes = Math.max(type.sizeBytes, this.#layOutTimer(type, slots));
    const { internal, name } = describe(type);
    const shown = array && !internal ? `[]${name}` : name;
    return this.#add(key, type, array, Math.max(8, sizeBytes), slots, shown, internal);
  }

  /** hchan, as one channel type sees it. */
  ofChannel(type: GoType): Typing {
    const key = `c${type.dieOffset}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const slots = new Map<number, Slot>();
    const fields = type.representation;
    if (fields) this.#layOut(fields, 0, '', '', slots, 0);
    const buffer = fields?.fields.find(({ name }) => name === 'buf');
    if (buffer && type.elem) {
      slots.set(buffer.offset / 8, { kind: 'slice', target: type.elem, accessor: '' });
    }
    const size = Math.max(8, fields?.sizeBytes ?? 96);
    return this.#add(key, fields, false, size, slots, type.name, false);
  }

  ofClosure(function_: string, captured: ReadonlyMap<number, Slot>, sizeBytes: number): Typing {
    const key = `f${function_}`;
    const name = `func ${function_}`;
    return (
      this.#byKey.get(key) ??
      this.#add(key, undefined, false, Math.max(16, sizeBytes), captured, name, false)
    );
  }

  ofText(): Typing {
    return (this.#text ??= this.#add('string', undefined, false, 8, new Map(), 'string', false));
  }

  /** Pointer words of one variable. */
  slotsOf(type: GoType): ReadonlyMap<number, Slot> {
    return this.of(type, false).slots;
  }

  /** Every pointer word of a type, whatever it points to: for the collector's mask. */
  pointerWordsOf(type: GoType, offset = 0, depth = 0): Set<number> {
    const words = new Set<number>();
    if (depth > maxDepth) return words;
    const merge = (inner: GoType, at: number) => {
      for (const word of this.pointerWordsOf(inner, at, depth + 1)) words.add(word);
    };
    if (type.kind === 'struct') for (const f of type.fields) merge(f.type, offset + f.offset);
    else if (type.kind === 'array' && type.elem) {
      for (let i = 0; i < (type.count ?? 0); i++)
        merge(type.elem, offset + i * type.elem.sizeBytes);
    } else if (pointerKinds.has(type.kind)) words.add(offset / 8);
    if (type.kind === 'interface') words.add(offset / 8 + 1);
    return words;
  }

  #add(
    key: string,
    type: GoType | undefined,
    array: boolean,
    strideBytes: number,
    slots: ReadonlyMap<number, Slot>,
    name: string,
    internal: boolean,
  ): Typing {
    const isMap = type !== undefined && /^(map|hash)</.test(type.name);
    const id = this.list.length;
    const slotAt = lookup(slots, strideBytes);
    const alike = new Map<Slot, string>();
    const typing = { id, type, array, strideBytes, slots, slotAt, alike, name, internal, isMap };
    this.list.push(typing);
    this.#byKey.set(key, typing);
    return typing;
  }

  #layOut(
    type: GoType,
    offset: number,
    accessor: string,
    owner: string,
    slots: Map<number, Slot>,
    depth: number,
  ): void {
    if (depth > maxDepth || slots.size > maxSlots) return;
    const put = (kind: SlotKind, target: GoType | undefined, at = offset) => {
      if (at % 8 === 0) slots.set(at / 8, { kind, target, accessor });
    };
    switch (type.kind) {
      case 'pointer':
        // Generic code knows of a pointer type only that it is one, and calls it so.
        if (type.name === 'go.shape.*uint8') break;
        if (accessor.endsWith('.dirPtr')) put('directory', type);
        else if (type.elem && isArrayInside(owner)) put('slice', type.elem);
        else if (type.elem) put('pointer', type.elem);
        break;
      case 'slice':
        put('slice', type.elem);
        break;
      case 'string':
        put('string', undefined);
        break;
      case 'map':
        put('map', type);
        break;
      case 'chan':
        put('chan', type);
        break;
      case 'func':
        put('func', type);
        break;
      case 'interface':
        put(isEmpty(type) ? 'eface' : 'iface', undefined, offset + 8);
        break;
      case 'unsafe-pointer': {
        const known = knownPointers[owner];
        const target = known && this.#dwarf?.typeByName(known.target);
        if (known && target) put(known.kind, target);
        break;
      }
      case 'array':
        for (let i = 0; type.elem && i < (type.count ?? 0) && slots.size <= maxSlots; i++) {
          const at = offset + i * type.elem.sizeBytes;
          const before = slots.size;
          this.#layOut(type.elem, at, `${accessor}[${i}]`, '', slots, depth + 1);
          if (slots.size === before) break; // nor has any other
        }
        break;
      case 'struct':
        this.#layOutStruct(type, offset, accessor, slots, depth);
        break;
      default:
        break;
    }
  }

  /**
   * From Go 1.23 on the runtime allocates more than package time knows of: its own timer follows.
   * @returns its size; 0 when `type` is no timer.
   */
  #layOutTimer(type: GoType, slots: Map<number, Slot>): number {
    if (type.name !== 'time.Timer' && type.name !== 'time.Ticker') return 0;
    const whole = this.#dwarf?.typeByName('runtime.timeTimer');
    for (const field of whole?.fields ?? []) {
      if (field.offset < type.sizeBytes) continue;
      this.#layOut(field.type, field.offset, `.${shortName(field.name)}`, '', slots, 1);
    }
    return whole?.sizeBytes ?? 0;
  }

  #layOutStruct(
    type: GoType,
    offset: number,
    accessor: string,
    slots: Map<number, Slot>,
    depth: number,
  ): void {
    if (type.name === 'sync.eface' || type.name === 'runtime.eface') {
      slots.set((offset + 8) / 8, { kind: 'eface', target: undefined, accessor });
      return;
    }
    if (type.name.startsWith('sync/atomic.Pointer[')) {
      // { _ [0]*T; _ noCopy; v unsafe.Pointer }
      const target = type.fields[0]?.type.elem?.elem;
      const value = type.fields.find((field) => field.name === 'v');
      if (target && value) {
        slots.set((offset + value.offset) / 8, { kind: 'pointer', target, accessor });
      }
      return;
    }
    for (const field of type.fields) {
      const owner = `${type.name}.${field.name}`;
      const name = field.embedded ? `.${shortName(field.name)}` : `.${field.name}`;
      this.#layOut(field.type, offset + field.offset, accessor + name, owner, slots, depth + 1);
    }
  }
}

/** By an array where the type is small enough for one. */
function lookup(slots: ReadonlyMap<number, Slot>, strideBytes: number): Typing['slotAt'] {
  const words =
    strideBytes > maxLookupBytes
      ? undefined
      : Array.from({ length: Math.ceil(strideBytes / 8) }, (_, word) => slots.get(word));
  return (inside) => {
    if (inside < 0) return undefined;
    const word = (inside < strideBytes ? inside : inside % strideBytes) >> 3;
    return words === undefined ? slots.get(word) : words[word];
  };
}

const shortName = (name: string) => name.slice(name.lastIndexOf('.') + 1);

const isEmpty = (type: GoType) =>
  type.fields.some(({ name }) => name === '_type') ||
  (type.representation?.name ?? '').endsWith('eface');

/** Pointers of a map's inner structs to more than one of their element. */
function isArrayInside(owner: string): boolean {
  return (
    (owner.startsWith('groupReference<') && owner.endsWith('.data')) ||
    (owner.startsWith('hash<') && /\.(old)?buckets$/.test(owner))
  );
}

/** The linker's names of a map's inner structs, by the map they make. */
function describe(type: GoType): { internal: boolean; name: string } {
  const { name } = type;
  if (/^(noalg\.)?map\.group\[/.test(name))
    return { internal: true, name: name.replace(/^noalg\.map\.group/, 'map') };
  const inner = /^(map|hash)<(.*)>$/.exec(name);
  if (inner) return { internal: false, name: `map[${inner[2]!.replace(',', ']')}` };
  const part = /^\*?(table|bucket|groupReference|group)<(.*)>$/.exec(name);
  if (part) return { internal: true, name: `map[${part[2]!.replace(',', ']')}` };
  return { internal: false, name };
}

// Longer than other files: one switch over Go's kinds, whose cases call each other.
import type { GoType } from '../../gosym';
import { readChannel } from './channels';
import { readClosure } from './closures';
import { readInterface } from './dynamic';
import { isText, quoteGo } from './go-text';
import { formatContext } from './known/contexts';
import { formatLock } from './known/locks';
import { formatTime } from './known/times';
import { mapCount, mapEntries } from './maps/entries';
import type { MapEntry } from './maps/slot';
import { syncMapEntries } from './maps/sync-map';
import type { Place } from './place';
import { formatScalar } from './scalars';
import { readSequence } from './sequences';
import { fieldOf, type ValueMemory } from './source';

export interface TextLimits {
  /** Nesting of structs, elements and entries. */
  readonly depth: number;
  /** Elements, entries or fields of one value. */
  readonly items: number;
  /** Values in all: bounds the work, whatever the memory says. */
  readonly values: number;
  /** Bytes of one string. */
  readonly textBytes: number;
}

export const lineLimits: TextLimits = { depth: 3, items: 8, values: 60, textBytes: 64 };

/** Shown where the bytes of a value were not copied. */
export const absent = '(not in the snapshot)';

/** Prints values in one line, as Go would: `main.T{A: 1, B: []string{"x"}}`. Total: any memory ends within the limits. */
export class ValuePrinter {
  /** Whether something was left out because it was not copied. */
  isIncomplete = false;
  readonly #values: ValueMemory;
  readonly #limits: TextLimits;
  #left: number;

  constructor(values: ValueMemory, limits: TextLimits) {
    this.#values = values;
    this.#limits = limits;
    this.#left = limits.values;
  }

  print(place: Place): string {
    switch (place.kind) {
      case 'typed':
        return this.#value(place.type, place.address, 0);
      case 'elements':
        return `[]${place.elem.name}${this.#elements(place.elem, place.address, place.count, 0, true)}`;
      case 'map':
        return this.#map(place.type, place.address, 0);
      case 'chan':
        return this.#channel(place.type, place.address);
      case 'closure':
        return readClosure(this.#values, place.address)?.name ?? 'func';
      case 'text':
        return this.#text(place.address, place.count);
      case 'words':
        return `${place.count * 8} bytes of unknown type`;
    }
  }

  /** What an interface holds: a number says its type. */
  printDynamic(type: GoType, address: number, depth: number): string {
    const text = this.#value(type, address, depth);
    const plain: readonly string[] = ['string', 'bool'];
    if (plain.includes(type.name)) return text;
    if (text === 'nil')
      return `${/^[*(<]|^chan|^func/.test(type.name) ? `(${type.name})` : type.name}(nil)`;
    const wraps: readonly string[] = ['int', 'uint', 'float', 'complex', 'string', 'bool'];
    if (!wraps.includes(type.kind)) return text;
    return text.startsWith('(') && type.kind === 'complex'
      ? `${type.name}${text}`
      : `${type.name}(${text})`;
  }

  #value(type: GoType, address: number, depth: number): string {
    if (--this.#left < 0) return '…';
    const values = this.#values;
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'uint':
      case 'float':
      case 'complex':
      case 'enum':
        return formatScalar(values, type, address) ?? this.#absent();
      case 'string':
        return this.#string(type, address);
      case 'slice':
        return this.#slice(type, address, depth);
      case 'array':
        return `${type.name}${this.#elements(type.elem, address, type.count ?? 0, depth, false)}`;
      case 'struct':
        return this.#known(type, address, depth) ?? this.#struct(type, address, depth);
      case 'interface':
        return this.#interface(type, address, depth);
      case 'pointer':
        return this.#pointer(type, address, depth);
      case 'map':
      case 'chan':
      case 'func':
      case 'unsafe-pointer':
        return this.#reference(type, address, depth);
      case 'union':
      case 'unknown':
        return type.name === '' ? '?' : type.name;
    }
  }

  #absent(): string {
    this.isIncomplete = true;
    return absent;
  }

  /** Types whose meaning their fields do not show. */
  #known(type: GoType, address: number, depth: number): string | undefined {
    const { name } = type;
    if (name === 'time.Time') {
      const text = formatTime(this.#values, type, address);
      return text === undefined ? undefined : `time.Time(${text})`;
    }
    if (name === 'sync.Map') {
      const entries = syncMapEntries(this.#values, type, address);
      return `sync.Map${this.#entries(entries, depth)}`;
    }
    if (name.startsWith('sync/atomic.')) {
      const value = fieldOf(type, 'v');
      if (!value) return undefined;
      if (name.startsWith('sync/atomic.Pointer[')) {
        const pointer = type.fields[0]?.type.elem;
        return pointer?.kind === 'pointer'
          ? this.#pointer(pointer, address + value.offset, depth + 1)
          : undefined;
      }
      const text = this.#value(value.type, address + value.offset, depth);
      return name === 'sync/atomic.Bool' ? (text === '0' ? 'false' : 'true') : text;
    }
    return formatLock(this.#values, type, address);
  }

  #string(type: GoType, address: number): string {
    const sequence = readSequence(this.#values, type, address);
    if (!sequence) return this.#absent();
    if (sequence.damaged !== undefined) return `(damaged: ${sequence.damaged})`;
    return this.#text(sequence.address, sequence.length);
  }

  #text(address: number, length: number): string {
    if (length === 0) return '""';
    const { textBytes } = this.#limits;
    const bytes = this.#values.memory.bytes(address, Math.min(length, textBytes));
    if (!bytes) {
      this.isIncomplete = true;
      return `(${length} bytes, not in the snapshot)`;
    }
    return quoteGo(bytes) + (length > textBytes ? `… (${length} bytes)` : '');
  }

  #slice(type: GoType, address: number, depth: number): string {
    const sequence = readSequence(this.#values, type, address);
    if (!sequence) return this.#absent();
    if (sequence.damaged !== undefined) return `${type.name}(damaged: ${sequence.damaged})`;
    if (sequence.address === 0) return 'nil';
    return `${type.name}${this.#elements(type.elem, sequence.address, sequence.length, depth, true)}`;
  }

  /** `{1, 2, … 98 more}`; bytes that are text as `("text")`. */
  #elements(
    elem: GoType | undefined,
    address: number,
    count: number,
    depth: number,
    asText: boolean,
  ): string {
    if (!elem || count === 0) return '{}';
    const { memory } = this.#values;
    if (elem.sizeBytes > 0 && memory.bytes(address, elem.sizeBytes) === undefined) {
      this.isIncomplete = true;
      return `{len ${count}, not in the snapshot}`;
    }
    if (asText && elem.kind === 'uint' && elem.sizeBytes === 1) {
      const shown = memory.bytes(address, Math.min(count, this.#limits.textBytes));
      if (shown && isText(shown)) return `(${this.#text(address, count)})`;
    }
    if (depth >= this.#limits.depth) return '{…}';
    const parts: string[] = [];
    for (let i = 0; i < count && i < this.#limits.items && this.#left > 0; i++) {
      parts.push(this.#value(elem, address + i * elem.sizeBytes, depth + 1));
    }
    if (parts.length < count) parts.push(`… ${count - parts.length} more`);
    return `{${parts.join(', ')}}`;
  }

  #struct(type: GoType, address: number, depth: number): string {
    const fields = type.fields.filter(({ name }) => name !== '_');
    if (fields.length > 0 && depth >= this.#limits.depth) return `${type.name}{…}`;
    const parts: string[] = [];
    for (const field of fields) {
      if (parts.length >= this.#limits.items || this.#left <= 0) {
        parts.push('…');
        break;
      }
      const name = field.embedded ? shortName(field.name) : field.name;
      parts.push(`${name}: ${this.#value(field.type, address + field.offset, depth + 1)}`);
    }
    return `${type.name}{${parts.join(', ')}}`;
  }

  #interface(type: GoType, address: number, depth: number): string {
    const dynamic = readInterface(this.#values, type, address);
    if (!dynamic) return this.#absent();
    if (dynamic.kind === 'nil') return 'nil';
    if (dynamic.kind === 'opaque') return `(${dynamic.name})(0x${dynamic.data.toString(16)})`;
    const context = formatContext(this.#values, dynamic, (inner, at) =>
      this.printDynamic(inner, at, depth + 1),
    );
    return context ?? this.printDynamic(dynamic.type, dynamic.address, depth);
  }

  /** The outermost pointer shows what it points to; those inside their address. */
  #pointer(type: GoType, address: number, depth: number): string {
    const pointer = this.#values.u64(address);
    if (pointer === undefined) return this.#absent();
    if (pointer === 0) return 'nil';
    const { elem } = type;
    const shows =
      elem && (elem.kind === 'struct' || elem.kind === 'array' || elem.kind === 'slice');
    const isCopied =
      elem && (elem.sizeBytes === 0 || this.#values.view(pointer, elem.sizeBytes) !== undefined);
    if (depth === 0 && shows && isCopied) return `&${this.#value(elem, pointer, depth + 1)}`;
    return `(${type.name})(0x${pointer.toString(16)})`;
  }

  /** Kinds that are one pointer to something of the runtime's. */
  #reference(type: GoType, address: number, depth: number): string {
    const pointer = this.#values.u64(address);
    if (pointer === undefined) return this.#absent();
    if (pointer === 0) return 'nil';
    if (type.kind === 'map') return this.#map(type, pointer, depth);
    if (type.kind === 'chan') return this.#channel(type, pointer);
    if (type.kind === 'func') return readClosure(this.#values, pointer)?.name ?? hexOf(pointer);
    return `unsafe.Pointer(${hexOf(pointer)})`;
  }

  #map(type: GoType, address: number, depth: number): string {
    const count = mapCount(this.#values, type, address);
    if (count === undefined) return `${type.name}${this.#absent()}`;
    if (!type.representation) return `(${type.name})(${hexOf(address)}, len ${count})`;
    return `${type.name}${this.#entries(mapEntries(this.#values, type, address), depth, count)}`;
  }

  /** Sorted by key, as fmt does, when all are shown. */
  #entries(entries: Iterable<MapEntry>, depth: number, count?: number): string {
    const { items } = this.#limits;
    const shown: { key: string; text: string }[] = [];
    let more = '';
    for (const { key, keyAddress, elem, elemAddress } of entries) {
      if (depth >= this.#limits.depth) return '{…}';
      if (shown.length >= items || this.#left <= 0) {
        more = count === undefined ? '…' : `… ${count - shown.length} more`;
        break;
      }
      const text = this.#value(key, keyAddress, depth + 1);
      shown.push({ key: text, text: `${text}: ${this.#value(elem, elemAddress, depth + 1)}` });
    }
    shown.sort(
      (a, b) => Number(a.key) - Number(b.key) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
    );
    const texts = shown.map(({ text }) => text);
    if (more === '' && count !== undefined && count > shown.length) {
      // The map knows of entries that were not met: where they lie was not copied.
      this.isIncomplete = true;
      const what = shown.length === 0 ? `len ${count}` : `… ${count - shown.length} more`;
      more = `${what}, not in the snapshot`;
    }
    if (more !== '') texts.push(more);
    return `{${texts.join(', ')}}`;
  }

  #channel(type: GoType, address: number): string {
    const channel = readChannel(this.#values, address);
    if (!channel) {
      this.isIncomplete = true;
      return `(${type.name})(${hexOf(address)}, not in the snapshot)`;
    }
    const waiting = (count: number, what: string) =>
      count > 0 ? [`${count} ${what} waiting`] : [];
    const says = [
      hexOf(address),
      `len ${channel.length}`,
      `cap ${channel.capacity}`,
      ...(channel.closed ? ['closed'] : []),
      ...waiting(channel.senders.length, 'sending'),
      ...waiting(channel.receivers.length, 'receiving'),
    ];
    return `(${type.name})(${says.join(', ')})`;
  }
}

const hexOf = (address: number) => `0x${address.toString(16)}`;

/** An embedded field is called by its type, without the package. */
export const shortName = (name: string): string => name.replace(/\[.*$/, '').replace(/^.*[./]/, '');

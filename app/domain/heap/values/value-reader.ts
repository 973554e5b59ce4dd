import type { HeapPart, HeapValue } from '../../../contract/heap-views';
import type { GoType } from '../../gosym';
import type { HeapPage } from '../model';
import type { Typing } from '../typings';
import { absent, lineLimits, ValuePrinter, type TextLimits } from './format-value';
import { partsOf, targetOf, type Part } from './parts';
import { formatRef, parseRef, type Place } from './place';
import { countSharers, readSequence } from './sequences';
import { ValueMemory, type ValueSource } from './source';

/** Longer lines are cut. */
const maxLineLength = 240;

/** Values of a snapshot as Go would print them, looked into step by step. */
export class ValueReader {
  readonly #values: ValueMemory;

  constructor(source: ValueSource) {
    this.#values = new ValueMemory(source);
  }

  /** Where the value of an object or a root lies; undefined for a root without a type, or no node. */
  placeOfNode(node: number): Place | undefined {
    const { graph } = this.#values.source;
    const root = graph.rootOf(node);
    if (root) {
      if (!root.type || root.address === 0) return undefined;
      if (!root.indirect) return { kind: 'typed', type: root.type, address: root.address };
      const moved = this.#values.u64(root.address);
      return moved ? { kind: 'typed', type: root.type, address: moved } : undefined;
    }
    if (!Number.isInteger(node) || node < 0 || node >= graph.objectCount) return undefined;
    const start = graph.objects.address[node]!;
    const size = graph.objects.sizeBytes(node);
    const typing = graph.types.get(node);
    const origin = typing ? graph.types.originOf(node) : 0;
    const place = typing && this.#placeOf(typing, start + origin, size - origin);
    return place ?? { kind: 'words', address: start, count: Math.floor(size / 8) };
  }

  #placeOf(typing: Typing, address: number, room: number): Place | undefined {
    const { type, name } = typing;
    if (!type) {
      if (name.startsWith('func ')) return { kind: 'closure', address };
      return name === 'string' ? { kind: 'text', address, count: room } : undefined;
    }
    if (typing.isMap || name.includes('chan ')) {
      const outer = this.#values.typeNamed(name);
      if (outer?.kind === 'map' || outer?.kind === 'chan') {
        return { kind: outer.kind, type: outer, address };
      }
    }
    if (!typing.array) return { kind: 'typed', type, address };
    const count = Math.floor(room / Math.max(1, type.sizeBytes));
    return { kind: 'elements', elem: type, address, count };
  }

  /** One line. */
  preview(place: Place, limits: TextLimits = lineLimits): string {
    return cut(new ValuePrinter(this.#values, limits).print(place));
  }

  /** The whole value, within the limits. */
  print(place: Place, limits: TextLimits): string {
    return new ValuePrinter(this.#values, limits).print(place);
  }

  describe(place: Place): HeapValue {
    const printer = new ValuePrinter(this.#values, lineLimits);
    const text = cut(printer.print(place));
    const notes = this.#notesOf(place);
    if (printer.isIncomplete || text.includes(absent)) {
      notes.push('contents were not copied: take the snapshot with --contents');
    }
    const { count, hasAny } = this.#countParts(place);
    const node = targetOf(this.#values, place);
    return {
      text,
      type: typeName(place),
      address: `0x${place.address.toString(16)}`,
      notes,
      ...(node !== undefined && { node }),
      ...(hasAny && { ref: formatRef(place) }),
      ...(hasAny && count !== undefined && { parts: count }),
    };
  }

  /** Undefined for a ref that names nothing. */
  parts(
    ref: string,
    { offset, limit }: HeapPage,
  ): { parts: HeapPart[]; more: boolean; notes: string[] } | undefined {
    const place = parseRef(ref, (dieOffset) => this.#values.typeAt(dieOffset));
    if (!place) return undefined;
    const parts: HeapPart[] = [];
    let more = false;
    for (const part of partsOf(this.#values, place).from(offset)) {
      if (parts.length >= limit) {
        more = true;
        break;
      }
      parts.push(this.#describePart(part));
    }
    return { parts, more, notes: this.#notesOf(place) };
  }

  #describePart({ name, key, place, text }: Part): HeapPart {
    const shown = key
      ? `[${this.preview({ kind: 'typed', type: key.type, address: key.address })}]`
      : name;
    if (place) return { ...this.describe(place), name: shown };
    return { name: shown, text: text ?? '', type: '', address: '', notes: [] };
  }

  #countParts(place: Place): { count: number | undefined; hasAny: boolean } {
    const { count, from } = partsOf(this.#values, place);
    if (count !== undefined) return { count, hasAny: count > 0 };
    for (const _ of from(0)) return { count, hasAny: true };
    return { count: 0, hasAny: false };
  }

  #notesOf(place: Place): string[] {
    if (place.kind !== 'typed' || (place.type.kind !== 'slice' && place.type.kind !== 'string')) {
      return [];
    }
    const sequence = readSequence(this.#values, place.type, place.address);
    if (!sequence) return [];
    if (sequence.damaged !== undefined) return [`damaged: ${sequence.damaged}`];
    if (place.type.kind === 'string') return [];
    const notes = [`len ${sequence.length}, cap ${sequence.capacity}`];
    const sharers = countSharers(this.#values, sequence);
    if (sharers > 1) notes.push(`${sharers} slices share its backing array`);
    return notes;
  }
}

function typeName(place: Place): string {
  const nameOf = (type: GoType) => (type.name === '' ? 'unknown' : type.name);
  switch (place.kind) {
    case 'typed':
    case 'map':
    case 'chan':
      return nameOf(place.type);
    case 'elements':
      return `[]${nameOf(place.elem)}`;
    case 'closure':
      return 'func';
    case 'text':
      return 'string';
    case 'words':
      return 'unknown';
  }
}

const cut = (text: string) =>
  text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text;

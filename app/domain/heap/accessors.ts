import type { GoType } from '../gosym';
import type { HeapGraph } from './heap-graph';
import type { Slot, Typing } from './typings';

/** Longer keys are cut. */
const maxKeyLength = 48;

/**
 * How node `from` refers to its successor by edge `edge`, as a programmer writes it: `.next`,
 * `["k"].buf`, `[3]`; empty for the inside of a map and for a plain pointer.
 * @param exact keys and indices as they are; otherwise `[*]`, so that alike ways read alike.
 */
export function accessorOf(graph: HeapGraph, from: number, edge: number, exact: boolean): string {
  const offset = graph.edges.offset[edge]!;
  if (from >= graph.objectCount) {
    const root = graph.rootOf(from);
    if (!root?.type || root.indirect) return '';
    return starred(graph.types.typings.slotsOf(root.type).get(offset >> 3)?.accessor ?? '', exact);
  }
  const typing = graph.types.get(from);
  if (!typing) return `(+${offset})`;
  const inside = offset - graph.types.originOf(from);
  const slot = typing.slotAt(inside);
  // A word that neither debug information nor code tells of.
  if (!slot && typing.name.startsWith('func ')) return '(closure)';
  if (!slot) return `(+${offset})`;
  if (typing.isMap) return '';
  if (!exact) return alikeAccessor(typing, slot);
  const index = Math.floor(inside / typing.strideBytes);
  if (typing.internal) return mapAccessor(graph, from, typing, index, slot.accessor);
  return typing.array ? `[${index}]${slot.accessor}` : slot.accessor;
}

/** The same for every element and every key: a map's entries are millions, its ways a handful. */
function alikeAccessor(typing: Typing, slot: Slot): string {
  let text = typing.alike.get(slot);
  if (text === undefined) {
    text = typing.internal
      ? mapAlike(typing, slot.accessor)
      : `${typing.array ? '[*]' : ''}${starred(slot.accessor, false)}`;
    typing.alike.set(slot, text);
  }
  return text;
}

function mapAlike(typing: Typing, accessor: string): string {
  const match = mapSlot.exec(accessor);
  if (!match || !typing.type) return '';
  return `${isKey(match) ? '.key()' : '[*]'}${starred(match[5] ?? '', false)}`;
}

const isKey = (match: RegExpExecArray) => match[2] === 'key' || match[3] === 'keys';

const starred = (accessor: string, exact: boolean) =>
  exact ? accessor : accessor.replace(/\[\d+\]/g, '[*]');

/**
 * Inside a map: `.slots[3].elem.buf` of a Swiss group (`.elems[3].buf` when keys and elements are
 * kept apart), `.values[3].buf` of a bucket; anything else is the map's own structure.
 */
const mapSlot = /^\.(?:slots\[(\d+)\]\.(key|elem)|(keys|elems|values)\[(\d+)\])(.*)$/;

function mapAccessor(
  graph: HeapGraph,
  object: number,
  typing: Typing,
  index: number,
  accessor: string,
): string {
  const match = mapSlot.exec(accessor);
  if (!match || !typing.type) return '';
  const rest = match[5] ?? '';
  if (isKey(match)) return `.key()${rest}`;
  const slot = Number(match[1] ?? match[4]);
  const key = keyPlace(typing.type, slot);
  const group = graph.objects.address[object]! + graph.types.originOf(object);
  const at = group + index * typing.strideBytes;
  const text = key && formatKey(graph, key.type, at + key.offset);
  return `[${text ?? '*'}]${rest}`;
}

/** Where a group or bucket keeps the key of a slot. */
function keyPlace(type: GoType, slot: number): { type: GoType; offset: number } | undefined {
  const field = (name: string) => type.fields.find((candidate) => candidate.name === name);
  const slots = field('slots');
  const pair = slots?.type.elem;
  if (slots && pair) {
    const key = pair.fields.find(({ name }) => name === 'key');
    return key && { type: key.type, offset: slots.offset + slot * pair.sizeBytes + key.offset };
  }
  const keys = field('keys');
  const key = keys?.type.elem;
  return keys && key && { type: key, offset: keys.offset + slot * key.sizeBytes };
}

/** The text of a key at `address`; undefined when it was not copied or is not printable in a line. */
export function formatKey(graph: HeapGraph, type: GoType, address: number): string | undefined {
  const { memory } = graph;
  if (type.kind === 'string') {
    const text = memory.goString(address);
    if (text === undefined) return undefined;
    return JSON.stringify(text.length > maxKeyLength ? `${text.slice(0, maxKeyLength)}…` : text);
  }
  if (type.kind !== 'int' && type.kind !== 'uint') return undefined;
  const bits = type.sizeBytes * 8;
  if (bits === 64) {
    const value = type.kind === 'int' ? memory.i64(address) : memory.u64(address);
    return value?.toString();
  }
  const raw =
    bits === 8 ? memory.u8(address) : bits === 16 ? memory.u16(address) : memory.u32(address);
  if (raw === undefined) return undefined;
  return String(type.kind === 'int' && raw >= 2 ** (bits - 1) ? raw - 2 ** bits : raw);
}

/**
 * The way from `above` down to `node` along the shortest-path tree: all accessors in one text.
 * @returns undefined when `above` is not on that path.
 */
export function accessBetween(
  graph: HeapGraph,
  above: number,
  node: number,
  exact: boolean,
): string | undefined {
  const { parent, edge } = graph.reach;
  let text = '';
  let at = node;
  for (let depth = 0; at !== above; depth++) {
    const from = parent[at]!;
    if (from < 0 || depth > maxDepth) return undefined;
    text = accessorOf(graph, from, edge[at]!, exact) + text;
    at = from;
  }
  return text;
}

/** A dominator child is reached in a few steps; long ways round have no short name. */
const maxDepth = 12;

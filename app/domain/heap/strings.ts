import type { HeapString } from '../../contract/heap-views';
import { accessorOf } from './accessors';
import type { HeapGraph } from './heap-graph';
import type { HeapPage } from './model';
import { formatAddress } from './queries/nodes';
import { explainAlive } from './why-alive';

/** Longer texts are told apart by a hash of all their bytes. */
const maxKeyBytes = 128;
/** Longer strings are documents, not names: comparing them costs more than it tells. */
const maxLengthBytes = 1 << 20;
const maxShown = 200;
/** Arrays looked at: bounds the memory of the search. */
const maxStrings = 4_000_000;

interface Group {
  /** Node and edge of the first string found with this text. */
  readonly node: number;
  readonly edge: number;
  readonly object: number;
  readonly pointer: number;
  readonly lengthBytes: number;
  copies: number;
  wastedBytes: number;
}

/** Strings that lie in memory several times, by what that wastes. */
export interface DuplicatedStrings {
  /** By wasted bytes, most first. */
  readonly groups: readonly Group[];
  readonly wastedBytes: number;
  /** Different arrays that strings point into. */
  readonly strings: number;
  /** Those of them whose bytes are in the snapshot. */
  readonly read: number;
}

/** Looks at every string on the heap that a typed word of a reachable object or root refers to. */
export function findDuplicatedStrings(graph: HeapGraph): DuplicatedStrings {
  const { start, to, offset } = graph.edges;
  const { memory, objects, types } = graph;
  const groups = new Map<string, Group>();
  const seen = new Set<number>();
  let read = 0;
  for (let node = 0; node < graph.virtualRoot; node++) {
    if (start[node] === start[node + 1] || !graph.isReachable(node)) continue;
    const root = graph.rootOf(node);
    const slots = root?.type && !root.indirect ? types.typings.slotsOf(root.type) : undefined;
    const base = root ? root.address : objects.address[node]!;
    for (let e = start[node]!; e < start[node + 1]!; e++) {
      const slot = root ? slots?.get(offset[e]! >> 3) : types.slotAt(node, offset[e]!);
      if (slot?.kind !== 'string' || seen.size >= maxStrings) continue;
      const pointer = memory.u64(base + offset[e]!);
      const lengthBytes = memory.u64(base + offset[e]! + 8);
      const object = to[e]!;
      if (pointer === undefined || !lengthBytes || lengthBytes > maxLengthBytes) continue;
      // The same words of one array cannot be shared any better: an array counts once for a text that begins there.
      if (seen.has(pointer)) continue;
      seen.add(pointer);
      const bytes = memory.bytes(pointer, lengthBytes);
      if (!bytes) continue;
      read++;
      const size = objects.sizeBytes(object);
      const owned = lengthBytes * 2 > size ? size : lengthBytes;
      const key = keyOf(bytes);
      const group = groups.get(key);
      if (group) {
        group.copies++;
        group.wastedBytes += owned;
      } else {
        groups.set(key, {
          ...{ node, edge: e, object, pointer, lengthBytes, copies: 1, wastedBytes: 0 },
        });
      }
    }
  }
  const duplicated = [...groups.values()].filter(({ copies }) => copies > 1);
  duplicated.sort((a, b) => b.wastedBytes - a.wastedBytes || a.pointer - b.pointer);
  const wastedBytes = duplicated.reduce((sum, group) => sum + group.wastedBytes, 0);
  return { groups: duplicated, wastedBytes, strings: seen.size, read };
}

function keyOf(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, maxKeyBytes));
  if (bytes.length <= maxKeyBytes) return head;
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x5bd1e995) ^ (high >>> 15);
  }
  return `${head}…${bytes.length} ${low} ${high}`;
}

export function describeStrings(
  graph: HeapGraph,
  { groups }: DuplicatedStrings,
  { offset, limit }: HeapPage,
): HeapString[] {
  return groups.slice(offset, offset + limit).map((group) => {
    const { pointer, lengthBytes, copies, wastedBytes } = group;
    const shown = graph.memory.bytes(pointer, Math.min(lengthBytes, maxShown));
    const text = new TextDecoder().decode(shown ?? new Uint8Array(0));
    return {
      text: lengthBytes > maxShown ? `${text}…` : text,
      ...{ lengthBytes, copies, wastedBytes, node: group.object },
      example: placeOf(graph, group),
    };
  });
}

function placeOf(graph: HeapGraph, { node, edge, pointer }: Group): string {
  const held = explainAlive(graph, node)?.expression;
  return held === undefined ? formatAddress(pointer) : held + accessorOf(graph, node, edge, true);
}

import type { GoType } from '../../gosym';
import type { HeapGraph } from '../heap-graph';
import type { RuntimeImage } from '../stack-roots/runtime-image';
import type { Slot } from '../typings';

/** runtime.maxTinySize: pointer-free objects smaller than this share blocks of it. */
const tinyBlockBytes = 16;
const semaphoreBytes = 4;
const wordBytes = 8;

/**
 * The allocator puts small pointer-free objects of different owners into one block, which the collector keeps as a
 * whole: a lock of 8 bytes seems held by whoever holds its neighbour.
 * @param semaphores addresses of the words that goroutines wait for.
 * @returns edges of global variables that lead into such a block, but by their type to no part of it that is waited
 * for: nobody unlocks anything by them.
 */
export function findNeighbourEdges(
  image: RuntimeImage,
  graph: HeapGraph,
  semaphores: Iterable<number>,
): ReadonlySet<number> {
  const { objects, objectCount, roots, edges } = graph;
  const { spans, span } = objects;
  const waitedIn = new Map<number, number[]>();
  for (const semaphore of semaphores) {
    const block = objects.find(semaphore);
    if (block < 0) continue;
    const s = span[block]!;
    if (spans.pointerFree[s] !== 1 || spans.elementBytes[s] !== tinyBlockBytes) continue;
    const known = waitedIn.get(block);
    if (known) known.push(semaphore);
    else waitedIn.set(block, [semaphore]);
  }
  const neighbours = new Set<number>();
  if (waitedIn.size === 0) return neighbours;
  roots.forEach(({ kind, type, address, indirect }, i) => {
    if (kind !== 'global' || !type || indirect) return;
    const slots = graph.types.typings.slotsOf(type);
    const node = objectCount + i;
    for (let e = edges.start[node]!; e < edges.start[node + 1]!; e++) {
      const waited = waitedIn.get(edges.to[e]!);
      if (!waited) continue;
      const offset = edges.offset[e]!;
      const slot = slots.get(offset / wordBytes);
      const extent = slot && readExtent(image, graph, slot, address + offset);
      if (extent === undefined) continue;
      const [from, to] = extent;
      if (!waited.some((at) => from < at + semaphoreBytes && to > at)) neighbours.add(e);
    }
  });
  return neighbours;
}

/** What can be got at by the pointer at `at`; undefined when its type does not tell. */
function readExtent(
  { memory }: RuntimeImage,
  { types }: HeapGraph,
  { kind, target }: Slot,
  at: number,
): readonly [from: number, to: number] | undefined {
  const from = memory.u64(at);
  if (!from) return undefined;
  const ofSize = (bytes: number | undefined) =>
    bytes === undefined ? undefined : ([from, from + bytes] as const);
  switch (kind) {
    case 'pointer':
      return ofSize(target?.sizeBytes);
    case 'string':
      return ofSize(memory.u64(at + wordBytes));
    case 'slice': {
      const capacity = memory.u64(at + 2 * wordBytes);
      return capacity === undefined || !target ? undefined : ofSize(capacity * target.sizeBytes);
    }
    case 'eface': {
      const dynamic = types.runtimeType(memory.u64(at - wordBytes) ?? 0);
      return ofSize(dynamic && sizeBehind(dynamic));
    }
    default:
      return undefined;
  }
}

/** An interface holds a pointer itself, and of anything larger or smaller the address. */
function sizeBehind(type: GoType): number | undefined {
  if (type.kind === 'pointer') return type.elem?.sizeBytes;
  const isPlain = ['bool', 'int', 'uint', 'float', 'complex', 'string'].includes(type.kind);
  return isPlain ? type.sizeBytes : undefined;
}

import type { Aliasing } from '../../contract/findings';
import { accessorOf } from './accessors';
import type { HeapGraph } from './heap-graph';
import { explainAlive } from './why-alive';

export interface FoundAliasing {
  readonly aliasing: Aliasing | undefined;
  /** Arrays with a header below the holder to which a pooled bytes.Buffer refers too. */
  readonly alsoPooled: number;
}

/** Further up than this a pool does not own its buffer. */
const maxPoolDepth = 12;

/**
 * Slice headers below a holder that lie in different values (map entries, elements, objects) and
 * point into one and the same backing array: each owner believes the array its own.
 * @param held nodes below the holder in the dominator tree. A shared array itself need not be.
 */
export function computeAliasing(graph: HeapGraph, held: Uint8Array): FoundAliasing {
  const headers = new Uint8Array(graph.objectCount);
  let isAnyShared = false;
  forEachHeader(graph, held, (array) => {
    if (headers[array]! < 2 && ++headers[array]! === 2) isAnyShared = true;
  });
  const owners = new Map<number, Map<string, { node: number; edge: number }>>();
  const findOwners = (array: number, node: number, edge: number) => {
    if (headers[array]! < 2) return;
    let ofArray = owners.get(array);
    if (!ofArray) owners.set(array, (ofArray = new Map()));
    const key = ownerOf(graph, node, edge);
    if (!ofArray.has(key)) ofArray.set(key, { node, edge });
  };
  if (isAnyShared) forEachHeader(graph, held, findOwners);
  const alsoPooled = countPooled(graph, held, headers);
  const shared = [...owners.values()].filter((ofArray) => ofArray.size > 1);
  if (shared.length === 0) return { aliasing: undefined, alsoPooled };
  const count = shared.reduce((sum, ofArray) => sum + ofArray.size, 0);
  const [first, second] = [...shared[0]!.values()];
  const says =
    `${count} slices share ${shared.length} backing array${shared.length === 1 ? '' : 's'}: ` +
    'a write through one changes what the others see.';
  const example = [first!, second!].map(({ node, edge }) => expressionOf(graph, node, edge));
  return { aliasing: { arrays: shared.length, headers: count, says, example }, alsoPooled };
}

function forEachHeader(
  graph: HeapGraph,
  held: Uint8Array,
  visit: (array: number, node: number, edge: number) => void,
): void {
  const { start, to, offset } = graph.edges;
  for (let node = 0; node < graph.objectCount; node++) {
    if (held[node] !== 1) continue;
    const typing = graph.types.get(node);
    if (!typing || typing.isMap || typing.slots.size === 0) continue;
    const origin = graph.types.originOf(node);
    for (let e = start[node]!; e < start[node + 1]!; e++) {
      if (typing.slotAt(offset[e]! - origin)?.kind !== 'slice') continue;
      const array = to[e]!;
      if (graph.types.get(array)?.internal) continue;
      visit(array, node, e);
    }
  }
}

/** The value the header lies in: one map entry, one element of an array, or the object. */
function ownerOf(graph: HeapGraph, node: number, edge: number): string {
  const offset = graph.edges.offset[edge]!;
  const typing = graph.types.get(node)!;
  const index = Math.floor((offset - graph.types.originOf(node)) / typing.strideBytes);
  const entry = /^\.\w+\[\d+\]/.exec(graph.types.slotAt(node, offset)?.accessor ?? '')?.[0] ?? '';
  return `${node} ${index} ${typing.internal ? entry : ''}`;
}

function expressionOf(graph: HeapGraph, node: number, edge: number): string {
  const why = explainAlive(graph, node);
  return (why?.expression ?? '') + accessorOf(graph, node, edge, true);
}

/** Arrays that also belong to a bytes.Buffer in a sync.Pool: the next user of the pool writes into them. */
function countPooled(graph: HeapGraph, held: Uint8Array, headers: Uint8Array): number {
  const { start, to } = graph.edges;
  let pooled = 0;
  for (let node = 0; node < graph.objectCount; node++) {
    if (held[node] === 1 || !graph.isReachable(node)) continue;
    if (graph.types.name(node) !== 'bytes.Buffer' || !isPooled(graph, node)) continue;
    for (let e = start[node]!; e < start[node + 1]!; e++) {
      const array = to[e]!;
      if (array < graph.objectCount && headers[array]! > 0) pooled++;
    }
  }
  return pooled;
}

function isPooled(graph: HeapGraph, node: number): boolean {
  let at = node;
  for (let depth = 0; depth < maxPoolDepth && at >= 0; depth++) {
    const type = graph.rootOf(at)?.type?.name ?? graph.types.get(at)?.name ?? '';
    if (type.includes('sync.Pool') || type.includes('sync.pool')) return true;
    at = graph.reach.parent[at]!;
  }
  return false;
}

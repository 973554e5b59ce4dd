import type { AnalyzedHeap } from '../analyze';
import type { HeapGraph } from '../heap-graph';
import { parseWrittenGraph, pathLengths, reachFrom, type WrittenGraph } from './object-graph';
import { iterativeDominators, naiveDominators } from './oracle-dominators';

/** Larger objects with pointers have a word in front that names their type. */
const maxHeaderless = 512;

export interface Comparison {
  readonly differences: readonly string[];
  readonly counts: {
    reached: number;
    dead: number;
    /** Dead ones among the objects of the snapshot: not swept when it was taken. */
    unswept: number;
    dominators: number;
    pathLengths: number;
    retainedSizes: number;
  };
}

/**
 * Holds the graph of a snapshot against what the program wrote down of its own objects: every
 * address, every pointer, who dominates whom; without maps also path lengths and retained sizes.
 * @param byDefinition also checks the oracle's dominators the slow way.
 */
export function compareGraphs(
  { graph, analysis }: AnalyzedHeap,
  written: string,
  byDefinition: boolean,
): Comparison {
  const known = parseWrittenGraph(written);
  const { objects, roots, rows, top } = known;
  const reached = reachFrom(rows, [top]);
  const idom = iterativeDominators(rows, top);
  const differences = analysis.warnings.map((warning) => `warning: ${warning}`);
  if (byDefinition) {
    naiveDominators(rows, top).forEach((u, v) => {
      if (u !== idom[v]) differences.push(`the oracle's own algorithms disagree about object ${v}`);
    });
  }
  const nodeOf = objects.map(({ address }) => graph.objects.find(address));
  const objectOf = new Map<number, number>();
  nodeOf.forEach((node, i) => {
    if (node >= 0 && reached[i]) objectOf.set(node, i);
  });
  const hasMaps = objects.some(({ isMap }) => isMap);
  const lengths = hasMaps ? undefined : pathLengths(known);
  const retained = hasMaps ? undefined : sumRetained(graph, known, nodeOf, idom, reached);
  const counts = {
    reached: 0,
    dead: 0,
    unswept: 0,
    dominators: 0,
    pathLengths: 0,
    retainedSizes: 0,
  };

  objects.forEach(({ address, bytes, edges, isMap }, i) => {
    const node = nodeOf[i]!;
    const differs = (what: string, ours: unknown, theirs: unknown) =>
      differences.push(
        `object ${i} at 0x${address.toString(16)}: ${what} ${String(ours)}, not ${String(theirs)}`,
      );
    if (!reached[i]) {
      // A dead object's slot may have been used again, by anything.
      counts.dead++;
      if (node >= 0 && !graph.isReachable(node)) counts.unswept++;
      return;
    }
    counts.reached++;
    if (node < 0 || !graph.isReachable(node)) {
      differs('reached', false, true);
      return;
    }
    const header = headerBytes(graph, node);
    const begin = graph.objects.address[node]! + header;
    if (begin !== address) differs('begins at', begin, address);
    if (graph.sizeBytes(node) < bytes) differs('has bytes', graph.sizeBytes(node), bytes);
    if (!isMap) {
      const own = new Set(edges.map(([to, offset]) => `${offset}>${nodeOf[to]}`));
      for (let e = graph.edges.start[node]!; e < graph.edges.start[node + 1]!; e++) {
        const edge = `${graph.edges.offset[e]! - header}>${graph.edges.to[e]}`;
        if (!own.delete(edge)) differs('pointer', edge, 'there');
      }
      for (const edge of own) differs('pointer', 'missing', edge);
    }
    counts.dominators++;
    const theirs = idom[i]!;
    const root = theirs < objects.length ? undefined : roots[theirs - objects.length];
    const ours = nearestKnown(graph, objectOf, node);
    // A stack may hold the same variable in several words, none of which then dominates.
    const isRight = root
      ? ours === root.name || (root.kind === 'stack' && (ours === 'a stack' || ours === 'all'))
      : ours === (theirs === top ? 'all' : theirs);
    if (!isRight) differs('dominated by', ours, root?.name ?? theirs);
    if (lengths) {
      counts.pathLengths++;
      const steps = stepsFromTop(graph, node);
      if (steps !== lengths[i]) differs('length of path', steps, lengths[i]);
    }
    if (retained) {
      counts.retainedSizes++;
      const held = graph.retained.bytes[node];
      if (held !== retained[i]) differs('retains', held, retained[i]);
    }
  });
  return { differences, counts };
}

function headerBytes(graph: HeapGraph, node: number): number {
  const { spans, span } = graph.objects;
  const s = span[node]!;
  const has = graph.sizeBytes(node) > maxHeaderless && spans.sizeClass[s] !== 0;
  return has && spans.pointerFree[s] === 0 ? 8 : 0;
}

/** Lowest dominator that was written down: an object's number or a root's name. */
function nearestKnown(
  graph: HeapGraph,
  objectOf: ReadonlyMap<number, number>,
  node: number,
): number | string | undefined {
  const { idom } = graph.tree;
  for (let at = idom[node]!; at >= 0; at = idom[at]!) {
    if (at === graph.virtualRoot) return 'all';
    const root = graph.rootOf(at);
    if (root) return root.kind === 'stack' ? 'a stack' : root.label;
    const object = objectOf.get(at);
    if (object !== undefined) return object;
  }
  return undefined;
}

function stepsFromTop(graph: HeapGraph, node: number): number {
  let steps = 0;
  for (let at = node; at !== graph.virtualRoot && at >= 0; at = graph.reach.parent[at]!) steps++;
  return steps;
}

/** Sums of the sizes that the snapshot gives the objects, over the oracle's dominator tree. */
function sumRetained(
  graph: HeapGraph,
  { objects, rows, top }: WrittenGraph,
  nodeOf: readonly number[],
  idom: Int32Array,
  reached: Uint8Array,
): Float64Array {
  const bytes = new Float64Array(rows.length);
  const below = new Int32Array(rows.length);
  for (const u of idom) if (u >= 0) below[u]!++;
  const ready = rows.flatMap((_, v) => (below[v] === 0 && idom[v]! >= 0 ? [v] : []));
  while (ready.length > 0) {
    const v = ready.pop()!;
    if (v < objects.length && reached[v] && nodeOf[v]! >= 0)
      bytes[v]! += graph.sizeBytes(nodeOf[v]!);
    const u = idom[v]!;
    bytes[u]! += bytes[v]!;
    if (--below[u]! === 0 && u !== top) ready.push(u);
  }
  return bytes;
}

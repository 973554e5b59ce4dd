import type { HeapGraph } from '../heap-graph';

/**
 * Bytes that would go if all objects of a class went: the retained sizes of those with no other of
 * their class above them in the dominator tree.
 * @param classOf class of a node; −1 for none.
 */
export function retainedByClass(
  graph: HeapGraph,
  classOf: ArrayLike<number>,
  classCount: number,
): Float64Array {
  const { start, child } = graph.children;
  const { bytes } = graph.retained;
  const sums = new Float64Array(classCount);
  /** How many of a class are on the way down to here. */
  const above = new Uint32Array(classCount);
  const next = start.slice(0, graph.edges.nodeCount);
  const stack = new Int32Array(graph.tree.order.length + 1);
  let depth = 0;
  const enter = (node: number) => {
    stack[depth++] = node;
    const own = classOf[node] ?? -1;
    if (own >= 0 && above[own]!++ === 0) sums[own]! += bytes[node]!;
  };
  enter(graph.virtualRoot);
  while (depth > 0) {
    const node = stack[depth - 1]!;
    const at = next[node]!;
    if (at < start[node + 1]!) {
      next[node] = at + 1;
      enter(child[at]!);
      continue;
    }
    depth--;
    const own = classOf[node] ?? -1;
    if (own >= 0) above[own]!--;
  }
  return sums;
}

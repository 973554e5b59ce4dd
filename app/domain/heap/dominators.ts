import type { Edges } from './edges';

/**
 * Nodes reachable from the root, numbered in depth-first preorder. Every node's immediate dominator
 * has a smaller number than the node, so one pass backwards sums subtrees.
 */
export interface DominatorTree {
  /** Reachable nodes in preorder; the root is first. */
  readonly order: Int32Array;
  /** Preorder number of a node; −1 when it is not reachable. */
  readonly numberOf: Int32Array;
  /** Immediate dominator of a node; −1 for the root and for unreachable nodes. */
  readonly idom: Int32Array;
}

/**
 * Lengauer–Tarjan with simple path compression, O(m log n), without recursion: heaps hold linked
 * lists of a million nodes. (Cooper–Harvey–Kennedy is shorter but quadratic on such lists.)
 */
export function computeDominators(edges: Edges, root: number): DominatorTree {
  const { order, numberOf, parent } = depthFirst(edges, root);
  const count = order.length;
  const { start, from } = predecessorsByNumber(edges, order, numberOf);
  const dominator = lengauerTarjan(count, parent, start, from);
  const idom = new Int32Array(edges.nodeCount).fill(-1);
  for (let v = 1; v < count; v++) idom[order[v]!] = order[dominator[v]!]!;
  return { order, numberOf, idom };
}

function depthFirst({ nodeCount, start, to }: Edges, root: number) {
  const numberOf = new Int32Array(nodeCount).fill(-1);
  const vertices = new Int32Array(nodeCount);
  const parents = new Int32Array(nodeCount);
  const stack = new Int32Array(nodeCount);
  const next = new Uint32Array(nodeCount);
  let count = 0;
  let depth = 0;
  const enter = (node: number, parent: number) => {
    numberOf[node] = count;
    vertices[count] = node;
    parents[count++] = parent;
    stack[depth++] = node;
    next[node] = start[node]!;
  };
  enter(root, -1);
  while (depth > 0) {
    const node = stack[depth - 1]!;
    const end = start[node + 1]!;
    let e = next[node]!;
    while (e < end && numberOf[to[e]!]! >= 0) e++;
    if (e < end) {
      next[node] = e + 1;
      enter(to[e]!, numberOf[node]!);
    } else {
      depth--;
    }
  }
  return { numberOf, order: vertices.slice(0, count), parent: parents.slice(0, count) };
}

/** Reverse edges among reachable nodes, all by preorder number. */
function predecessorsByNumber(
  edges: Edges,
  order: Int32Array,
  numberOf: Int32Array,
): { start: Uint32Array; from: Int32Array } {
  const count = order.length;
  const start = new Uint32Array(count + 1);
  let total = 0;
  for (let v = 0; v < count; v++) {
    const node = order[v]!;
    for (let e = edges.start[node]!; e < edges.start[node + 1]!; e++) {
      start[numberOf[edges.to[e]!]! + 1]!++;
      total++;
    }
  }
  for (let v = 0; v < count; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, count);
  const from = new Int32Array(total);
  for (let v = 0; v < count; v++) {
    const node = order[v]!;
    for (let e = edges.start[node]!; e < edges.start[node + 1]!; e++) {
      from[next[numberOf[edges.to[e]!]!]!++] = v;
    }
  }
  return { start, from };
}

function lengauerTarjan(
  count: number,
  parent: Int32Array,
  start: Uint32Array,
  from: Int32Array,
): Int32Array {
  const semi = new Int32Array(count);
  const label = new Int32Array(count);
  const ancestor = new Int32Array(count).fill(-1);
  const dominator = new Int32Array(count).fill(-1);
  const bucketHead = new Int32Array(count).fill(-1);
  const bucketNext = new Int32Array(count).fill(-1);
  const path = new Int32Array(count);
  for (let v = 0; v < count; v++) semi[v] = label[v] = v;

  const evaluate = (v: number): number => {
    if (ancestor[v]! < 0) return v;
    let length = 0;
    let u = v;
    while (ancestor[ancestor[u]!]! >= 0) {
      path[length++] = u;
      u = ancestor[u]!;
    }
    while (length > 0) {
      const w = path[--length]!;
      const above = ancestor[w]!;
      if (semi[label[above]!]! < semi[label[w]!]!) label[w] = label[above]!;
      ancestor[w] = ancestor[above]!;
    }
    return label[v]!;
  };

  for (let w = count - 1; w > 0; w--) {
    for (let i = start[w]!; i < start[w + 1]!; i++) {
      const u = evaluate(from[i]!);
      if (semi[u]! < semi[w]!) semi[w] = semi[u]!;
    }
    bucketNext[w] = bucketHead[semi[w]!]!;
    bucketHead[semi[w]!] = w;
    const p = parent[w]!;
    ancestor[w] = p;
    for (let v = bucketHead[p]!; v >= 0; v = bucketNext[v]!) {
      const u = evaluate(v);
      dominator[v] = semi[u]! < semi[v]! ? u : p;
    }
    bucketHead[p] = -1;
  }
  for (let w = 1; w < count; w++) {
    if (dominator[w] !== semi[w]) dominator[w] = dominator[dominator[w]!]!;
  }
  return dominator;
}

/** Bytes and objects of each node's dominator subtree, itself included; 0 when unreachable. */
export interface Retained {
  readonly bytes: Float64Array;
  readonly objects: Uint32Array;
}

/** @param sizeBytes of a node; nodes from `objectCount` on are roots: they weigh nothing and are not counted. */
export function computeRetained(
  { order, idom }: DominatorTree,
  objectCount: number,
  sizeBytes: (node: number) => number,
): Retained {
  const bytes = new Float64Array(idom.length);
  const objects = new Uint32Array(idom.length);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    if (node < objectCount) {
      bytes[node]! += sizeBytes(node);
      objects[node]!++;
    }
    const above = idom[node]!;
    if (above >= 0) {
      bytes[above]! += bytes[node]!;
      objects[above]! += objects[node]!;
    }
  }
  return { bytes, objects };
}

/** Children of each node in the dominator tree, in compressed rows. */
export interface DominatorChildren {
  readonly start: Uint32Array;
  readonly child: Int32Array;
}

export function computeChildren({ order, idom }: DominatorTree): DominatorChildren {
  const start = new Uint32Array(idom.length + 1);
  for (let i = 1; i < order.length; i++) start[idom[order[i]!]! + 1]!++;
  for (let v = 0; v < idom.length; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, idom.length);
  const child = new Int32Array(Math.max(0, order.length - 1));
  for (let i = 1; i < order.length; i++) child[next[idom[order[i]!]!]!++] = order[i]!;
  return { start, child };
}

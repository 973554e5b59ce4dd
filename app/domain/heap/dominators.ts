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
  const { semi, start, from } = backEdges(edges, order.length, numberOf);
  const dominator = lengauerTarjan(parent, semi, start, from);
  const idom = new Int32Array(edges.nodeCount).fill(-1);
  for (let v = 1; v < order.length; v++) idom[order[v]!] = order[dominator[v]!]!;
  return { order, numberOf, idom };
}

function depthFirst({ nodeCount, start, to }: Edges, root: number) {
  const numberOf = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount);
  const parent = new Int32Array(nodeCount);
  const next = start.slice(0, nodeCount);
  let count = 1;
  let current = 0;
  order[0] = root;
  parent[0] = -1;
  numberOf[root] = 0;
  // The way back up is in `parent`: no stack is needed.
  while (current >= 0) {
    const node = order[current]!;
    const end = start[node + 1]!;
    let e = next[node]!;
    let below = -1;
    while (e < end) {
      const target = to[e++]!;
      if (numberOf[target]! >= 0) continue;
      numberOf[target] = count;
      order[count] = target;
      parent[count++] = current;
      if (start[target]! < start[target + 1]!) {
        below = count - 1;
        break;
      }
    }
    next[node] = e;
    current = below >= 0 ? below : parent[current]!;
  }
  return { numberOf, order: order.slice(0, count), parent: parent.slice(0, count) };
}

/**
 * By preorder number: of each node the smallest predecessor before it, which is a candidate for its
 * semidominator as it is, and in compressed rows the predecessors after it, whose ancestors count.
 */
function backEdges(edges: Edges, count: number, numberOf: Int32Array) {
  const { nodeCount, to } = edges;
  const semi = new Int32Array(count);
  const start = new Uint32Array(count + 1);
  for (let v = 0; v < count; v++) semi[v] = v;
  // In order of the node, not of its number: edges are then read as they lie.
  for (let node = 0; node < nodeCount; node++) {
    const v = numberOf[node]!;
    if (v < 0) continue;
    const end = edges.start[node + 1]!;
    for (let e = edges.start[node]!; e < end; e++) {
      const w = numberOf[to[e]!]!;
      if (v > w) start[w + 1]!++;
      else if (v < semi[w]!) semi[w] = v;
    }
  }
  for (let v = 0; v < count; v++) start[v + 1]! += start[v]!;
  const from = new Int32Array(start[count]!);
  const next = start.slice(0, count);
  for (let node = 0; node < nodeCount; node++) {
    const v = numberOf[node]!;
    if (v < 0) continue;
    const end = edges.start[node + 1]!;
    for (let e = edges.start[node]!; e < end; e++) {
      const w = numberOf[to[e]!]!;
      if (v > w) from[next[w]!++] = v;
    }
  }
  return { semi, start, from };
}

/** @param semi as `backEdges` leaves it; changed. */
function lengauerTarjan(
  parent: Int32Array,
  semi: Int32Array,
  start: Uint32Array,
  from: Int32Array,
): Int32Array {
  const count = parent.length;
  const label = new Int32Array(count);
  const ancestor = new Int32Array(count).fill(-1);
  const dominator = new Int32Array(count).fill(-1);
  const bucketHead = new Int32Array(count).fill(-1);
  const bucketNext = new Int32Array(count).fill(-1);
  const path = new Int32Array(count);
  for (let v = 0; v < count; v++) label[v] = v;

  const evaluate = (v: number): number => {
    let u = ancestor[v]!;
    if (u < 0) return v;
    let above = ancestor[u]!;
    if (above < 0) return label[v]!;
    let length = 0;
    path[length++] = v;
    while (ancestor[above]! >= 0) {
      path[length++] = u;
      u = above;
      above = ancestor[u]!;
    }
    // `u` is the last below the root of this tree: nothing above it has a label of its own.
    let best = label[u]!;
    let least = semi[best]!;
    while (length > 0) {
      const w = path[--length]!;
      const own = label[w]!;
      if (semi[own]! > least) label[w] = best;
      else {
        best = own;
        least = semi[own]!;
      }
      ancestor[w] = above;
    }
    return best;
  };

  for (let w = count - 1; w > 0; w--) {
    let least = semi[w]!;
    const end = start[w + 1]!;
    for (let i = start[w]!; i < end; i++) {
      const candidate = semi[evaluate(from[i]!)]!;
      if (candidate < least) least = candidate;
    }
    semi[w] = least;
    bucketNext[w] = bucketHead[least]!;
    bucketHead[least] = w;
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

import type { Edges } from './edges';

/** Breadth-first tree: the shortest way back from each node. */
export interface ReachTree {
  /** Node it was first reached from; −1 for the sources and for what is not reached. */
  readonly parent: Int32Array;
  /** Edge it was first reached by; meaningful where `parent` is not −1. */
  readonly edge: Uint32Array;
}

/** Edges of the root are followed in their order: among equally short ways the earlier one wins. */
export function computeReachTree(edges: Edges, root: number): ReachTree {
  const { nodeCount, start, to } = edges;
  const parent = new Int32Array(nodeCount).fill(-1);
  const edge = new Uint32Array(nodeCount);
  const queue = new Int32Array(nodeCount);
  let head = 0;
  let tail = 0;
  queue[tail++] = root;
  parent[root] = root;
  while (head < tail) {
    const node = queue[head++]!;
    for (let e = start[node]!; e < start[node + 1]!; e++) {
      const next = to[e]!;
      if (parent[next] !== -1) continue;
      parent[next] = node;
      edge[next] = e;
      queue[tail++] = next;
    }
  }
  parent[root] = -1;
  return { parent, edge };
}

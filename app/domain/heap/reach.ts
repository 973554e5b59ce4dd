import type { Edges } from './edges';

/** Breadth-first tree: the shortest way back from each node. */
export interface ReachTree {
  /** Node it was first reached from; −1 for the sources and for what is not reached. */
  readonly parent: Int32Array;
  /** Edge it was first reached by; meaningful where `parent` is not −1. */
  readonly edge: Uint32Array;
}

/**
 * Edges of the root are followed in their order: among equally short ways the earlier one wins.
 * @param turnOf from 0: a root names a node only when none of an earlier turn reaches it, however long the way.
 */
export function computeReachTree(
  edges: Edges,
  root: number,
  turnOf: (node: number) => number,
): ReachTree {
  const { nodeCount, start, to } = edges;
  const parent = new Int32Array(nodeCount).fill(-1);
  const edge = new Uint32Array(nodeCount);
  const queue = new Int32Array(nodeCount);
  let head = 0;
  let tail = 0;
  const take = (node: number, from: number, by: number) => {
    if (parent[node] !== -1) return;
    parent[node] = from;
    edge[node] = by;
    queue[tail++] = node;
  };
  parent[root] = root;
  let turns = 0;
  for (let e = start[root]!; e < start[root + 1]!; e++) turns = Math.max(turns, turnOf(to[e]!));
  for (let turn = 0; turn <= turns; turn++) {
    for (let e = start[root]!; e < start[root + 1]!; e++) {
      if (turnOf(to[e]!) === turn) take(to[e]!, root, e);
    }
    while (head < tail) {
      const node = queue[head++]!;
      for (let e = start[node]!; e < start[node + 1]!; e++) take(to[e]!, node, e);
    }
  }
  parent[root] = -1;
  return { parent, edge };
}

/** Nodes reached so far; more sources may be added, each node is visited once. */
export interface Marks {
  readonly marked: Uint8Array;
  /** Marks everything reachable from `sources`. */
  add(sources: Iterable<number>): void;
}

/** @param follow whether the edge at `offset` of `node` counts. */
export function markFrom(
  edges: Edges,
  sources: Iterable<number>,
  follow: (node: number, offset: number) => boolean = () => true,
): Marks {
  const { start, to, offset, nodeCount } = edges;
  const marked = new Uint8Array(nodeCount);
  const add = (more: Iterable<number>) => {
    const work: number[] = [];
    for (const node of more) {
      if (marked[node] === 1) continue;
      marked[node] = 1;
      work.push(node);
    }
    while (work.length > 0) {
      const node = work.pop()!;
      for (let e = start[node]!; e < start[node + 1]!; e++) {
        const next = to[e]!;
        if (marked[next] === 1 || !follow(node, offset[e]!)) continue;
        marked[next] = 1;
        work.push(next);
      }
    }
  };
  add(sources);
  return { marked, add };
}

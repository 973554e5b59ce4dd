import type { Edges } from './edges';

/** Breadth-first tree: the shortest way back from each node. */
export interface ReachTree {
  /** Node it was first reached from; −1 for the sources and for what is not reached. */
  readonly parent: Int32Array;
  /** Edge it was first reached by; meaningful where `parent` is not −1. */
  readonly edge: Uint32Array;
}

/** In place of a parent. */
const held = -2;

/** Grows a tree of shortest ways from sources that come in turns: what an earlier turn reaches is its own. */
export class ReachGrowth {
  readonly #parent: Int32Array;
  readonly #edge: Uint32Array;
  readonly #queue: Int32Array;
  #head = 0;
  #tail = 0;

  /** @param root the node above the sources. */
  constructor(nodeCount: number, root: number) {
    this.#parent = new Int32Array(nodeCount).fill(-1);
    this.#edge = new Uint32Array(nodeCount);
    this.#queue = new Int32Array(nodeCount);
    this.#parent[root] = root;
  }

  isReached(node: number): boolean {
    return this.#parent[node] !== -1;
  }

  /** Until `release` nothing is reached through these nodes, nor they themselves. */
  hold(nodes: readonly number[]): void {
    for (const node of nodes) if (this.#parent[node] === -1) this.#parent[node] = held;
  }

  release(nodes: readonly number[]): void {
    for (const node of nodes) if (this.#parent[node] === held) this.#parent[node] = -1;
  }

  /** Takes a source of this turn, unless it is reached: of two equally near ones the first names more. */
  start(source: number, root: number): void {
    if (this.#parent[source] !== -1) return;
    this.#parent[source] = root;
    this.#queue[this.#tail++] = source;
  }

  /** Follows all edges from what this turn started. */
  grow({ start, to }: Edges): void {
    const [parent, edge, queue] = [this.#parent, this.#edge, this.#queue];
    let [head, tail] = [this.#head, this.#tail];
    while (head < tail) {
      const node = queue[head++]!;
      const end = start[node + 1]!;
      for (let e = start[node]!; e < end; e++) {
        const next = to[e]!;
        if (parent[next] !== -1) continue;
        parent[next] = node;
        edge[next] = e;
        queue[tail++] = next;
      }
    }
    this.#head = head;
    this.#tail = tail;
  }

  /** @param edges complete: with a row of the root, which leads to the sources. */
  finish({ start, to }: Edges, root: number): ReachTree {
    const [parent, edge] = [this.#parent, this.#edge];
    for (let e = start[root]!; e < start[root + 1]!; e++) {
      if (parent[to[e]!] === root) edge[to[e]!] = e;
    }
    parent[root] = -1;
    return { parent, edge };
  }
}

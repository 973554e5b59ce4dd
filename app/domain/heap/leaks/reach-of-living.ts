import type { Edges } from '../edges';
import type { ReachTree } from '../reach';

/** A breadth-first search to which sources are added as they become known; each node is visited once. */
export class Reach {
  readonly marked: Uint8Array;
  readonly #edges: Edges;
  readonly #root: number;
  readonly #isClosed: (node: number) => boolean;
  readonly #idle: ReadonlySet<number>;
  readonly #firstRoot: number;
  readonly #parent: Int32Array;
  readonly #edge: Uint32Array;
  readonly #queue: Int32Array;

  /**
   * @param root node that all sources hang on.
   * @param isClosed whether a node that is reached leads nowhere.
   * @param idle edges of roots that are not followed; roots are the nodes from `firstRoot` on.
   */
  constructor(
    edges: Edges,
    root: number,
    isClosed: (node: number) => boolean,
    idle: ReadonlySet<number>,
    firstRoot: number,
  ) {
    this.#idle = idle;
    this.#firstRoot = idle.size > 0 ? firstRoot : Infinity;
    this.#edges = edges;
    this.#root = root;
    this.#isClosed = isClosed;
    this.marked = new Uint8Array(edges.nodeCount);
    this.#parent = new Int32Array(edges.nodeCount).fill(-1);
    this.#edge = new Uint32Array(edges.nodeCount);
    this.#queue = new Int32Array(edges.nodeCount);
  }

  /** Marks everything reachable from `sources`. */
  add(sources: readonly number[]): void {
    const { start, to } = this.#edges;
    const queue = this.#queue;
    let tail = 0;
    for (const node of sources) {
      if (this.marked[node] === 1) continue;
      this.marked[node] = 1;
      this.#parent[node] = this.#root;
      queue[tail++] = node;
    }
    for (let head = 0; head < tail; head++) {
      const node = queue[head]!;
      if (this.#isClosed(node)) continue;
      for (let e = start[node]!; e < start[node + 1]!; e++) {
        const next = to[e]!;
        if (this.marked[next] === 1) continue;
        if (node >= this.#firstRoot && this.#idle.has(e)) continue;
        this.marked[next] = 1;
        this.#parent[next] = node;
        this.#edge[next] = e;
        queue[tail++] = next;
      }
    }
  }

  /** The way back from each node that was reached. */
  tree(): ReachTree {
    return { parent: this.#parent, edge: this.#edge };
  }
}

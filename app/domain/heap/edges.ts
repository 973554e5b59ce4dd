/**
 * Edges of a directed graph in compressed rows: those of node v are start[v] … start[v+1]−1.
 * Built by appending rows in order of the node.
 */
export interface Edges {
  readonly nodeCount: number;
  readonly start: Uint32Array;
  readonly to: Int32Array;
  /** Bytes from the start of the source to the word that makes the edge. */
  readonly offset: Uint32Array;
}

/** Appends edges row by row. */
export class EdgeBuilder {
  /** Columns so far, with room beyond `length`: who appends many writes here, after `reserve`. */
  to: Int32Array;
  offset: Uint32Array;
  length = 0;
  readonly #start: Uint32Array;
  #node = 0;

  constructor(nodeCount: number, expectedEdges: number) {
    this.#start = new Uint32Array(nodeCount + 1);
    this.to = new Int32Array(Math.max(16, expectedEdges));
    this.offset = new Uint32Array(this.to.length);
  }

  /** Makes room for so many edges more. */
  reserve(edges: number): void {
    if (this.length + edges > this.to.length) this.#grow(this.length + edges);
  }

  add(to: number, offset: number): void {
    if (this.length === this.to.length) this.#grow(this.length + 1);
    this.to[this.length] = to;
    this.offset[this.length++] = offset;
  }

  /** Ends the row of the current node, which may have been written as far as `length`. */
  endRow(length = this.length): void {
    this.length = length;
    this.#start[++this.#node] = length;
  }

  /** The graph so far; rows not yet ended are empty. Valid until the next change. */
  peek(): Edges {
    const nodeCount = this.#start.length - 1;
    this.#start.fill(this.length, this.#node + 1);
    return { nodeCount, start: this.#start, to: this.to, offset: this.offset };
  }

  finish(): Edges {
    const nodeCount = this.#start.length - 1;
    while (this.#node < nodeCount) this.endRow();
    const to = this.to.subarray(0, this.length);
    return { nodeCount, start: this.#start, to, offset: this.offset.subarray(0, this.length) };
  }

  #grow(least: number): void {
    const capacity = Math.max(least, Math.ceil(this.to.length * 1.5));
    const to = new Int32Array(capacity);
    to.set(this.to.subarray(0, this.length));
    this.to = to;
    const offset = new Uint32Array(capacity);
    offset.set(this.offset.subarray(0, this.length));
    this.offset = offset;
  }
}

/** The same edges by target: row v lists its predecessors; `edge` is the forward edge's index. */
export interface ReverseEdges {
  readonly start: Uint32Array;
  readonly from: Int32Array;
  readonly edge: Uint32Array;
}

/** Counting sort by target. */
export function reverseEdges({ nodeCount, start, to }: Edges): ReverseEdges {
  const rows = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < to.length; e++) rows[to[e]! + 1]!++;
  for (let v = 0; v < nodeCount; v++) rows[v + 1]! += rows[v]!;
  const next = rows.slice(0, nodeCount);
  const from = new Int32Array(to.length);
  const edge = new Uint32Array(to.length);
  for (let v = 0; v < nodeCount; v++) {
    for (let e = start[v]!; e < start[v + 1]!; e++) {
      const at = next[to[e]!]!++;
      from[at] = v;
      edge[at] = e;
    }
  }
  return { start: rows, from, edge };
}

import { accessorOf } from '../accessors';
import type { HeapGraph } from '../heap-graph';
import { retainedByClass } from './retained-by-class';

/** More patterns than a person reads; what comes later counts for the way it branched off. */
const maxPatterns = 20_000;
/** The same type this often on one way: it goes in circles. */
const maxSameType = 2;

/** Ways from one root that differ only in key, index or how often they go round. */
export interface PathPattern {
  readonly id: number;
  /** −1 of a root. */
  readonly parent: number;
  /** Node of the first root with this name; roots of one variable in many goroutines share it. */
  readonly root: number;
  readonly via: string;
  /** Type of the objects at its end; of a root, of the variable. */
  readonly type: string;
  /** The way comes back to itself: a list, a tree. */
  loops: boolean;
}

interface Sums {
  readonly objects: Float64Array;
  readonly shallowBytes: Float64Array;
  readonly retainedBytes: Float64Array;
  /** The object of each pattern that retains most; −1 when there is none. */
  readonly largest: Int32Array;
}

/** The shortest way of every reachable object, as a pattern: `main.cache[*].payload`. */
export class PathPatterns {
  readonly list: PathPattern[] = [];
  /** Pattern of each node; −1 when nothing reaches it. */
  readonly of: Int32Array;
  readonly #graph: HeapGraph;
  readonly #roots = new Map<string, number>();
  readonly #children = new Map<string, number>();
  /** Accessors by typing and word: millions of objects are of a few types. */
  readonly #vias = new Map<number, string>();
  #sums: Sums | undefined;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.of = new Int32Array(graph.edges.nodeCount).fill(-1);
    const { parent, edge } = graph.reach;
    const way: number[] = [];
    for (let node = 0; node < graph.virtualRoot; node++) {
      if (!graph.isReachable(node)) continue;
      let at = node;
      while (this.of[at]! < 0 && at < graph.objectCount && parent[at]! >= 0) {
        way.push(at);
        at = parent[at]!;
      }
      if (this.of[at]! < 0) this.of[at] = this.#root(at);
      let pattern = this.of[at]!;
      while (way.length > 0) {
        const below = way.pop()!;
        pattern = this.#step(pattern, at, edge[below]!, below);
        this.of[below] = pattern;
        at = below;
      }
    }
  }

  /** `main.list.next(…)`: `(…)` where the way goes round. */
  textOf(pattern: number): string {
    let text = '';
    for (let at = this.list[pattern]; at; at = this.list[at.parent]) {
      text = at.via + (at.loops ? '(…)' : '') + text;
    }
    return text;
  }

  get sums(): Sums {
    return (this.#sums ??= this.#sum());
  }

  #sum(): Sums {
    const graph = this.#graph;
    const count = this.list.length;
    const objects = new Float64Array(count);
    const shallowBytes = new Float64Array(count);
    const largest = new Int32Array(count).fill(-1);
    const { bytes } = graph.retained;
    for (let object = 0; object < graph.objectCount; object++) {
      const pattern = this.of[object]!;
      if (pattern < 0) continue;
      objects[pattern]!++;
      shallowBytes[pattern]! += graph.sizeBytes(object);
      const best = largest[pattern]!;
      if (best < 0 || bytes[object]! > bytes[best]!) largest[pattern] = object;
    }
    return {
      objects,
      shallowBytes,
      largest,
      retainedBytes: retainedByClass(graph, this.of, count),
    };
  }

  #root(node: number): number {
    const root = this.#graph.rootOf(node);
    const via = root ? (root.kind === 'stack' ? root.family : root.label) : 'unknown root';
    const known = this.#roots.get(via);
    if (known !== undefined) return known;
    const id = this.list.length;
    const type = root?.type?.name ?? 'unknown';
    this.list.push({ id, parent: -1, root: node, via, type, loops: false });
    this.#roots.set(via, id);
    return id;
  }

  #step(above: number, from: number, edge: number, node: number): number {
    const graph = this.#graph;
    const typing = graph.types.get(node);
    const via = this.#via(from, edge);
    if (via === '' && typing?.internal === true) return above;
    const type = graph.types.name(node);
    const key = `${above} ${typing?.id ?? -1} ${via}`;
    let pattern = this.#children.get(key);
    if (pattern === undefined) {
      pattern = this.#findLoop(above, via, type) ?? this.#add(above, via, type);
      this.#children.set(key, pattern);
    }
    return pattern;
  }

  #add(above: number, via: string, type: string): number {
    if (this.list.length >= maxPatterns) return above;
    const { root } = this.list[above]!;
    return (
      this.list.push({ id: this.list.length, parent: above, root, via, type, loops: false }) - 1
    );
  }

  /** Where the same step was made before on this way. */
  #findLoop(above: number, via: string, type: string): number | undefined {
    if (via === '' || type === 'unknown') return undefined;
    let sameType = 0;
    for (let at = this.list[above]; at && at.parent >= 0; at = this.list[at.parent]) {
      if (at.type !== type) continue;
      if (at.via === via || ++sameType >= maxSameType) {
        at.loops = true;
        return at.id;
      }
    }
    return undefined;
  }

  #via(from: number, edge: number): string {
    const graph = this.#graph;
    const typing = graph.types.get(from);
    const offset = graph.edges.offset[edge]!;
    if (from >= graph.objectCount || !typing || !graph.types.slotAt(from, offset)) {
      return accessorOf(graph, from, edge, false);
    }
    const inside = (offset - graph.types.originOf(from)) % typing.strideBytes;
    const key = typing.id * 2 ** 26 + (inside >> 3);
    let via = this.#vias.get(key);
    if (via === undefined) this.#vias.set(key, (via = accessorOf(graph, from, edge, false)));
    return via;
  }
}

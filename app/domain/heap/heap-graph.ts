import type { DominatorChildren, DominatorTree, Retained } from './dominators';
import { computeChildren } from './dominators';
import { reverseEdges, type Edges, type ReverseEdges } from './edges';
import type { ObjectIndex } from './objects';
import type { ObjectTypes } from './object-types';
import type { ReachTree } from './reach';
import type { Root } from './roots';
import type { Memory } from './memory';

interface Parts {
  readonly memory: Memory;
  readonly objects: ObjectIndex;
  readonly roots: readonly Root[];
  readonly edges: Edges;
  readonly tree: DominatorTree;
  readonly retained: Retained;
  readonly reach: ReachTree;
  readonly types: ObjectTypes;
}

/**
 * The object graph of one snapshot. Nodes 0 … objectCount−1 are objects in order of address, then
 * come the named roots, last the virtual root, which has an edge to every named root.
 */
export class HeapGraph implements Parts {
  readonly memory: Memory;
  readonly objects: ObjectIndex;
  readonly roots: readonly Root[];
  readonly edges: Edges;
  readonly tree: DominatorTree;
  readonly retained: Retained;
  readonly reach: ReachTree;
  readonly types: ObjectTypes;
  readonly objectCount: number;
  readonly virtualRoot: number;
  #children: DominatorChildren | undefined;
  #reverse: ReverseEdges | undefined;

  constructor(parts: Parts) {
    this.memory = parts.memory;
    this.objects = parts.objects;
    this.roots = parts.roots;
    this.edges = parts.edges;
    this.tree = parts.tree;
    this.retained = parts.retained;
    this.reach = parts.reach;
    this.types = parts.types;
    this.objectCount = parts.objects.length;
    this.virtualRoot = parts.edges.nodeCount - 1;
  }

  /** Undefined for objects and for the virtual root. */
  rootOf(node: number): Root | undefined {
    // A negative index would be looked up as a property name: a hundred times slower.
    return node < this.objectCount ? undefined : this.roots[node - this.objectCount];
  }

  isReachable(node: number): boolean {
    return (this.tree.numberOf[node] ?? -1) >= 0;
  }

  /** Shallow size; roots have none. */
  sizeBytes(node: number): number {
    return node < this.objectCount ? this.objects.sizeBytes(node) : 0;
  }

  /** Of the dominator tree. Computed when first asked for. */
  get children(): DominatorChildren {
    return (this.#children ??= computeChildren(this.tree));
  }

  /** Who refers to whom. Computed when first asked for: as large as the edges themselves. */
  get reverse(): ReverseEdges {
    return (this.#reverse ??= reverseEdges(this.edges));
  }
}

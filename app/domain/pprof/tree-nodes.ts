import { GrowingF64, GrowingU32 } from './growable';

/** Nodes of a call tree, one a row; see `CallTree`. */
export interface TreeColumns {
  readonly length: number;
  /** −1 for node 0. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Index into the tree's `names`, `files` and `lines`; 0 is the root's own. */
  readonly frame: Uint32Array;
  /** Nodes whose call was inlined into their parent's code. */
  readonly inlined: Uint8Array;
  /** Nodes that have children too small for `minShare`. */
  readonly isCut: Uint8Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** The same in the base; all zero without one. The difference is `cum − baseCum`. */
  readonly baseFlat: Float64Array;
  readonly baseCum: Float64Array;
}

const inlinedFlag = 1;
const cutFlag = 2;

/** Nodes of a call tree while it is made. */
export class TreeNodes {
  private readonly parent = new GrowingU32();
  private readonly depths = new GrowingU32();
  private readonly frame = new GrowingU32();
  private readonly flags = new GrowingU32();
  private readonly flat = new GrowingF64();
  private readonly cum = new GrowingF64();
  private readonly baseFlat = new GrowingF64();
  private readonly baseCum = new GrowingF64();

  /** @returns the number of the new node, which has no value of its own yet. */
  add(parent: number, depth: number, frame: number, cum: number, baseCum: number): number {
    this.parent.push(parent);
    this.depths.push(depth);
    this.frame.push(frame);
    this.flags.push(0);
    this.flat.push(0);
    this.cum.push(cum);
    this.baseFlat.push(0);
    this.baseCum.push(baseCum);
    return this.parent.length - 1;
  }

  depthOf(node: number): number {
    return this.depths.at(node);
  }

  addFlat(node: number, flat: number, baseFlat: number): void {
    this.flat.items[node]! += flat;
    this.baseFlat.items[node]! += baseFlat;
  }

  markInlined(node: number): void {
    this.flags.items[node]! |= inlinedFlag;
  }

  /** Says that children of the node were left out. */
  markCut(node: number): void {
    this.flags.items[node]! |= cutFlag;
  }

  toColumns(): TreeColumns {
    const parent = Int32Array.from(this.parent.toArray());
    parent[0] = -1;
    const flags = this.flags.toArray();
    const { length } = parent;
    return {
      length,
      parent,
      depth: this.depths.toArray(),
      frame: this.frame.toArray(),
      inlined: Uint8Array.from(flags, (each) => each & inlinedFlag),
      isCut: Uint8Array.from(flags, (each) => (each & cutFlag) >> 1),
      flat: this.flat.items.slice(0, length),
      cum: this.cum.items.slice(0, length),
      baseFlat: this.baseFlat.items.slice(0, length),
      baseCum: this.baseCum.items.slice(0, length),
    };
  }
}

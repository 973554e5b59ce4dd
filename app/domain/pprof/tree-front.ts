import { GrowingF64, GrowingU32 } from './growable';
import { inlinedBit, type StackSet } from './stack-set';
import type { TreeNodes } from './tree-nodes';

/** Samples below one node that are still to be split: rows `begin … end` of the stack set. */
export interface OpenNode {
  readonly node: number;
  readonly begin: number;
  readonly end: number;
}

/** With fewer samples than this a level is not worth a pass over them. */
const fewSamples = 1 << 12;
/** A level whose nodes have fewer samples than this on average is better split depth first. */
const thinNode = 32;
const gone = -1;

/**
 * Makes the upper levels of a call tree breadth first: one pass over the samples a level, in the
 * order of the file, so that what it reads comes in order and nothing is moved. Where a tree of a
 * million stacks is cut at the width of a pixel, these are all its levels.
 */
export class TreeFront {
  /** Children of the level at hand: node above, frame with `inlinedBit`, sums. */
  private above = new GrowingU32();
  private codes = new GrowingU32();
  private sums = new GrowingF64();
  private baseSums = new GrowingF64();
  private sizes = new GrowingF64();
  /** Child by hash of the node above and the frame, less one; 0 is an empty slot. */
  private slots = new Int32Array(1 << 12);
  /** Of each sample: its node, or `gone`; while a level is made, its child. */
  private readonly nodeOf: Int32Array;

  /** @param length samples of the stack set that count. */
  constructor(
    private readonly stacks: StackSet,
    private readonly length: number,
    private readonly nodes: TreeNodes,
  ) {
    this.nodeOf = new Int32Array(length);
  }

  /**
   * Splits node 0, and what is below, as long as levels have few nodes for their samples.
   * @returns nodes left to be split; their samples lie together, cursors at their next frame.
   */
  advance(minimum: number): readonly OpenNode[] {
    let alive = this.length;
    let depth = 0;
    let width = 1;
    while (alive >= fewSamples && alive >= width * thinNode) {
      this.descend(depth);
      ({ alive, width } = this.keep(++depth, minimum));
    }
    return this.gather(depth, alive);
  }

  /** Finds each sample's child at the next level, and sums by it. */
  private descend(depth: number): void {
    const { nodeOf, nodes, length } = this;
    const { next, first, values, items, frameOf, baseFrom } = this.stacks;
    for (const column of [this.above, this.codes, this.sums, this.baseSums, this.sizes]) {
      column.length = 0;
    }
    this.slots.fill(0);
    for (let at = 0; at < length; at++) {
      const node = nodeOf[at]!;
      if (node === gone) continue;
      const cursor = next[at]! - depth;
      const value = values[at]!;
      const isBase = first[at]! >= baseFrom;
      if (cursor < first[at]!) {
        nodes.addFlat(node, isBase ? 0 : value, isBase ? value : 0);
        nodeOf[at] = gone;
        continue;
      }
      const item = items[cursor]!;
      const code = frameOf === undefined ? item : frameOf[item]!;
      const child = this.find(node, code);
      nodeOf[at] = child;
      if (isBase) this.baseSums.items[child]! += value;
      else this.sums.items[child]! += value;
      this.sizes.items[child]! += value < 0 ? -value : value;
    }
  }

  private find(node: number, code: number): number {
    const frame = code & ~inlinedBit;
    const { slots, above, codes } = this;
    const mask = slots.length - 1;
    for (let slot = hash(node, frame) & mask; ; slot = (slot + 1) & mask) {
      const child = slots[slot]! - 1;
      if (child < 0) return this.addChild(node, code, slot);
      if (above.items[child] === node && (codes.items[child]! & ~inlinedBit) === frame) {
        codes.items[child]! |= code & inlinedBit;
        return child;
      }
    }
  }

  private addChild(node: number, code: number, slot: number): number {
    const child = this.above.length;
    this.above.push(node);
    this.codes.push(code);
    this.sums.push(0);
    this.baseSums.push(0);
    this.sizes.push(0);
    this.slots[slot] = child + 1;
    if (child * 2 >= this.slots.length) this.widen();
    return child;
  }

  private widen(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let child = 0; child < this.above.length; child++) {
      const frame = this.codes.items[child]! & ~inlinedBit;
      let slot = hash(this.above.items[child]!, frame) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = child + 1;
    }
    this.slots = slots;
  }

  /** Makes nodes of the children that are large enough, siblings with the largest first. */
  private keep(depth: number, minimum: number): { alive: number; width: number } {
    const { above, codes, sums, baseSums, sizes, nodes, nodeOf } = this;
    const kept: number[] = [];
    const nodeOfChild = new Int32Array(above.length).fill(gone);
    for (let child = 0; child < above.length; child++) {
      if (sizes.items[child]! >= minimum) kept.push(child);
      else nodes.markCut(above.items[child]!);
    }
    const by = above.items;
    const size = sizes.items;
    kept.sort((l, r) => by[l]! - by[r]! || size[r]! - size[l]! || l - r);
    for (const child of kept) {
      const code = codes.items[child]!;
      const frame = (code & ~inlinedBit) + 1;
      const [sum, base] = [sums.items[child]!, baseSums.items[child]!];
      const node = nodes.add(by[child]!, depth, frame, sum, base);
      if ((code & inlinedBit) !== 0) nodes.markInlined(node);
      nodeOfChild[child] = node;
    }
    let alive = 0;
    for (let at = 0; at < nodeOf.length; at++) {
      const child = nodeOf[at]!;
      if (child === gone) continue;
      const node = nodeOfChild[child]!;
      nodeOf[at] = node;
      if (node !== gone) alive++;
    }
    return { alive, width: kept.length };
  }

  /** Brings the samples of each open node together, in their order. */
  private gather(depth: number, alive: number): readonly OpenNode[] {
    const { nodeOf, stacks } = this;
    const { next, first, values } = stacks;
    if (depth === 0) return [{ node: 0, begin: 0, end: this.length }];
    if (alive === 0) return [];
    let lowest = 0x7fffffff;
    let highest = 0;
    for (const node of nodeOf) {
      if (node === gone) continue;
      lowest = Math.min(lowest, node);
      highest = Math.max(highest, node);
    }
    const target = new Int32Array(highest - lowest + 2);
    for (const node of nodeOf) if (node !== gone) target[node - lowest + 1]!++;
    const open: OpenNode[] = [];
    for (let node = 0; node < target.length - 1; node++) {
      const begin = target[node]!;
      const end = (target[node + 1]! += begin);
      if (end > begin) open.push({ node: node + lowest, begin, end });
    }
    const moved = {
      next: new Int32Array(alive),
      first: new Int32Array(alive),
      values: new Float64Array(alive),
    };
    nodeOf.forEach((node, at) => {
      if (node === gone) return;
      const to = target[node - lowest]!++;
      moved.next[to] = next[at]! - depth;
      moved.first[to] = first[at]!;
      moved.values[to] = values[at]!;
    });
    next.set(moved.next);
    first.set(moved.first);
    values.set(moved.values);
    return open;
  }
}

function hash(node: number, frame: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(frame, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

import { LevelChildren } from './level-children';
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
/** Frames that are fetched at once from a stack: they lie side by side, and stacks far apart. */
const fetched = 4;
const stackEnd = -1;

/**
 * Makes the upper levels of a call tree breadth first: one pass over the samples a level, in the
 * order of the file, so that what it reads comes in order and nothing is moved. Where a tree of a
 * million stacks is cut at the width of a pixel, these are all its levels.
 */
export class TreeFront {
  private readonly children = new LevelChildren();
  /** Of each sample: its child of the level made last, or `gone`. */
  private readonly childOf: Int32Array;
  /** Node of each of those children; `gone` where it is too small. */
  private nodeOfChild = new Int32Array(1);
  /** Frames of `fetched` levels, level by level; `stackEnd` behind a stack's last. */
  private readonly frames: Int32Array;

  /** @param length samples of the stack set that count. */
  constructor(
    private readonly stacks: StackSet,
    private readonly length: number,
    private readonly nodes: TreeNodes,
  ) {
    const isWorthIt = length >= fewSamples;
    this.childOf = new Int32Array(isWorthIt ? length : 0);
    this.frames = new Int32Array(isWorthIt ? length * fetched : 0);
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
      if (depth % fetched === 0) this.fetch(depth);
      this.descend(depth);
      ({ alive, width } = this.keep(++depth, minimum));
    }
    return this.gather(depth, alive);
  }

  private fetch(depth: number): void {
    const { frames, length, childOf, nodeOfChild } = this;
    const { next, first, items, frameOf } = this.stacks;
    for (let at = 0; at < length; at++) {
      const child = childOf[at]!;
      if (child === gone || nodeOfChild[child] === gone) continue;
      const bottom = first[at]!;
      let cursor = next[at]! - depth;
      for (let to = at, level = 0; level < fetched; level++, to += length, cursor--) {
        if (cursor < bottom) {
          frames[to] = stackEnd;
          break;
        }
        const item = items[cursor]!;
        frames[to] = frameOf === undefined ? item : frameOf[item]!;
      }
    }
  }

  /** Finds each sample's child at the next level, and sums by it. */
  private descend(depth: number): void {
    const { childOf, nodeOfChild, nodes, length, children, frames } = this;
    const { first, values, baseFrom } = this.stacks;
    const plane = (depth % fetched) * length;
    children.clear();
    for (let at = 0; at < length; at++) {
      const parent = childOf[at]!;
      const node = parent === gone ? gone : nodeOfChild[parent]!;
      if (node === gone) {
        childOf[at] = gone;
        continue;
      }
      const code = frames[plane + at]!;
      const value = values[at]!;
      const isBase = first[at]! >= baseFrom;
      if (code === stackEnd) {
        nodes.addFlat(node, isBase ? 0 : value, isBase ? value : 0);
        childOf[at] = gone;
        continue;
      }
      const child = children.find(node, code);
      childOf[at] = child;
      const { figures } = children;
      const figure = child * 4;
      figures[isBase ? figure + 1 : figure]! += value;
      figures[figure + 2]! += value < 0 ? -value : value;
      figures[figure + 3]! += 1;
    }
  }

  /** Makes nodes of the children that are large enough, siblings with the largest first. */
  private keep(depth: number, minimum: number): { alive: number; width: number } {
    const { children, nodes } = this;
    const { above, codes } = children;
    const kept: number[] = [];
    const nodeOfChild = new Int32Array(children.length).fill(gone);
    for (let child = 0; child < children.length; child++) {
      if (children.size(child) >= minimum) kept.push(child);
      else nodes.markCut(above[child]!);
    }
    kept.sort((l, r) => above[l]! - above[r]! || children.size(r) - children.size(l) || l - r);
    let alive = 0;
    for (const child of kept) {
      const code = codes[child]!;
      const frame = (code & ~inlinedBit) + 1;
      const [sum, base] = [children.sum(child), children.baseSum(child)];
      const node = nodes.add(above[child]!, depth, frame, sum, base);
      if ((code & inlinedBit) !== 0) nodes.markInlined(node);
      nodeOfChild[child] = node;
      alive += children.samples(child);
    }
    this.nodeOfChild = nodeOfChild;
    return { alive, width: kept.length };
  }

  /** Brings the samples of each open node together, in their order. */
  private gather(depth: number, alive: number): readonly OpenNode[] {
    const { childOf, nodeOfChild, stacks } = this;
    const { next, first, values } = stacks;
    if (depth === 0) return [{ node: 0, begin: 0, end: this.length }];
    if (alive === 0) return [];
    // Kept children have nodes in one run.
    let lowest = 0x7fffffff;
    let highest = 0;
    for (const node of nodeOfChild) {
      if (node === gone) continue;
      lowest = Math.min(lowest, node);
      highest = Math.max(highest, node);
    }
    const counts = new Int32Array(highest - lowest + 1);
    nodeOfChild.forEach((node, child) => {
      if (node !== gone) counts[node - lowest] = this.children.samples(child);
    });
    const open: OpenNode[] = [];
    const target = new Int32Array(counts.length);
    let begin = 0;
    counts.forEach((count, at) => {
      target[at] = begin;
      open.push({ node: at + lowest, begin, end: (begin += count) });
    });
    const moved = {
      next: new Int32Array(alive),
      first: new Int32Array(alive),
      values: new Float64Array(alive),
    };
    childOf.forEach((child, at) => {
      const node = child === gone ? gone : nodeOfChild[child]!;
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

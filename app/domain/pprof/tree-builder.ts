import { inlinedBit, type StackSet } from './stack-set';
import { TreeFront } from './tree-front';
import { TreeNodes, type TreeColumns } from './tree-nodes';

/** Mark of a sample whose stack has ended. */
const ended = 0xffffffff;

/**
 * Sorts the samples by their stacks and makes a node of each run of equal frames: the upper levels
 * breadth first (`TreeFront`), below them a level at a time and depth first. No hash table: near-unique stacks, the worst case for one, are one sample
 * to a run after a few levels. What a sample needs travels with it (cursor, end, value), so that a
 * level costs one access that the cache cannot foresee. Uses up the stack set.
 */
export class TreeBuilder {
  /** Made when a node is split here: most trees of many samples are done before that. */
  private groupOf = new Uint32Array(0);
  /** Group of a frame under the node at hand, where `stamp` is that node's. */
  private readonly group: Uint32Array;
  private readonly stamp: Uint32Array;
  /** Of the groups of the node at hand. */
  private readonly codes: Uint32Array;
  private readonly counts: Uint32Array;
  private readonly sums: Float64Array;
  private readonly baseSums: Float64Array;
  private readonly sizes: Float64Array;
  private readonly target: Int32Array;
  private spare = {
    next: new Int32Array(0),
    first: new Int32Array(0),
    values: new Float64Array(0),
  };
  private readonly nodes = new TreeNodes();

  constructor(
    private readonly stacks: StackSet,
    frameCount: number,
  ) {
    this.group = new Uint32Array(frameCount);
    this.stamp = new Uint32Array(frameCount);
    this.codes = new Uint32Array(frameCount);
    this.counts = new Uint32Array(frameCount);
    this.sums = new Float64Array(frameCount);
    this.baseSums = new Float64Array(frameCount);
    this.sizes = new Float64Array(frameCount);
    this.target = new Int32Array(frameCount);
  }

  /** @param under @param minShare as in `CallTreeOptions`. */
  build(under: readonly number[], minShare: number): TreeColumns {
    const { first, values, baseFrom, emptyFlat } = this.stacks;
    const count = this.enter(under);
    const isWhole = under.length === 0;
    let [sum, baseSum] = isWhole ? emptyFlat : [0, 0];
    let size = Math.abs(sum) + Math.abs(baseSum);
    for (let at = 0; at < count; at++) {
      const value = values[at]!;
      size += Math.abs(value);
      if (first[at]! < baseFrom) sum += value;
      else baseSum += value;
    }
    this.nodes.add(0, 0, under[under.length - 1] ?? 0, sum, baseSum);
    // Rounding must not cut what is exactly at the limit.
    const minimum = size * minShare * (1 - 1e-12);
    const open = new TreeFront(this.stacks, count, this.nodes).advance(minimum);
    this.makeSpare(open[open.length - 1]?.end ?? 0);
    for (const { node, begin, end } of open) this.split(node, begin, end, minimum);
    if (isWhole) this.nodes.addFlat(0, emptyFlat[0], emptyFlat[1]);
    return this.nodes.toColumns();
  }

  private makeSpare(length: number): void {
    this.groupOf = new Uint32Array(length);
    this.spare = {
      next: new Int32Array(length),
      first: new Int32Array(length),
      values: new Float64Array(length),
    };
  }

  /** Brings the samples under the path to the front, their cursors behind it. */
  private enter(under: readonly number[]): number {
    const { length, next, first, values } = this.stacks;
    if (under.length === 0) return length;
    let count = 0;
    for (let sample = 0; sample < length; sample++) {
      let cursor = next[sample]!;
      const bottom = first[sample]!;
      let level = 0;
      while (level < under.length && cursor >= bottom) {
        if ((this.codeAt(cursor) & ~inlinedBit) + 1 !== under[level]) break;
        cursor--;
        level++;
      }
      if (level < under.length) continue;
      next[count] = cursor;
      first[count] = bottom;
      values[count++] = values[sample]!;
    }
    return count;
  }

  private codeAt(cursor: number): number {
    const { items, frameOf } = this.stacks;
    const item = items[cursor]!;
    return frameOf === undefined ? item : frameOf[item]!;
  }

  private split(from: number, first: number, last: number, minimum: number): void {
    // Nodes still to be split: node, first and end of its samples.
    const open = [from, first, last];
    while (open.length > 0) {
      const end = open.pop()!;
      const begin = open.pop()!;
      const node = open.pop()!;
      if (end - begin === 1) this.chain(node, begin);
      else if (end > begin) this.splitNode(node, begin, end, minimum, open);
    }
  }

  /** What a single sample leaves below a node is one path. */
  private chain(from: number, at: number): void {
    const { next, first, values, baseFrom } = this.stacks;
    const bottom = first[at]!;
    const isBase = bottom >= baseFrom;
    const value = values[at]!;
    const [cum, base] = isBase ? [0, value] : [value, 0];
    let depth = this.nodes.depthOf(from);
    let node = from;
    for (let cursor = next[at]!; cursor >= bottom; cursor--) {
      const code = this.codeAt(cursor);
      node = this.nodes.add(node, ++depth, (code & ~inlinedBit) + 1, cum, base);
      if ((code & inlinedBit) !== 0) this.nodes.markInlined(node);
    }
    this.nodes.addFlat(node, cum, base);
  }

  private splitNode(
    node: number,
    begin: number,
    end: number,
    minimum: number,
    open: number[],
  ): void {
    const { codes, counts, sums, baseSums, sizes } = this;
    const groups = this.groupSamples(node, begin, end);
    const kept: number[] = [];
    for (let number = 0; number < groups; number++) {
      if (sizes[number]! >= minimum) kept.push(number);
    }
    if (kept.length < groups) this.nodes.markCut(node);
    if (kept.length > 1) kept.sort((l, r) => sizes[r]! - sizes[l]! || l - r);
    this.moveSamples(begin, end, groups, kept);
    const depth = this.nodes.depthOf(node) + 1;
    const opened = open.length;
    let from = begin;
    for (const number of kept) {
      const code = codes[number]!;
      const frame = (code & ~inlinedBit) + 1;
      const child = this.nodes.add(node, depth, frame, sums[number]!, baseSums[number]!);
      if ((code & inlinedBit) !== 0) this.nodes.markInlined(child);
      open.push(child, from, (from += counts[number]!));
    }
    // The stack is popped from its end: the largest child is to come first.
    for (let low = opened, high = open.length - 3; low < high; low += 3, high -= 3) {
      for (let i = 0; i < 3; i++) {
        const each = open[low + i]!;
        open[low + i] = open[high + i]!;
        open[high + i] = each;
      }
    }
  }

  /** Sums the samples of a node by their next frame. @returns the number of groups. */
  private groupSamples(node: number, begin: number, end: number): number {
    const { groupOf, group, stamp, codes, counts, sums, baseSums, sizes } = this;
    const { next, first, values, items, frameOf, baseFrom } = this.stacks;
    let groups = 0;
    let flat = 0;
    let baseFlat = 0;
    for (let at = begin; at < end; at++) {
      const value = values[at]!;
      const cursor = next[at]!;
      const isBase = first[at]! >= baseFrom;
      if (cursor < first[at]!) {
        if (isBase) baseFlat += value;
        else flat += value;
        groupOf[at] = ended;
        continue;
      }
      const item = items[cursor]!;
      const code = frameOf === undefined ? item : frameOf[item]!;
      const frame = code & ~inlinedBit;
      let number = group[frame]!;
      if (stamp[frame] !== node + 1) {
        stamp[frame] = node + 1;
        group[frame] = number = groups++;
        codes[number] = code;
        counts[number] = 0;
        sums[number] = 0;
        baseSums[number] = 0;
        sizes[number] = 0;
      } else codes[number]! |= code & inlinedBit;
      counts[number]!++;
      if (isBase) baseSums[number]! += value;
      else sums[number]! += value;
      sizes[number]! += Math.abs(value);
      groupOf[at] = number;
    }
    this.nodes.addFlat(node, flat, baseFlat);
    return groups;
  }

  /** Brings the samples of each kept group together, in the order of the groups, a frame on. */
  private moveSamples(begin: number, end: number, groups: number, kept: readonly number[]): void {
    const { groupOf, counts, target, spare } = this;
    const { next, first, values } = this.stacks;
    target.fill(-1, 0, groups);
    let total = 0;
    for (const number of kept) {
      target[number] = total;
      total += counts[number]!;
    }
    for (let at = begin; at < end; at++) {
      const number = groupOf[at]!;
      if (number === ended || target[number]! < 0) continue;
      const to = target[number]!++;
      spare.next[to] = next[at]! - 1;
      spare.first[to] = first[at]!;
      spare.values[to] = values[at]!;
    }
    for (let i = 0; i < total; i++) {
      next[begin + i] = spare.next[i]!;
      first[begin + i] = spare.first[i]!;
      values[begin + i] = spare.values[i]!;
    }
  }
}

import { inlinedBit } from './stack-set';

/** Words of a slot: node above, frame with `inlinedBit`, child + 1 (0: empty), unused. */
const slotWords = 4;
const figuresOfChild = 4;

/**
 * Children of the nodes of one level of a call tree, found by the node above and the frame. What
 * belongs together lies together: a child costs two accesses that the cache cannot foresee.
 */
export class LevelChildren {
  length = 0;
  /** Of each child: its node above. */
  above = new Int32Array(1 << 10);
  /** Its frame, with `inlinedBit` where one of its calls was inlined. */
  codes = new Int32Array(1 << 10);
  /** Sum, sum of the base, sum of absolute values, number of samples. */
  figures = new Float64Array((1 << 10) * figuresOfChild);
  private slots = new Int32Array((1 << 12) * slotWords);

  clear(): void {
    this.length = 0;
    this.slots.fill(0);
  }

  /** The child of `node` for the frame of `code`, made when missing. */
  find(node: number, code: number): number {
    const { slots } = this;
    const frame = code & ~inlinedBit;
    const mask = slots.length - 1;
    for (let at = hash(node, frame) & mask; ; at = (at + slotWords) & mask) {
      const child = slots[at + 2]! - 1;
      if (child < 0) return this.add(node, code, at);
      if (slots[at] === node && slots[at + 1] === frame) {
        if (code !== frame) this.codes[child]! |= inlinedBit;
        return child;
      }
    }
  }

  sum(child: number): number {
    return this.figures[child * figuresOfChild]!;
  }

  baseSum(child: number): number {
    return this.figures[child * figuresOfChild + 1]!;
  }

  size(child: number): number {
    return this.figures[child * figuresOfChild + 2]!;
  }

  samples(child: number): number {
    return this.figures[child * figuresOfChild + 3]!;
  }

  private add(node: number, code: number, at: number): number {
    const child = this.length++;
    if (child === this.above.length) this.widen();
    this.above[child] = node;
    this.codes[child] = code;
    this.figures.fill(0, child * figuresOfChild, (child + 1) * figuresOfChild);
    this.slots[at] = node;
    this.slots[at + 1] = code & ~inlinedBit;
    this.slots[at + 2] = child + 1;
    if (this.length * slotWords * 2 >= this.slots.length) this.spread();
    return child;
  }

  private widen(): void {
    const { above, codes, figures } = this;
    this.above = new Int32Array(above.length * 2);
    this.above.set(above);
    this.codes = new Int32Array(codes.length * 2);
    this.codes.set(codes);
    this.figures = new Float64Array(figures.length * 2);
    this.figures.set(figures);
  }

  private spread(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let child = 0; child < this.length; child++) {
      const node = this.above[child]!;
      const frame = this.codes[child]! & ~inlinedBit;
      let at = hash(node, frame) & mask;
      while (slots[at + 2] !== 0) at = (at + slotWords) & mask;
      slots[at] = node;
      slots[at + 1] = frame;
      slots[at + 2] = child + 1;
    }
    this.slots = slots;
  }
}

/** A multiple of `slotWords`. */
function hash(node: number, frame: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(frame, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) << 2;
}

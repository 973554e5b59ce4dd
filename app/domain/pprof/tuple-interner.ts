import { GrowingU32 } from './growable';

/**
 * Numbers tuples of 32-bit words, equal ones alike, in typed arrays: a JavaScript Map would need a
 * text or an object per look-up, and ends at 16.7 million entries.
 */
export class TupleInterner {
  /** Tuples so far. */
  length = 0;
  private readonly words = new GrowingU32();
  /** Number of a tuple + 1; 0 is an empty slot. */
  private slots = new Uint32Array(1024);
  /** Write the tuple here, then `intern`. */
  readonly tuple: Uint32Array;

  constructor(private readonly width: number) {
    this.tuple = new Uint32Array(width);
  }

  /** The number of the tuple in `tuple`. */
  intern(): number {
    if (this.length * 2 >= this.slots.length) this.grow();
    const { slots, tuple, width } = this;
    const mask = slots.length - 1;
    for (let slot = hash(tuple, 0, width) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]! - 1;
      if (number < 0) {
        slots[slot] = ++this.length;
        for (let i = 0; i < width; i++) this.words.push(tuple[i]!);
        return this.length - 1;
      }
      if (this.equals(number)) return number;
    }
  }

  /** The number of the tuple in `tuple`, −1 when it has not been met. */
  find(): number {
    const { slots, tuple, width } = this;
    const mask = slots.length - 1;
    for (let slot = hash(tuple, 0, width) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]! - 1;
      if (number < 0 || this.equals(number)) return number;
    }
  }

  /** Word `index` of a tuple. */
  word(number: number, index: number): number {
    return this.words.at(number * this.width + index);
  }

  private equals(number: number): boolean {
    const { tuple, width, words } = this;
    const { items } = words;
    for (let i = 0, at = number * width; i < width; i++, at++) {
      if (items[at] !== tuple[i]) return false;
    }
    return true;
  }

  private grow(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.length; number++) {
      let slot = hash(this.words.items, number * this.width, this.width) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

/** Mixes `count` words from `start` on. */
export function hash(words: Uint32Array, start: number, count: number): number {
  let mixed = count;
  for (let at = start; at < start + count; at++) {
    mixed = Math.imul(mixed ^ words[at]!, 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

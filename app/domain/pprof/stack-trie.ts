import { GrowingU32 } from './growable';

/**
 * Tree of stacks: a node is (parent, item). Open addressing in typed arrays, because a JavaScript
 * Map ends at 16.7 million entries and a million deep stacks have more nodes than that.
 */
export class StackTrie {
  /** Nodes made so far; node 0 is the root, and children have higher numbers than parents. */
  length = 1;
  private readonly parents = new GrowingU32();
  private readonly items = new GrowingU32();
  /** Node numbers; 0 is an empty slot, since the root is nobody's child. */
  private slots = new Uint32Array(1024);

  constructor() {
    this.parents.push(0);
    this.items.push(0);
  }

  /** The child of `parent` for `item`, made when missing. */
  child(parent: number, item: number): number {
    if (this.length * 2 > this.slots.length) this.grow();
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = hash(parent, item) & mask; ; slot = (slot + 1) & mask) {
      const node = slots[slot] ?? 0;
      if (node === 0) {
        const made = this.length++;
        this.parents.push(parent);
        this.items.push(item);
        slots[slot] = made;
        return made;
      }
      if (this.parents.at(node) === parent && this.items.at(node) === item) return node;
    }
  }

  parent(node: number): number {
    return this.parents.at(node);
  }

  item(node: number): number {
    return this.items.at(node);
  }

  private grow(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let node = 1; node < this.length; node++) {
      let slot = hash(this.parents.at(node), this.items.at(node)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.slots = slots;
  }
}

function hash(parent: number, item: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(item, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

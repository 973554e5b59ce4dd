import { GrowingU32 } from './growable';
import { hash } from './tuple-interner';

/**
 * Unites samples that have the same stack and the same labels. Stacks are kept once, in one column;
 * a hash table of row numbers finds them again.
 */
export class SampleMerger {
  length = 0;
  /** Merged locations, leaf first, sample by sample. */
  private readonly locations = new GrowingU32();
  private readonly stackStart = new GrowingU32();
  private readonly labelSets = new GrowingU32();
  /** Row + 1; 0 is an empty slot. */
  private slots = new Uint32Array(1024);
  private hashes = new GrowingU32();

  /**
   * The row of a sample, new or known.
   * @param stack its merged locations, the first `depth` entries.
   */
  add(stack: Uint32Array, depth: number, labelSet: number): number {
    if (this.length * 2 >= this.slots.length) this.grow();
    const { slots } = this;
    const mask = slots.length - 1;
    const code = (hash(stack, 0, depth) ^ Math.imul(labelSet, 0x85ebca6b)) >>> 0;
    for (let slot = code & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot]! - 1;
      if (row < 0) {
        slots[slot] = this.length + 1;
        this.hashes.push(code);
        this.labelSets.push(labelSet);
        this.stackStart.push(this.locations.length);
        this.locations.reserve(depth);
        this.locations.items.set(stack.subarray(0, depth), this.locations.length);
        this.locations.length += depth;
        return this.length++;
      }
      if (this.hashes.at(row) === code && this.equals(row, stack, depth, labelSet)) return row;
    }
  }

  private equals(row: number, stack: Uint32Array, depth: number, labelSet: number): boolean {
    const from = this.stackStart.at(row);
    if (this.labelSets.at(row) !== labelSet || this.endOf(row) - from !== depth) return false;
    const { items } = this.locations;
    for (let i = 0; i < depth; i++) if (items[from + i] !== stack[i]) return false;
    return true;
  }

  private endOf(row: number): number {
    return row + 1 < this.length ? this.stackStart.at(row + 1) : this.locations.length;
  }

  private grow(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let row = 0; row < this.length; row++) {
      let slot = this.hashes.at(row) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.slots = slots;
  }

  /** Stacks and label sets of some rows, in their order. */
  pick(rows: Uint32Array): {
    readonly locations: Uint32Array;
    readonly stackStart: Uint32Array;
    readonly labelSets: Uint32Array;
  } {
    const stackStart = new Uint32Array(rows.length + 1);
    let total = 0;
    rows.forEach((row, i) => {
      total += this.endOf(row) - this.stackStart.at(row);
      stackStart[i + 1] = total;
    });
    const locations = new Uint32Array(total);
    const { items } = this.locations;
    rows.forEach((row, i) => {
      locations.set(items.subarray(this.stackStart.at(row), this.endOf(row)), stackStart[i]);
    });
    return { locations, stackStart, labelSets: rows.map((row) => this.labelSets.at(row)) };
  }
}

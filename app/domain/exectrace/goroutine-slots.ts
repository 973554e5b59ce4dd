import { goStatus } from './event-type';
import { withRoomFor } from './growable';

/**
 * Goroutines that exist now, each at a slot: a small number that arrays can be indexed by. The slot
 * of an ended goroutine is used again only after `recycle`, so that a block of events never means
 * two goroutines by one slot.
 */
export class GoroutineSlots {
  goid = new Float64Array(1024);
  status = new Uint8Array(1024);
  /** Relative generation × 2^33 + sequence number within it; see `Schedule.sequenceBase`. */
  sequence = new Float64Array(1024);
  /** Open addressing: id and slot + 1, 0 for a free place. */
  keys = new Float64Array(4096);
  values = new Int32Array(4096);
  mask = 4095;
  /** Slots ever used. */
  count = 0;
  /** Rises whenever one of the arrays above is replaced. */
  growths = 0;
  private used = 0;
  private free: number[] = [];
  private ended: number[] = [];

  /** Slot of a goroutine, −1 when there is none of this id. */
  find(goid: number): number {
    for (let i = hash(goid) & this.mask; ; i = (i + 1) & this.mask) {
      const value = this.values[i]!;
      if (value === 0) return -1;
      if (this.keys[i] === goid) return value - 1;
    }
  }

  add(goid: number, status: number, sequence: number): number {
    const slot = this.free.pop() ?? this.count++;
    if (slot >= this.goid.length) {
      this.goid = withRoomFor(this.goid, slot);
      this.status = withRoomFor(this.status, slot);
      this.sequence = withRoomFor(this.sequence, slot);
      this.growths++;
    }
    this.goid[slot] = goid;
    this.status[slot] = status;
    this.sequence[slot] = sequence;
    if (++this.used * 2 > this.mask) this.rehash();
    this.place(goid, slot);
    return slot;
  }

  remove(slot: number): void {
    const goid = this.goid[slot]!;
    let hole = hash(goid) & this.mask;
    while (this.values[hole] !== slot + 1) {
      if (this.values[hole] === 0) return; // removed already: a damaged trace ends one twice
      hole = (hole + 1) & this.mask;
    }
    // Move later entries of the same run back, or a search would stop at the hole.
    for (let i = (hole + 1) & this.mask; this.values[i] !== 0; i = (i + 1) & this.mask) {
      const home = hash(this.keys[i]!) & this.mask;
      if (((i - home) & this.mask) >= ((i - hole) & this.mask)) {
        this.keys[hole] = this.keys[i]!;
        this.values[hole] = this.values[i]!;
        hole = i;
      }
    }
    this.values[hole] = 0;
    this.used--;
    this.status[slot] = goStatus.undetermined;
    this.ended.push(slot);
  }

  /** Slots of ended goroutines may be given out again. */
  recycle(): void {
    for (const slot of this.ended) this.free.push(slot);
    this.ended.length = 0;
  }

  private place(goid: number, slot: number): void {
    let i = hash(goid) & this.mask;
    while (this.values[i] !== 0) i = (i + 1) & this.mask;
    this.keys[i] = goid;
    this.values[i] = slot + 1;
  }

  private rehash(): void {
    const { keys, values } = this;
    const length = (this.mask + 1) * 2;
    this.mask = length - 1;
    this.keys = new Float64Array(length);
    this.values = new Int32Array(length);
    this.growths++;
    values.forEach((value, i) => {
      if (value !== 0) this.place(keys[i]!, value - 1);
    });
  }
}

/** Ids are given out in rising order: their low bits spread by themselves. */
export function hash(goid: number): number {
  return goid < 2147483648 ? goid | 0 : (goid % 2147483648) | 0;
}

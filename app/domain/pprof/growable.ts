/**
 * How much of the input has been read, so that a column can be sized for what is still to come
 * instead of doubling: pages that are never written cost no memory.
 */
export interface ReadFraction {
  /** 0…1; 0 while unknown. */
  fraction: number;
}

/** Above this many entries a column keeps its slack instead of being copied once more. */
const copyBelow = 1 << 18;

/** An Uint32Array that grows; memory stays within twice what was pushed. */
export class GrowingU32 {
  length = 0;
  /** The entries, and slack behind them. Another array after every `reserve` or `push`. */
  items = new Uint32Array(64);

  constructor(private readonly read: ReadFraction = { fraction: 0 }) {}

  push(item: number): void {
    if (this.length === this.items.length) this.reserve(1);
    this.items[this.length++] = item;
  }

  /** Makes room for `count` more, to be written to `items` behind `length`. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.items.length) return;
    const wider = new Uint32Array(nextCapacity(wanted, this.length, this.items.length, this.read));
    wider.set(this.items.subarray(0, this.length));
    this.items = wider;
  }

  at(index: number): number {
    return this.items[index] ?? 0;
  }

  /** Just what was pushed; not to be used any more after that. */
  toArray(): Uint32Array {
    const { items, length } = this;
    return length < copyBelow ? items.slice(0, length) : items.subarray(0, length);
  }
}

/** A Float64Array that grows. */
export class GrowingF64 {
  length = 0;
  items = new Float64Array(64);

  constructor(private readonly read: ReadFraction = { fraction: 0 }) {}

  push(item: number): void {
    if (this.length === this.items.length) this.reserve(1);
    this.items[this.length++] = item;
  }

  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.items.length) return;
    const wider = new Float64Array(nextCapacity(wanted, this.length, this.items.length, this.read));
    wider.set(this.items.subarray(0, this.length));
    this.items = wider;
  }
}

/** Twice the old capacity, or what the rest of the input will need if it goes on like this. */
function nextCapacity(
  wanted: number,
  length: number,
  capacity: number,
  { fraction }: ReadFraction,
): number {
  const projected = fraction > 0.001 ? Math.ceil((length / fraction) * 1.02) : 0;
  return Math.max(wanted, capacity * 2, Math.min(projected, wanted * 256));
}

/** 64-bit integers as pairs of words: no BigInt is made while decoding. */
export class GrowingU64 {
  private readonly words: GrowingU32;

  constructor(read?: ReadFraction) {
    this.words = new GrowingU32(read);
  }

  get length(): number {
    return this.words.length / 2;
  }

  push(lo: number, hi: number): void {
    this.words.push(lo);
    this.words.push(hi);
  }

  lo(index: number): number {
    return this.words.at(index * 2);
  }

  hi(index: number): number {
    return this.words.at(index * 2 + 1);
  }

  toUnsigned(): BigUint64Array {
    // Little-endian on every machine that runs Node or Chromium.
    const { buffer, byteOffset, length } = this.words.toArray();
    return new BigUint64Array(buffer, byteOffset, length / 2);
  }

  toSigned(): BigInt64Array {
    const { buffer, byteOffset, length } = this.words.toArray();
    return new BigInt64Array(buffer, byteOffset, length / 2);
  }

  /** int64 as doubles, rounded beyond 2^53. */
  toNumbers(): Float64Array {
    const numbers = new Float64Array(this.length);
    for (let i = 0; i < numbers.length; i++)
      numbers[i] = (this.hi(i) | 0) * 4294967296 + this.lo(i);
    return numbers;
  }
}

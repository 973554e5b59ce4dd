import { Damage } from './damage';

/**
 * How much of the input has been read, so that a column can be sized for what is still to come
 * instead of doubling (pages that are never written cost no memory), and how much all columns of
 * the reading may hold together.
 */
export class Reading {
  /** Of the input, 0…1; 0 while unknown. */
  fraction = 0;
  private held = 0;

  /** @param limit bytes that may be held; passing it is damage. */
  constructor(private readonly limit = Infinity) {}

  /** Counts what a column, or whatever else is kept, has grown by. */
  hold(bytes: number): void {
    this.held += bytes;
    if (this.held > this.limit) throw new Damage({ code: 'too-large', limitBytes: this.limit });
  }

  /** Whether so many bytes more may be held. */
  hasRoom(bytes: number): boolean {
    return this.held + bytes <= this.limit;
  }
}

/** Above this many entries a column keeps its slack instead of being copied once more. */
const copyBelow = 1 << 18;

/** An Uint32Array that grows; memory stays within twice what was pushed. */
export class GrowingU32 {
  length = 0;
  /** The entries, and slack behind them. Another array after every `reserve` or `push`. */
  items = new Uint32Array(64);

  constructor(private readonly reading = new Reading()) {}

  push(item: number): void {
    if (this.length === this.items.length) this.reserve(1);
    this.items[this.length++] = item;
  }

  /** Makes room for `count` more, to be written to `items` behind `length`. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.items.length) return;
    const wider = new Uint32Array(nextCapacity(this, wanted, this.reading));
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

  constructor(private readonly reading = new Reading()) {}

  push(item: number): void {
    if (this.length === this.items.length) this.reserve(1);
    this.items[this.length++] = item;
  }

  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.items.length) return;
    const wider = new Float64Array(nextCapacity(this, wanted, this.reading));
    wider.set(this.items.subarray(0, this.length));
    this.items = wider;
  }

  /** Just what was pushed; not to be used any more after that. */
  toArray(): Float64Array {
    const { items, length } = this;
    return length < copyBelow ? items.slice(0, length) : items.subarray(0, length);
  }
}

/** Twice the old capacity, or what the whole input will need if it goes on like this. */
function nextCapacity(
  { length, items }: { readonly length: number; readonly items: Uint32Array | Float64Array },
  wanted: number,
  reading: Reading,
): number {
  const { fraction } = reading;
  const entry = items.BYTES_PER_ELEMENT;
  const doubled = Math.max(wanted, items.length * 2);
  const projected = fraction > 0.001 ? Math.ceil((length / fraction) * 1.02) : doubled;
  // Pages that are never written may cost memory after all: Electron clears them. So a column that
  // turns out a little too short grows by a quarter, not to twice its size.
  const least = Math.max(wanted, Math.ceil(items.length * 1.25));
  const foreseen = Math.max(least, Math.min(projected, wanted * 1024));
  // What is foreseen rests on what the file says of its own size: it alone refuses nothing.
  const capacity = reading.hasRoom((foreseen - items.length) * entry) ? foreseen : doubled;
  reading.hold((capacity - items.length) * entry);
  return capacity;
}

/** 64-bit integers as pairs of words: no BigInt is made while decoding. */
export class GrowingU64 {
  private readonly words: GrowingU32;

  constructor(reading?: Reading) {
    this.words = new GrowingU32(reading);
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

/** An Uint32Array that doubles; memory stays within twice what was pushed. */
export class GrowingU32 {
  length = 0;
  private items = new Uint32Array(64);

  push(item: number): void {
    if (this.length === this.items.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.items);
      this.items = wider;
    }
    this.items[this.length++] = item;
  }

  at(index: number): number {
    return this.items[index] ?? 0;
  }

  /** A copy of just what was pushed. */
  toArray(): Uint32Array {
    return this.items.slice(0, this.length);
  }
}

/** 64-bit integers as pairs of words: no BigInt is made while decoding. */
export class GrowingU64 {
  private readonly words = new GrowingU32();

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
    return new BigUint64Array(this.words.toArray().buffer);
  }

  toSigned(): BigInt64Array {
    return new BigInt64Array(this.words.toArray().buffer);
  }

  /** int64 as doubles, rounded beyond 2^53. */
  toNumbers(): Float64Array {
    const numbers = new Float64Array(this.length);
    for (let i = 0; i < numbers.length; i++)
      numbers[i] = (this.hi(i) | 0) * 4294967296 + this.lo(i);
    return numbers;
  }
}

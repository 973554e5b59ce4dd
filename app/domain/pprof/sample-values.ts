import { GrowingF64, GrowingU32, type Reading } from './growable';
import type { ValueColumn } from './profile';

/** Samples whose values wait to be spread over their columns: so many lie in the cache. */
const stagedSamples = 1 << 11;

/** The values of samples while they are read, one column a sample type. */
export class SampleValues {
  /** Of samples one after the other, as the file has them; rounded where they pass 2^53. */
  private readonly staged: GrowingF64;
  /** The values that are no longer staged. */
  private readonly columns: GrowingF64[] = [];
  /** What was rounded: sample, its value's index in it, low word, high word. */
  private readonly rounded: GrowingU32;
  /** Samples that are complete, and where the next one begins in `staged`. */
  private length = 0;
  private begin = 0;

  constructor(private readonly reading: Reading) {
    this.staged = new GrowingF64(reading);
    this.rounded = new GrowingU32(reading);
  }

  /** Values that the sample at hand has so far. */
  get pending(): number {
    return this.staged.length - this.begin;
  }

  push(value: number): void {
    this.staged.push(value);
  }

  /** Takes an int64, by its words. */
  pushWide(lo: number, hi: number): void {
    const value = (hi | 0) * 4294967296 + lo;
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
      for (const word of [this.length, this.pending, lo, hi]) this.rounded.push(word);
    }
    this.staged.push(value);
  }

  /** @param sampleTypes how many values each sample has, this one too; 0 while the file has not said so. */
  endSample(sampleTypes: number): void {
    this.length++;
    this.begin = this.staged.length;
    if (sampleTypes > 0 && this.begin >= stagedSamples * sampleTypes) this.spread(sampleTypes);
  }

  private spread(sampleTypes: number): void {
    const { staged, columns, begin } = this;
    const count = begin / sampleTypes;
    while (columns.length < sampleTypes) columns.push(new GrowingF64(this.reading));
    columns.forEach((column, type) => {
      column.reserve(count);
      const { items } = column;
      const from = column.length;
      for (let i = 0, at = type; i < count; i++, at += sampleTypes) {
        items[from + i] = staged.items[at]!;
      }
      column.length += count;
    });
    staged.length = 0;
    this.begin = 0;
  }

  /** Nothing may be pushed any more after that. */
  toColumns(sampleTypes: number): readonly ValueColumn[] {
    this.spread(sampleTypes);
    return this.columns.map((column, type) => this.toColumn(column.toArray(), type));
  }

  private toColumn(numbers: Float64Array, type: number): ValueColumn {
    let magnitude = 0;
    for (let sample = 0; sample < numbers.length; sample++) magnitude += Math.abs(numbers[sample]!);
    // `magnitude` itself is exact up to the limit, and only grows past it.
    if (magnitude <= Number.MAX_SAFE_INTEGER) return { numbers };
    const exact = new BigInt64Array(numbers.length);
    for (let sample = 0; sample < exact.length; sample++) exact[sample] = BigInt(numbers[sample]!);
    const words = new Uint32Array(exact.buffer);
    const { items, length } = this.rounded;
    for (let row = 0; row < length; row += 4) {
      if (items[row + 1] !== type) continue;
      const sample = items[row]!;
      words[sample * 2] = items[row + 2]!;
      words[sample * 2 + 1] = items[row + 3]!;
    }
    return { numbers, exact };
  }
}

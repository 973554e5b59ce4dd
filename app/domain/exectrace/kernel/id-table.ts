import type { Kernel } from './kernel';

/** Words of layout.ts for the parts of a table. */
export interface IdTableWords {
  readonly keys: number;
  readonly values: number;
  /** Places less 1, which is a power of 2 less 1. */
  readonly mask: number;
  readonly used: number;
}

/** A table from ids to indices in the memory of a kernel, which fills it (assembly/id-table.ts); here it grows. */
export class IdTable {
  /** Open addressing: the id, and its index + 1; 0 for a free place. */
  private keys: Float64Array;
  private values: Int32Array;

  /** @param places a power of 2. */
  constructor(
    private readonly kernel: Kernel,
    private readonly words: IdTableWords,
    places: number,
  ) {
    this.keys = kernel.f64(words.keys, places);
    this.values = kernel.i32(words.values, places);
    kernel.words[words.mask] = places - 1;
  }

  /** Doubles it when another id would fill more than half of it. */
  makeRoom(): void {
    const { kernel, words, keys, values } = this;
    const { mask, used } = words;
    if ((kernel.words[used]! + 1) * 2 <= kernel.words[mask]!) return;
    const places = keys.length * 2;
    this.keys = kernel.f64(words.keys, places);
    this.values = kernel.i32(words.values, places);
    kernel.words[mask] = places - 1;
    const [keysAt, valuesAt] = [this.keys.byteOffset, this.values.byteOffset];
    values.forEach((value, i) => {
      if (value !== 0) kernel.calls.enter(keysAt, valuesAt, places - 1, keys[i]!, value - 1);
    });
  }
}

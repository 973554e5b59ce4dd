/** A run of bytes of the target, by run-time address. */
export interface Chunk {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/**
 * The target's memory as far as it was copied. Addresses are plain numbers (user space ends at
 * 2^47); a u64 above 2^53 loses low bits, which no address has.
 * Chunks may overlap: the first one that holds the whole range answers.
 */
export class Memory {
  readonly #chunks: readonly Chunk[];
  readonly #views: readonly DataView[];
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** Highest end address among chunks 0..i: stops the search backwards. */
  readonly #maxEnd: Float64Array;
  #last = 0;
  /** What `seek` found last. */
  view: DataView = new DataView(new ArrayBuffer(0));

  constructor(chunks: readonly Chunk[]) {
    this.#chunks = [...chunks].sort((a, b) => a.address - b.address);
    this.#views = this.#chunks.map(
      ({ bytes }) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
    this.#starts = Float64Array.from(this.#chunks, ({ address }) => address);
    this.#ends = Float64Array.from(this.#chunks, ({ address, bytes }) => address + bytes.length);
    this.#maxEnd = new Float64Array(this.#chunks.length);
    let end = 0;
    for (let i = 0; i < this.#ends.length; i++) {
      end = Math.max(end, this.#ends[i]!);
      this.#maxEnd[i] = end;
    }
  }

  /** A copy-free view where one chunk holds it all; undefined unless every byte was copied. */
  bytes(address: number, length: number): Uint8Array | undefined {
    const i = this.#find(address, length);
    if (i < 0) return length > 1 ? this.#gather(address, length) : undefined;
    const { address: start, bytes } = this.#chunks[i]!;
    return bytes.subarray(address - start, address - start + length);
  }

  /**
   * Where a record lies, for whoever reads many fields of many records.
   * @returns offset of `address` in `view`; −1 unless one chunk holds all of the record.
   */
  seek(address: number, length: number): number {
    const i = this.#find(address, length);
    if (i < 0) return -1;
    this.view = this.#views[i]!;
    return address - this.#starts[i]!;
  }

  u8(address: number): number | undefined {
    const i = this.#find(address, 1);
    return i < 0 ? undefined : this.#views[i]!.getUint8(address - this.#starts[i]!);
  }

  u16(address: number): number | undefined {
    const i = this.#find(address, 2);
    return i < 0 ? undefined : this.#views[i]!.getUint16(address - this.#starts[i]!, true);
  }

  u32(address: number): number | undefined {
    const i = this.#find(address, 4);
    return i < 0 ? undefined : this.#views[i]!.getUint32(address - this.#starts[i]!, true);
  }

  /** Unsigned 64 bits; exact up to 2^53. */
  u64(address: number): number | undefined {
    const i = this.#find(address, 8);
    if (i < 0) return undefined;
    const at = address - this.#starts[i]!;
    const view = this.#views[i]!;
    return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
  }

  /** Signed 64 bits; exact within ±2^53. */
  i64(address: number): number | undefined {
    const low = this.u32(address);
    const high = this.u32(address + 4);
    if (low === undefined || high === undefined) return undefined;
    return low + (high | 0) * 0x1_0000_0000;
  }

  /** A Go string header {ptr, len} at `address`, as text; undefined when its bytes are missing. */
  goString(address: number): string | undefined {
    const pointer = this.u64(address);
    const length = this.u64(address + 8);
    if (pointer === undefined || length === undefined || length > 1 << 20) return undefined;
    const bytes = length === 0 ? new Uint8Array(0) : this.bytes(pointer, length);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** From chunks that follow each other: pages that were copied one by one. */
  #gather(address: number, length: number): Uint8Array | undefined {
    const parts: Uint8Array[] = [];
    for (let at = address; at < address + length;) {
      const i = this.#find(at, 1);
      if (i < 0) return undefined;
      const { address: start, bytes } = this.#chunks[i]!;
      const part = bytes.subarray(at - start, address + length - start);
      parts.push(part);
      at += part.length;
    }
    const whole = new Uint8Array(length);
    let filled = 0;
    for (const part of parts) {
      whole.set(part, filled);
      filled += part.length;
    }
    return whole;
  }

  /** Asked millions of times: plain numbers in typed arrays, and no closure. */
  #find(address: number, length: number): number {
    const end = address + length;
    const last = this.#last;
    if (address >= this.#starts[last]! && end <= this.#ends[last]!) return last;
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0 && this.#maxEnd[i]! >= end; i--) {
      if (end <= this.#ends[i]!) return (this.#last = i);
    }
    return -1;
  }
}

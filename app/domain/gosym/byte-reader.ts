/**
 * Little-endian reads that cannot throw: past the end they give 0 and set `overran`, so a decoder
 * checks once per record instead of once per field.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly #view: DataView;
  at: number;
  overran = false;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = Math.min(end, bytes.length);
    this.at = start;
    if (!(start >= 0 && start <= this.end)) this.#overrun();
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  skip(length: number): void {
    if (length <= this.end - this.at) this.at += length;
    else this.#overrun();
  }

  u8(): number {
    if (this.at >= this.end) return this.#overrun();
    return this.bytes[this.at++]!;
  }

  u16(): number {
    return this.#take(2) ? this.#view.getUint16(this.at - 2, true) : 0;
  }

  u24(): number {
    return this.u16() + this.u8() * 0x1_0000;
  }

  u32(): number {
    return this.#take(4) ? this.#view.getUint32(this.at - 4, true) : 0;
  }

  i32(): number {
    return this.u32() | 0;
  }

  /** Exact up to 2^53; above that the low bits are lost. */
  u64(): number {
    const low = this.u32();
    return low + this.u32() * 0x1_0000_0000;
  }

  /** An unsigned integer of 1, 2, 4 or 8 bytes. */
  unsigned(sizeBytes: number): number {
    if (sizeBytes === 8) return this.u64();
    if (sizeBytes === 4) return this.u32();
    return sizeBytes === 2 ? this.u16() : this.u8();
  }

  uleb(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return value;
  }

  sleb(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return byte & 0x40 ? value - scale : value;
    }
    return value;
  }

  skipLeb(): void {
    while (this.at < this.end) if (this.bytes[this.at++]! < 0x80) return;
    this.#overrun();
  }

  /** The text up to the next NUL, which is skipped. */
  cstring(): string {
    const start = this.at;
    this.skipCstring();
    return decodeText(this.bytes.subarray(start, this.overran ? this.at : this.at - 1));
  }

  skipCstring(): void {
    // Names are short: a loop beats the call of indexOf.
    for (let at = this.at; at < this.end; at++) {
      if (this.bytes[at] === 0) {
        this.at = at + 1;
        return;
      }
    }
    this.#overrun();
  }

  #take(length: number): boolean {
    if (this.at + length > this.end) {
      this.#overrun();
      return false;
    }
    this.at += length;
    return true;
  }

  #overrun(): number {
    this.overran = true;
    this.at = this.end;
    return 0;
  }
}

const utf8 = new TextDecoder();

export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The NUL-terminated text at `at`; empty when `at` lies outside. */
export function cstringAt(bytes: Uint8Array, at: number): string {
  if (!(at >= 0 && at < bytes.length)) return '';
  const nul = bytes.indexOf(0, at);
  return decodeText(bytes.subarray(at, nul < 0 ? bytes.length : nul));
}

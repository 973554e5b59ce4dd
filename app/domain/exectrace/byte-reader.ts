import { fail } from './damage';
import { decodeGoString } from './go-string';

/** Bytes read in turn; every read is checked against the end. */
export class ByteReader {
  private position = 0;

  /** `base` is where `bytes` begin in the file, for messages. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly base: number,
  ) {}

  get at(): number {
    return this.base + this.position;
  }

  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  byte(): number {
    const byte = this.bytes[this.position];
    if (byte === undefined) fail('a record ends early', this.at);
    this.position++;
    return byte;
  }

  /** LEB128 of at most 64 bits. Values above 2^53 are rounded: 2^64 − 1 reads as 2^64. */
  uvarint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.byte();
      if (i === 9 && byte > 1) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return fail('a number is longer than 64 bits', this.at);
  }

  /** As `uvarint`, exact. */
  uvarint64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      if (shift === 63n && byte > 1) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return fail('a number is longer than 64 bits', this.at);
  }

  /** Text of so many bytes. */
  text(length: number): string {
    return decodeGoString(this.take(length));
  }

  /** A view, valid as long as the bytes are. */
  take(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.bytes.length) fail('a string ends early', this.at);
    const view = this.bytes.subarray(this.position, end);
    this.position = end;
    return view;
  }
}

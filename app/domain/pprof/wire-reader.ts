import { Reader } from 'protobufjs/minimal.js';

/** Wire types of protobuf ("Encoding", message structure). */
export const wire = { varint: 0, fixed64: 1, bytes: 2, group: 3, endGroup: 4, fixed32: 5 } as const;

/**
 * protobufjs's reader, with 64-bit varints that make no object. Its own `uint64()` allocates one
 * per value, which is most of the time and memory of a static decode.
 */
export class WireReader extends Reader {
  /** Low and high 32 bits of the last `varint64()`, unsigned. */
  lo = 0;
  hi = 0;

  /** Reads a varint of up to ten bytes into `lo` and `hi`. */
  varint64(): void {
    const { buf, len } = this;
    let pos = this.pos;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= len) throw new RangeError('the file ends inside a number');
      const byte = buf[pos++] ?? 0;
      const bits = byte & 127;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else hi |= bits << (shift - 32);
      if (byte < 128) {
        this.pos = pos;
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return;
      }
    }
    throw new RangeError('a number has more than ten bytes');
  }

  /** The last varint as int64, rounded beyond 2^53. */
  get signed(): number {
    return (this.hi | 0) * 4294967296 + this.lo;
  }

  /** The last varint as an index; `Number.MAX_SAFE_INTEGER` for what no table can hold. */
  get index(): number {
    return this.hi === 0 ? this.lo : Number.MAX_SAFE_INTEGER;
  }

  /** The last varint as uint64. */
  get unsigned64(): bigint {
    return (BigInt(this.hi) << 32n) | BigInt(this.lo);
  }

  /** The last varint as int64. */
  get signed64(): bigint {
    return BigInt.asIntN(64, this.unsigned64);
  }

  /**
   * Reads a length and narrows the reader to that many bytes, so that nothing in a message can
   * read past its end.
   * @returns the end to hand back to `leave`.
   */
  enter(): number {
    const length = this.size();
    const outer = this.len;
    if (length > outer - this.pos) throw new RangeError('a field is longer than the file');
    this.len = this.pos + length;
    return outer;
  }

  leave(outer: number): void {
    this.pos = this.len;
    this.len = outer;
  }

  /** A known field in an unexpected wire type is damage, as in Go's decoder. */
  expect(tag: number, type: number): void {
    if ((tag & 7) !== type) throw new RangeError(`field ${tag >>> 3} has wire type ${tag & 7}`);
  }

  /** The varint of field `tag`. */
  varintField(tag: number): void {
    this.expect(tag, wire.varint);
    this.varint64();
  }

  /** Calls `each` for every element of a repeated varint, packed or not. */
  repeated(tag: number, each: () => void): void {
    if ((tag & 7) === wire.varint) {
      this.varint64();
      each();
      return;
    }
    this.expect(tag, wire.bytes);
    const outer = this.enter();
    while (this.pos < this.len) {
      this.varint64();
      each();
    }
    this.leave(outer);
  }
}

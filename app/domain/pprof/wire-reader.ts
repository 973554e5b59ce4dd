/** Wire types of protobuf ("Encoding", message structure). */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const utf8 = new TextDecoder();
/**
 * Texts up to so many bytes are decoded here where they are ASCII. In Node 16 a TextDecoder takes
 * memory from the system for every text, and in a thread of Electron's gives it back as often:
 * for 40,000 names that took twice as long as all the rest of the profile.
 */
const shortText = 512;

/**
 * Reads protobuf out of a window of bytes that moves along the file. 64-bit numbers come as two
 * words: protobufjs's `uint64()` makes an object of each, which is most of the time and memory of a
 * decode. Damage is a RangeError.
 */
export class WireReader {
  buf: Uint8Array = new Uint8Array(0);
  pos = 0;
  /** End of the message being read. */
  len = 0;
  /** Low and high 32 bits of the last `varint64()`, unsigned. */
  lo = 0;
  hi = 0;

  /** Reads from another window. */
  setWindow(buf: Uint8Array, pos: number, len: number): void {
    this.buf = buf;
    this.pos = pos;
    this.len = len;
  }

  /** Reads a varint of up to ten bytes into `lo` and `hi`. */
  varint64(): void {
    const { buf, len } = this;
    let pos = this.pos;
    const short = buf[pos] ?? 128;
    if (short < 128 && pos < len) {
      this.pos = pos + 1;
      this.lo = short;
      this.hi = 0;
      return;
    }
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

  /** Field number and wire type: `field << 3 | type`. */
  tag(): number {
    const byte = this.buf[this.pos] ?? 128;
    if (byte < 128 && this.pos < this.len) {
      this.pos++;
      return byte;
    }
    this.varint64();
    if (this.hi !== 0) throw new RangeError('a field number passes 2^29');
    return this.lo;
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

  /** A length that ends inside this message. */
  size(): number {
    this.varint64();
    if (this.hi !== 0 || this.lo > this.len - this.pos) {
      throw new RangeError('a field is longer than the file');
    }
    return this.lo;
  }

  string(): string {
    const end = this.size() + this.pos;
    const text = this.ascii(end) ?? utf8.decode(this.buf.subarray(this.pos, end));
    this.pos = end;
    return text;
  }

  /** Undefined for a text that is long, or is not ASCII. */
  private ascii(end: number): string | undefined {
    const { buf, pos } = this;
    if (end - pos > shortText) return undefined;
    const codes: number[] = [];
    for (let at = pos; at < end; at++) {
      const code = buf[at]!;
      if (code >= 128) return undefined;
      codes.push(code);
    }
    return String.fromCharCode(...codes);
  }

  /**
   * Reads a length and narrows the reader to that many bytes, so that nothing in a message can
   * read past its end.
   * @returns the end to hand back to `leave`.
   */
  enter(): number {
    const outer = this.len;
    this.len = this.size() + this.pos;
    return outer;
  }

  leave(outer: number): void {
    this.pos = this.len;
    this.len = outer;
  }

  /** Passes over a field that is not ours. Groups are refused, as in Go's decoder. */
  skip(tag: number): void {
    switch (tag & 7) {
      case wire.varint:
        return this.varint64();
      case wire.fixed64:
        return this.advance(8);
      case wire.bytes:
        return this.advance(this.size());
      case wire.fixed32:
        return this.advance(4);
      default:
        throw new RangeError(`field ${tag >>> 3} has wire type ${tag & 7}`);
    }
  }

  private advance(count: number): void {
    if (count > this.len - this.pos) throw new RangeError('the file ends inside a field');
    this.pos += count;
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

/** Full enough to be passed on: larger pieces go through at once. */
const flushAt = 1 << 20;
const spare = 1 << 12;
/** What one call of `integer` may need. */
const integerSize = 24;

/** 0000 to 9999. */
const fourDigits = (() => {
  const digits = new Uint8Array(40_000);
  for (let n = 0; n < 10_000; n++) {
    for (let i = 0, rest = n; i < 4; i++, rest = (rest / 10) | 0)
      digits[4 * n + 3 - i] = 48 + (rest % 10);
  }
  return digits;
})();

/** Text built as UTF-8, a megabyte at a time: strings would have to be joined, and then encoded. */
export class TextBytes {
  private readonly bytes = new Uint8Array(flushAt + spare);
  private length = 0;
  private readonly encoder = new TextEncoder();
  /** Digits of `highOf`, the part of large integers above 10⁸: it changes seldom. */
  private high: Uint8Array = new Uint8Array(0);
  private highOf = -1;

  /** What `write` gets is valid during the call only. */
  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  flush(): void {
    if (this.length > 0) this.write(this.bytes.subarray(0, this.length));
    this.length = 0;
  }

  encode(text: string): Uint8Array {
    return this.encoder.encode(text);
  }

  text(text: string): void {
    this.append(this.encoder.encode(text));
  }

  append(piece: Uint8Array): void {
    const size = piece.length;
    if (this.length + size > flushAt) {
      this.flush();
      if (size > flushAt) return this.write(piece);
    }
    const { bytes } = this;
    let at = this.length;
    if (size > 48) bytes.set(piece, at);
    else for (let i = 0; i < size; i++) bytes[at++] = piece[i]!;
    this.length += size;
  }

  /** A safe integer. */
  integer(value: number): void {
    if (this.length + integerSize > flushAt) this.flush();
    if (value < 0) {
      this.bytes[this.length++] = 45;
      value = -value;
    }
    if (value < 100_000_000) return this.small(value);
    const high = Math.floor(value / 100_000_000);
    if (high !== this.highOf) {
      this.high = this.encoder.encode(String(high));
      this.highOf = high;
    }
    const { bytes } = this;
    for (let i = 0; i < this.high.length; i++) bytes[this.length++] = this.high[i]!;
    const low = value - high * 100_000_000;
    this.four((low / 10_000) | 0);
    this.four(low % 10_000);
  }

  /** Below 10⁸. */
  private small(value: number): void {
    if (value >= 10_000) {
      this.short((value / 10_000) | 0);
      this.four(value % 10_000);
    } else this.short(value);
  }

  private four(value: number): void {
    const { bytes } = this;
    const at = this.length;
    const from = 4 * value;
    bytes[at] = fourDigits[from]!;
    bytes[at + 1] = fourDigits[from + 1]!;
    bytes[at + 2] = fourDigits[from + 2]!;
    bytes[at + 3] = fourDigits[from + 3]!;
    this.length = at + 4;
  }

  /** Below 10⁴, without leading zeros. */
  private short(value: number): void {
    const { bytes } = this;
    const from = 4 * value;
    if (value >= 1000) bytes[this.length++] = fourDigits[from]!;
    if (value >= 100) bytes[this.length++] = fourDigits[from + 1]!;
    if (value >= 10) bytes[this.length++] = fourDigits[from + 2]!;
    bytes[this.length++] = fourDigits[from + 3]!;
  }
}

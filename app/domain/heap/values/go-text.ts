/** Text of Go's own functions: strconv.Quote, strconv.FormatFloat, time.Duration.String. */

const escapes: Readonly<Record<number, string>> = {
  ...{ 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' },
  ...{ 34: '\\"', 92: '\\\\' },
};
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** As strconv.Quote: bytes that are no UTF-8 as `\xNN`, what is not printable as `\u…`. */
export function quoteGo(bytes: Uint8Array): string {
  let text = '"';
  for (let i = 0; i < bytes.length;) {
    const [rune, size] = decodeRune(bytes, i);
    if (rune < 0) text += `\\x${hex(bytes[i]!, 2)}`;
    else text += escapes[rune] ?? quoteRune(rune);
    i += size;
  }
  return `${text}"`;
}

function quoteRune(rune: number): string {
  const char = String.fromCodePoint(rune);
  if (printable.test(char)) return char;
  if (rune < 0x80) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');

/** Code point and how many bytes it takes; −1 and 1 where the bytes are no UTF-8. */
function decodeRune(bytes: Uint8Array, at: number): readonly [rune: number, size: number] {
  const first = bytes[at]!;
  if (first < 0x80) return [first, 1];
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (size === 0 || first > 0xf4 || at + size > bytes.length) return [-1, 1];
  let rune = first & (0x7f >> size);
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i]!;
    if ((next & 0xc0) !== 0x80) return [-1, 1];
    rune = (rune << 6) | (next & 0x3f);
  }
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  const surrogate = rune >= 0xd800 && rune <= 0xdfff;
  return rune < least || surrogate || rune > 0x10ffff ? [-1, 1] : [rune, size];
}

/** Whether a person would read the bytes as text. */
export function isText(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length;) {
    const [rune, size] = decodeRune(bytes, i);
    const isSpace = rune === 9 || rune === 10 || rune === 13;
    if (rune < 0 || (!isSpace && !printable.test(String.fromCodePoint(rune)))) {
      // A character may be cut at the end of what is looked at.
      return i > 0 && rune < 0 && bytes.length - i < 4;
    }
    i += size;
  }
  return bytes.length > 0;
}

/** From here on with an exponent: strconv's choice for the shortest form. */
const leastExponent = 6;

/** As strconv.FormatFloat(value, 'g', -1, bits): the fewest digits that read back as the same number. */
export function formatFloat(value: number, bits: 32 | 64): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [digits, exponent] = shortest(Math.abs(value), bits);
  if (digits === '0') return `${sign}0`;
  if (exponent < -4 || exponent >= leastExponent) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Digits without trailing zeros, and the exponent of the first. */
function shortest(value: number, bits: 32 | 64): readonly [digits: string, exponent: number] {
  let text = value.toExponential();
  for (let places = 0; bits === 32 && places <= 9; places++) {
    text = value.toExponential(places);
    if (Math.fround(Number(text)) === value) break;
  }
  const [mantissa, exponent] = text.split('e') as [string, string];
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  return [digits === '' ? '0' : digits, Number(exponent)];
}

/** As time.Duration.String: `1h2m3.5s`, `1.5ms`, `0s`. @param nanoseconds exact. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const all = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  for (const [unit, size] of [
    ['ns', 1n],
    ['µs', 1000n],
    ['ms', 1_000_000n],
  ] as const) {
    if (all < size * 1000n) return `${sign}${decimal(all, size)}${unit}`;
  }
  const minute = 60_000_000_000n;
  const seconds = `${decimal(all % minute, 1_000_000_000n)}s`;
  const minutes = all / minute;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const fraction = (value % unit).toString().padStart(unit.toString().length - 1, '0');
  const digits = unit === 1n ? '' : fraction.replace(/0+$/, '');
  return digits === '' ? `${value / unit}` : `${value / unit}.${digits}`;
}

import { strayByte } from './go-string';

const escapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** As `strconv.Quote` does. */
export function quoteGo(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) {
    quoted += escapes[character] ?? (isPrintable(character) ? character : escapeCode(character));
  }
  return `${quoted}"`;
}

const isPrintable = (character: string) => /[ \p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character);

function escapeCode(character: string): string {
  const stray = strayByte(character);
  if (stray !== undefined) return `\\x${stray.toString(16)}`;
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A uint64 that was kept as a double; −1 and 2⁶⁴ both stand for "none", all bits set. */
export function unsigned(value: number): number | bigint {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  const all = (1n << 64n) - 1n;
  return value < 0 || value >= 2 ** 64 ? all : BigInt(value);
}

/** Wall clock in the time zone of this machine, as Go's time.RFC3339Nano. */
export function formatClock(wallNs: bigint): string {
  const milliseconds = Number(wallNs / 1_000_000n);
  const minutes = -new Date(milliseconds).getTimezoneOffset();
  const shifted = new Date(milliseconds + minutes * 60_000).toISOString().slice(0, 19);
  const digits = String(wallNs % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const fraction = digits === '' ? '' : `.${digits}`;
  if (minutes === 0) return `${shifted}${fraction}Z`;
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${shifted}${fraction}${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

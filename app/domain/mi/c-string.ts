const [quote, backslash, digit0, digit3, digit7] = [0x22, 0x5c, 0x30, 0x33, 0x37];

/** Character codes of `\a` and its like; any other character stands for itself. */
const escapes = new Map(
  Object.entries({ a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }).map(([name, code]) => [
    name.charCodeAt(0),
    code,
  ]),
);

/**
 * Reads a quoted C string as GDB prints it. Octal escapes are bytes of UTF-8: GDB writes a character
 * that its locale cannot print as one escape a byte.
 * @param start position of the opening quote.
 * @returns the text and the position after the closing quote; undefined when it never closes.
 */
export function parseCString(
  line: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  if (line.charCodeAt(start) !== quote) return undefined;
  let isPlain = true;
  let at = start + 1;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === quote) {
      const text = isPlain ? line.slice(start + 1, at) : unescape(line, start + 1, at);
      return { text, end: at + 1 };
    }
    if (code === backslash) {
      isPlain = false;
      at++;
    }
  }
  return undefined;
}

/** By code unit into one array: a record may be 50 MB of escapes. */
function unescape(line: string, start: number, end: number): string {
  const units = new Uint16Array(end - start);
  let length = 0;
  let at = start;
  while (at < end) {
    const code = line.charCodeAt(at++);
    if (code !== backslash) {
      units[length++] = code;
      continue;
    }
    if (isOctal(line.charCodeAt(at))) {
      const run = readOctalRun(line, at - 1);
      for (let i = 0; i < run.text.length; i++) units[length++] = run.text.charCodeAt(i);
      at = run.end;
      continue;
    }
    const escaped = line.charCodeAt(at++);
    units[length++] = escapes.get(escaped) ?? escaped;
  }
  const parts: string[] = [];
  for (let i = 0; i < length; i += 8192) {
    parts.push(String.fromCharCode(...units.subarray(i, Math.min(i + 8192, length))));
  }
  return parts.join('');
}

const isOctal = (code: number) => code >= digit0 && code <= digit7;

/** Neighbouring octal escapes from the first backslash on: together they are UTF-8. */
function readOctalRun(line: string, start: number): { text: string; end: number } {
  const bytes: number[] = [];
  let at = start;
  while (line.charCodeAt(at) === backslash && isOctal(line.charCodeAt(at + 1))) {
    const first = line.charCodeAt(++at);
    let value = 0;
    for (let most = first <= digit3 ? 3 : 2; most > 0 && isOctal(line.charCodeAt(at)); most--) {
      value = value * 8 + line.charCodeAt(at++) - digit0;
    }
    bytes.push(value);
  }
  return { text: new TextDecoder().decode(new Uint8Array(bytes)), end: at };
}

/**
 * An argument of an MI command. Control characters go as octal bytes, so that no newline can end the
 * command early. Others go as they are: commands that GDB hands on to its command line, such as
 * `-file-exec-and-symbols`, know no octal escapes (gdb 13.1).
 */
export function quoteMiArgument(text: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(text)) return text;
  const escaped = text.replace(/["\\]/g, '\\$&').replace(control, toOctal);
  return `"${escaped}"`;
}

const control = /[\x00-\x1f\x7f]/g;

const toOctal = (char: string) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;

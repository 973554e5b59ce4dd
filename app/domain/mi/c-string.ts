const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

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
  if (line[start] !== '"') return undefined;
  const parts: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) parts.push(new TextDecoder().decode(new Uint8Array(bytes)));
    bytes = [];
  };
  let at = start + 1;
  let plain = at;
  for (;;) {
    const char = line[at];
    if (char === undefined) return undefined;
    if (char !== '"' && char !== '\\') {
      at++;
      continue;
    }
    if (at > plain) {
      flush();
      parts.push(line.slice(plain, at));
    }
    if (char === '"') {
      flush();
      return { text: parts.join(''), end: at + 1 };
    }
    const octal = /^[0-3]?[0-7]{1,2}/.exec(line.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      bytes.push(parseInt(octal, 8));
      at += 1 + octal.length;
    } else {
      const escaped = line[at + 1];
      if (escaped === undefined) return undefined;
      flush();
      parts.push(escapes[escaped] ?? escaped);
      at += 2;
    }
    plain = at;
  }
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

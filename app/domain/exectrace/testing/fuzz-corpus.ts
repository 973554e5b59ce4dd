import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const escapes = new Map([...'abfnrtv'].map((letter, i) => [letter, [7, 8, 12, 10, 13, 9, 11][i]!]));

/** Bytes of the one argument in a file of the format `go test fuzz v1`: `[]byte("…")`. */
function parseFuzzInput(text: string): Uint8Array {
  const match = /^go test fuzz v1\n\[\]byte\("(.*)"\)\s*$/s.exec(text);
  if (match === null) throw new Error('this is no fuzz input of one []byte');
  const bytes: number[] = [];
  const part = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3})|(.))|[^\\]/gsu;
  for (const [whole, hex, short, long, octal, letter] of match[1]!.matchAll(part)) {
    const code = short ?? long;
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes.get(letter) ?? letter.charCodeAt(0));
    else {
      const character = code === undefined ? whole : String.fromCodePoint(parseInt(code, 16));
      bytes.push(...Buffer.from(character));
    }
  }
  return Uint8Array.from(bytes);
}

/** Fuzz corpus of the trace reader of the installed Go: inputs that broke it once. */
export function readFuzzCorpus(): { readonly name: string; readonly bytes: Uint8Array }[] {
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const folder = join(root, 'src/internal/trace/testdata/fuzz/FuzzReader');
  return readdirSync(folder).map((name) => {
    return { name, bytes: parseFuzzInput(readFileSync(join(folder, name), 'utf8')) };
  });
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A byte 0x80…0xff that is no part of a character is U+DC80…U+DCFF: half a surrogate pair. */
const strayBase = 0xdc00;

/**
 * Text of a Go string, which may hold any bytes. Nothing is lost: bytes that are not UTF-8 are kept
 * as characters that no valid text has; `strayByte` tells them.
 */
export function decodeGoString(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    // Not UTF-8 as a whole; character by character then.
  }
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const size = characterSize(bytes, i);
    text += size === 0 ? String.fromCharCode(strayBase + bytes[i]!) : '';
    if (size > 0) text += strict.decode(bytes.subarray(i, i + size));
    i += size === 0 ? 1 : size;
  }
  return text;
}

/** The byte that a character of `decodeGoString` stands for; undefined for real characters. */
export function strayByte(character: string): number | undefined {
  const code = character.charCodeAt(0);
  const isStray = character.length === 1 && code >= strayBase + 0x80 && code <= strayBase + 0xff;
  return isStray ? code - strayBase : undefined;
}

/** Bytes of the character at `i`, 0 when there is none: as Go's unicode/utf8 has it. */
function characterSize(bytes: Uint8Array, i: number): number {
  const first = bytes[i]!;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[i + 1] ?? 0;
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let at = i + 2; at < i + size; at++) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return size;
}

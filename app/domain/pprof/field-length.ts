import { wire } from './wire-reader';

/** No field of a profile comes near: 2^28 frames in one stack. */
const longestField = 2 ** 30;

/** Bytes of the field at `start`, with its tag; more than there are when it is not all there. */
export function fieldLength(window: Uint8Array, start: number, end: number): number {
  const tagEnd = varintEnd(window, start, end);
  if (tagEnd > end) return end - start + 1;
  switch (window[start]! & 7) {
    case wire.varint:
      return varintEnd(window, tagEnd, end) - start;
    case wire.fixed64:
      return tagEnd - start + 8;
    case wire.fixed32:
      return tagEnd - start + 4;
    case wire.bytes: {
      const bodyStart = varintEnd(window, tagEnd, end);
      if (bodyStart > end) return end - start + 1;
      let length = 0;
      for (let pos = bodyStart - 1; pos >= tagEnd; pos--)
        length = length * 128 + (window[pos]! & 127);
      if (length > longestField) throw new RangeError('a field is longer than the file');
      return bodyStart - start + length;
    }
    default:
      return 0; // there is no such field: the reader says so
  }
}

/** Behind the varint at `pos`; past `end` when it is cut off. Longer ones than ten bytes are not followed. */
function varintEnd(window: Uint8Array, pos: number, end: number): number {
  const last = Math.min(end, pos + 10);
  while (pos < last && window[pos]! >= 128) pos++;
  return pos + 1;
}

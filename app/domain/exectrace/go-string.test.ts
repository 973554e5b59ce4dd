import { expect, test } from 'vitest';
import { decodeGoString } from './go-string';
import { quoteGo } from './go-text';

const bytes = (...values: number[]) => Uint8Array.from(values);

// Right: what `strconv.Quote` of Go 1.26 makes of the same bytes.
test.each([
  [bytes(0x61, 0xc3, 0xa9), '"aé"'],
  [bytes(0xff, 0x61, 0x80), '"\\xffa\\x80"'],
  [bytes(0xc0, 0xaf), '"\\xc0\\xaf"'],
  [bytes(0xed, 0xb2, 0x80), '"\\xed\\xb2\\x80"'],
  [bytes(0xe2, 0x82), '"\\xe2\\x82"'],
  [bytes(0xe2, 0x82, 0xac, 0xf4, 0x90, 0x80, 0x80), '"€\\xf4\\x90\\x80\\x80"'],
  [bytes(0xff, 0xf0, 0x9f, 0x98, 0x80), '"\\xff😀"'],
  [bytes(0xef, 0xbb, 0xbf, 0x61), '"\\ufeffa"'],
  [bytes(0xef, 0xbf, 0xbd), '"\ufffd"'],
])('%j is quoted as Go does', (input, quoted) => {
  expect(quoteGo(decodeGoString(input))).toBe(quoted);
});

import { expect, test } from 'vitest';
import { isAtLeast, parseVersion } from './version.mjs';

test.each([
  ['go version go1.26.8 linux/amd64', [1, 26, 8]],
  ['go version go1.27rc1 linux/amd64', [1, 27, 0]],
  ['13.1', [13, 1, 0]],
  ['17', [17, 0, 0]],
])('reads the version in %s', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test('a tool that does not say its version has none', () => {
  expect(parseVersion(undefined)).toBeUndefined();
  expect(parseVersion('no number')).toBeUndefined();
  expect(isAtLeast(undefined, '1.22')).toBe(false);
});

test('compares numbers, not text', () => {
  expect(isAtLeast([1, 9, 0], '1.22')).toBe(false);
  expect(isAtLeast([1, 22, 0], '1.22')).toBe(true);
  expect(isAtLeast([2, 0, 0], '1.22')).toBe(true);
  expect(isAtLeast([12, 9, 0], '13')).toBe(false);
});

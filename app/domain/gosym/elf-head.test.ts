import { expect, test } from 'vitest';
import { computeLoadBias, readElfHead } from './elf-head';

/** An ELF head with one segment of code and a GNU build id right behind its note segment. */
function makeHead(type: number): Uint8Array {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  view.setUint16(16, type, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(56, 2, true);
  // PT_LOAD, executable: file offset 0x1000 at address 0x401000.
  view.setUint32(64, 1, true);
  view.setUint32(68, 1, true);
  view.setBigUint64(72, 0x1000n, true);
  view.setBigUint64(80, 0x401000n, true);
  // PT_NOTE at 176, 20 bytes.
  view.setUint32(120, 4, true);
  view.setBigUint64(128, 176n, true);
  view.setBigUint64(152, 20n, true);
  const note = (at: number, name: number[], value: number[], kind: number) => {
    view.setUint32(at, name.length, true);
    view.setUint32(at + 4, value.length, true);
    view.setUint32(at + 8, kind, true);
    bytes.set(name, at + 12);
    bytes.set(value, at + 16);
  };
  note(176, [0x47, 0x6f, 0, 0], [1, 2, 3, 4], 4);
  note(196, [0x47, 0x4e, 0x55, 0], [0xab, 0x0c, 0xde], 3);
  return bytes;
}

test('reads where code is loaded, and the build id behind the note of Go', () => {
  const head = readElfHead(makeHead(3));
  expect(head).toEqual({
    isRelocatable: true,
    code: { offset: 0x1000n, address: 0x401000n },
    gnuBuildId: 'ab0cde',
  });
  const mapped = { start: 0x555500001000n, offset: 0x1000n };
  expect(computeLoadBias(head, mapped)).toBe(0x555500001000n - 0x401000n);
  expect(computeLoadBias(readElfHead(makeHead(2)), mapped)).toBe(0n);
  expect(computeLoadBias(undefined, mapped)).toBe(0n);
});

test('answers for every truncation and every flipped bit', () => {
  const bytes = makeHead(3);
  for (let end = 0; end < bytes.length; end++) readElfHead(bytes.subarray(0, end));
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    readElfHead(flipped);
  }
  expect(readElfHead(new Uint8Array(64))).toBeUndefined();
});

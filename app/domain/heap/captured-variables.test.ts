import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analyzeHeap, decodeSnapshot } from '.';
import { getArchitecture } from '../gosym';
import { placeOfGlobal } from './testing/printed-values';
import { goBuild, snapshotProgram } from './testing/take-snapshot';
import { ValueReader } from './values';

const source = fileURLToPath(new URL('testdata/closures', import.meta.url));

/** What each variable of testdata/closures captured, in order: `name value`. */
async function capturedBy(toolchain: string, flags: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'trivet-closures-'));
  try {
    const binary = join(folder, 'closures');
    await goBuild(source, [...flags, '-o', binary, '.'], toolchain);
    const { bytes, program } = await snapshotProgram(binary);
    const snapshot = decodeSnapshot(bytes);
    if (!snapshot.ok) throw new Error(snapshot.error.code);
    const heap = analyzeHeap(snapshot.value, program);
    if (!heap.ok) throw new Error(heap.error.code);
    const reader = new ValueReader(heap.value);
    const partsOf = (ref: string | undefined) =>
      reader.parts(ref ?? '', { offset: 0, limit: 100 })?.parts ?? [];
    const captured = (ref: string | undefined) =>
      partsOf(ref)
        .filter(({ text }) => !text.startsWith('&[2]uintptr')) // dictionaries of generic code
        .map(({ name, text }) => `${name} ${text.replace(/0x[0-9a-f]+/, '0x…')}`);
    const variable = (name: string) => reader.describe(placeOfGlobal(heap.value, name)).ref;
    const names = ['many', 'first', 'second', 'wide', 'numbers', 'received'];
    return {
      ...Object.fromEntries(names.map((name) => [name, captured(variable(name))])),
      generics: partsOf(variable('generics')).map(({ ref }) => captured(ref)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** With every local kept, each has its name. */
const named = {
  many: [
    'total (*int)(0x…)',
    'label "text"',
    'list []int{5, 6}',
    'fail nil',
    'p &main.point{x: 3, y: 4}',
    'small -7',
  ],
  first: ['n (*int)(0x…)'],
  second: ['m 18'],
  wide: ['before 1', 'after "z"', 'numbers [6]int{1, 2, 3, 4, 5, 6}'],
  numbers: ['a 0.5', 'b 1.5', 'c 65535'],
  received: ['receiver &main.point{x: 3, y: 4}'],
  generics: [
    ['value "word"', 'n 8'],
    ['value 2.5', 'n 9'],
  ],
};

describe('captured variables', { timeout: 120_000 }, () => {
  test.each(['go1.22.12', 'go1.27.4'])('have their names and types, %s -N -l', async (go) => {
    expect(await capturedBy(go, ['-gcflags=-N -l'])).toEqual(named);
  });

  // Some that optimised code never has as a whole have no name: the compiler's own stands for them.
  test.each(['go1.22.12', 'go1.27.4'])('have their values in optimised code, %s', async (go) => {
    const found: Record<string, readonly unknown[]> = await capturedBy(go, []);
    const value = (text: string) => text.replace(/^\S+ /, '');
    for (const [variable, expected] of Object.entries(named)) {
      const values = found[variable]!.flat() as string[];
      expect(values.map(value)).toEqual(expected.flat().map(value));
      for (const [i, text] of values.entries()) {
        if (!/^X\d+ /.test(text)) expect(text).toEqual(expected.flat()[i]);
      }
    }
    expect(found['many']!.slice(0, 5)).toEqual(named.many.slice(0, 5));
    expect(found['first']).toEqual(named.first);
    expect(found['second']).toEqual(named.second);
  });
});

test('code of any kind is read to its end', () => {
  const { closuresMadeBy, closureEntry } = getArchitecture('amd64');
  for (let seed = 1; seed <= 50; seed++) {
    // Dense in the bytes that mean something.
    const bytes = [0x48, 0x8d, 0x05, 0x0d, 0xe8, 0x89, 0x08, 0x8b, 0x0f, 0x10, 0x24, 0x84, 0xff, 0];
    const code = Uint8Array.from({ length: 200 + seed }, (_, i) => {
      const random = Math.imul(i + seed * 7919, 2654435761) >>> 8;
      return bytes[random % bytes.length]!;
    });
    for (const { entry } of closuresMadeBy(code, 0x1000, new Set([0x1000]), {
      start: 0,
      end: 1e9,
    })) {
      expect(entry).toBeGreaterThanOrEqual(0x1000);
    }
    const { loads, stores } = closureEntry(code);
    for (const { end } of loads) expect(end).toBeLessThanOrEqual(code.length);
    for (const { at } of stores) expect(at).toBeLessThan(code.length);
  }
});

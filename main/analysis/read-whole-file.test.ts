import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWholeFile } from './read-whole-file';

const folder = mkdtempSync(join(tmpdir(), 'trivet-whole-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is the same in one piece and in many', () => {
  const file = join(folder, 'bytes');
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
  writeFileSync(file, bytes);
  for (const piece of [1, 7, 999, 1000, 1001]) {
    expect(readWholeFile(file, piece).equals(bytes), `${piece}`).toBe(true);
  }
});

test('more than fits into memory is told in its size', () => {
  const file = join(folder, 'huge');
  writeFileSync(file, '');
  truncateSync(file, 2 ** 42); // it takes no room: all of it is a hole
  expect(() => readWholeFile(file)).toThrow(/it has 4096\.0 GiB, more than/);
});

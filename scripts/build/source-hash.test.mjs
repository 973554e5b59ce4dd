import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './paths.mjs';
import { computeSourceHash } from './source-hash.mjs';

let folder;
let inputs;
const write = (name, text) => writeFileSync(join(folder, name), text);

beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'source-hash-'));
  inputs = [relative(root, folder)];
  write('a.ts', 'one');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('changes with the content of a source, and comes back with it', () => {
  const before = computeSourceHash(inputs);
  write('a.ts', 'two');
  expect(computeSourceHash(inputs)).not.toBe(before);
  write('a.ts', 'one');
  expect(computeSourceHash(inputs)).toBe(before);
});

test('does not change with a test or a fixture: they are not built', () => {
  const before = computeSourceHash(inputs);
  write('a.test.ts', 'anything');
  mkdirSync(join(folder, 'testdata'));
  write('testdata/sample.txt', 'anything');
  expect(computeSourceHash(inputs)).toBe(before);
});

test('a source that is not there yet is no error', () => {
  expect(computeSourceHash(['no/such/folder'])).toMatch(/^[0-9a-f]{64}$/);
});

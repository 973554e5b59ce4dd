import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdsFor } from './remember.mjs';

let folder;
let tool;
let facts;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trivet-remember-'));
  tool = join(folder, 'tool');
  facts = join(folder, 'cache', 'facts.json');
  writeFileSync(tool, 'v1');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('asks again while the answer is no, and no more once it was yes', () => {
  const answers = [false, true, false];
  const ask = () => holdsFor('is new enough', tool, () => answers.shift(), facts);
  expect([ask(), ask(), ask(), ask()]).toEqual([false, true, true, true]);
});

test('asks again when the executable was replaced', () => {
  expect(holdsFor('is new enough', tool, () => false, facts)).toBe(true);
  writeFileSync(tool, 'version 2');
  expect(holdsFor('is new enough', tool, () => false, facts)).toBe(false);
});

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openOutput } from './open-output';

const folder = mkdtempSync(join(tmpdir(), 'trivet-output-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file has all that was written, in order', () => {
  const file = join(folder, 'whole');
  const output = openOutput(file);
  if (!output.ok) throw new Error(output.error.message);
  output.value.write(new TextEncoder().encode('one '));
  output.value.write(new TextEncoder().encode('two'));
  output.value.close(true);
  expect(readFileSync(file, 'utf8')).toBe('one two');
});

test('a file that could not be finished is taken away', () => {
  const file = join(folder, 'half');
  const output = openOutput(file);
  if (!output.ok) throw new Error(output.error.message);
  output.value.write(new TextEncoder().encode('one'));
  output.value.close(false);
  expect(existsSync(file)).toBe(false);
});

test('a folder that does not exist is named, with what to do', () => {
  const output = openOutput(join(folder, 'none', 'file'));
  expect(output).toMatchObject({ ok: false, error: { code: 'disk' } });
});

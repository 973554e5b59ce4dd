import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isSameFile, openOutput, OutputFailed } from './open-output';

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

test.skipIf(!existsSync('/dev/full'))(
  'a disk that is full is told as that, not as a trace that cannot be read',
  () => {
    const output = openOutput('/dev/full');
    if (!output.ok) throw new Error(output.error.message);
    expect(() => output.value.write(new Uint8Array(10))).toThrow(OutputFailed);
    output.value.close(false);
    expect(existsSync('/dev/full')).toBe(true);
  },
);

test('a link to the trace is the trace', () => {
  const file = join(folder, 'trace');
  writeFileSync(file, 'trace');
  symlinkSync(file, join(folder, 'link'));
  expect(isSameFile(file, join(folder, 'link'))).toBe(true);
  expect(isSameFile(file, join(folder, 'new'))).toBe(false);
});

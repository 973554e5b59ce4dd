import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { BulkStdout } from './bulk-stdout';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
const folder = mkdtempSync(join(tmpdir(), 'trivet-stdout-'));
const pipe = join(folder, 'pipe');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(pipe, { force: true });
  execFileSync('mkfifo', [pipe]);
});

test('a reader that has gone ends the output without a word', () => {
  const reader = openSync(pipe, O_RDONLY | O_NONBLOCK);
  const writer = openSync(pipe, O_WRONLY);
  const out = new BulkStdout(writer);
  out.write(new Uint8Array(100));
  expect(out.closed).toBe(false);
  closeSync(reader);
  out.write(new Uint8Array(100));
  expect(out.closed).toBe(true);
  out.write(new Uint8Array(100));
  closeSync(writer);
});

test('a slow reader on a pipe that does not block gets everything', async () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
  const hold = openSync(pipe, O_RDONLY | O_NONBLOCK);
  const writer = openSync(pipe, O_WRONLY | O_NONBLOCK);
  const copy = join(folder, 'copy');
  const reader = spawn('sh', ['-c', `cat '${pipe}' > '${copy}'`], { stdio: 'ignore' });
  await once(reader, 'spawn');
  const out = new BulkStdout(writer);
  out.write(bytes);
  // Until here somebody had to hold the pipe: its other reader may have been late.
  closeSync(writer);
  closeSync(hold);
  await once(reader, 'close');
  expect(readFileSync(copy).equals(bytes)).toBe(true);
  expect(out.closed).toBe(false);
}, 60_000);

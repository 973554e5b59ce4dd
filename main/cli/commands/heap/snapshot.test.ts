import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { HeapTopDocument } from '../../../../app/contract/heap-documents';
import { BlockedProgram, expectToGoOn } from '../../../capture/testing/blocked-program';
import { runProcess } from '../../../process/run-process';
import { captureOutput } from '../../testing/capture-output';
import { heap } from './index';

const blocked = new BlockedProgram();
let out = '';
let errors = '';

beforeAll(async () => {
  await blocked.build();
  vi.stubEnv('TRIVET_HOME', join(blocked.dir, 'home'));
});
beforeEach(() => {
  [out, errors] = ['', ''];
  captureOutput({
    stdout: (text) => (out += text),
    stderr: (text) => (errors += text),
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await blocked.endAll();
  blocked.dispose();
});

test('says how long the program was stopped, and with --json gives the figures', async () => {
  const target = await blocked.run();
  const file = join(blocked.dir, 'by-cli.trvsnap.gz');
  expect(await heap(['snapshot', String(target.pid), '-o', file])).toBe(0);
  expect(out).toMatch(/go1\.\d+.* goroutines · stopped for .* copied, .* on disk · .* in all\n$/);
  out = '';
  expect(await heap(['snapshot', String(target.pid), '-o', file, '--json'])).toBe(0);
  const document = JSON.parse(out) as Record<string, unknown>;
  expect(document).toMatchObject({ format: 1, file, sizeBytes: statSync(file).size });
  expect(document).toMatchObject({ symbolsFrom: 'cache' });
  expect(document['pauseMs']).toBeGreaterThan(0);
  await expectToGoOn(target);
});

test('a process id in place of a snapshot is answered from the process as it stands', async () => {
  const target = await blocked.run();
  const scratch = mkdtempSync(join(tmpdir(), 'trivet-scratch-'));
  vi.stubEnv('TMPDIR', scratch);
  expect(await heap(['top', String(target.pid), '--json'])).toBe(0);
  const live = JSON.parse(out) as HeapTopDocument;
  expect(live.snapshot).toMatchObject({ pid: target.pid });
  const file = join(blocked.dir, 'to-compare.trvsnap.gz');
  expect(await heap(['snapshot', String(target.pid), '-o', file])).toBe(0);
  out = '';
  expect(await heap(['top', file, '--json'])).toBe(0);
  const kept = JSON.parse(out) as HeapTopDocument;
  const row = ({ types }: HeapTopDocument) => types.find(({ type }) => type === 'main.record');
  expect(row(live)).toBeDefined();
  expect(row(live)).toEqual(row(kept));
  expect(readdirSync(scratch)).toEqual([]);
  vi.stubEnv('TMPDIR', undefined);
  rmSync(scratch, { recursive: true });
  await expectToGoOn(target);
});

test('a process that is not there is told as that, whatever was asked of it', async () => {
  expect(await heap(['leaks', String(2 ** 22 + 1)])).toBe(1);
  expect(errors).toContain('There is no process');
});

test('a failure is told on standard error, and as JSON with --json', async () => {
  const args = ['snapshot', String(2 ** 22 + 1), '-o', join(blocked.dir, 'none.gz'), '--json'];
  expect(await heap(args)).toBe(1);
  expect(errors).toContain('There is no process');
  expect(JSON.parse(out)).toMatchObject({ format: 1, failure: { code: 'target-not-found' } });
});

test.each([
  [['snapshot', '1'], '-o FILE'],
  [['snapshot', 'core.1', '-o', 'x'], '--binary'],
  [['snapshot'], 'PID|CORE'],
])('trivet heap %j is refused', async (args, says) => {
  expect(await heap(args)).toBe(2);
  expect(errors).toContain(says);
});

test('of a core file, the program is the one that the core names', async () => {
  const target = await blocked.run();
  const core = join(blocked.dir, 'cli-core');
  const dumped = await runProcess('gdb', [
    ...['-nx', '-batch', '-p', String(target.pid)],
    ...['-ex', `generate-core-file ${core}`],
  ]);
  if (!dumped.ok) throw new Error(dumped.error.message);
  const file = join(blocked.dir, 'of-core.trvsnap.gz');
  expect(await heap(['snapshot', core, '-o', file])).toBe(0);
  expect(out).toMatch(/ goroutines · [^s]/);
  // Without its notes a core says nothing of its program.
  truncateSync(core, 64);
  expect(await heap(['snapshot', core, '-o', file])).toBe(2);
  expect(errors).toContain('name that with --binary');
});

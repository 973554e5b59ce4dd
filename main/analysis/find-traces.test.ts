import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Manifest } from '../../app/contract/manifest';
import { findAll, findTraces } from './find-traces';

const folder = mkdtempSync(join(tmpdir(), 'trivet-find-traces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const header = 'go 1.26 trace\0\0\0';
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const names = async (path: string) => {
  const found = await findTraces(path);
  return found.ok ? found.value.map((file) => basename(file)) : found.error.code;
};

test('a folder means the traces in it, by number, and nothing else', async () => {
  mkdirSync(join(folder, 'runs/deeper'), { recursive: true });
  write('runs/run-10.trace', header);
  write('runs/run-2.out', header);
  write('runs/old.trace', 'go 1.21 trace\0\0\0');
  write('runs/notes.txt', 'go 1.26 trace of yesterday');
  write('runs/empty', '');
  write('runs/deeper/run-3.trace', header);
  // An old trace is not passed over in silence: reading it says why it cannot be compared.
  expect(await names(join(folder, 'runs'))).toEqual(['old.trace', 'run-2.out', 'run-10.trace']);
});

test('a folder of runs, a folder each, means their traces, one level down', async () => {
  for (const run of ['run-10', 'run-9', 'run-9/logs']) {
    mkdirSync(join(folder, 'nested', run), { recursive: true });
    write(`nested/${run}/trace.out`, header);
  }
  write('nested/notes.txt', 'none');
  const found = await findTraces(join(folder, 'nested'));
  expect(found.ok && found.value).toEqual(
    ['run-9', 'run-10'].map((run) => join(folder, 'nested', run, 'trace.out')),
  );
});

test('a bundle means its traces', async () => {
  const dir = join(folder, 'bundle');
  mkdirSync(join(dir, 'trace'), { recursive: true });
  write('bundle/trace/trace-01.trace', header);
  write('bundle/not-listed.trace', header);
  const artefact = { startedAtMs: 1, endedAtMs: 2, command: 'c', facts: {}, sizeBytes: 16 };
  const manifest: Manifest = {
    ...{ format: 1, trivet: '0.1.0', id: 'x', createdAtMs: 0, forcedCollections: 0, steps: [] },
    target: {
      ...{ mode: 'launch', module: 'm', package: 'm', projectDir: '/m', args: [], pid: 1 },
      pathMap: [],
    },
    tools: { os: 'linux', cpus: 2, node: 'v20' },
    artefacts: [
      { ...artefact, path: 'trace/trace-01.trace', kind: 'trace', sha256: 'a'.repeat(64) },
    ],
  };
  write('bundle/manifest.json', JSON.stringify(manifest));
  expect(await names(dir)).toEqual(['trace-01.trace']);
});

test('a comma parts paths, unless it belongs to one', async () => {
  write('a,b.trace', header);
  write('c.trace', header);
  expect(await names(join(folder, 'a,b.trace'))).toEqual(['a,b.trace']);
  const list = `${join(folder, 'c.trace')},${join(folder, 'runs')}`;
  expect(await names(list)).toEqual(['c.trace', 'old.trace', 'run-2.out', 'run-10.trace']);
});

test('each file once, whichever way it was named', async () => {
  const found = await findAll([join(folder, 'runs'), join(folder, 'runs/../runs/run-2.out')]);
  expect(found.ok && found.value).toHaveLength(3);
});

test('says what is wrong with a path', async () => {
  expect(await names(join(folder, 'runs/deeper/none'))).toBe('disk');
  mkdirSync(join(folder, 'void'));
  expect(await names(join(folder, 'void'))).toBe('not-a-trace');
  expect(await names(',')).toBe('not-a-trace');
  expect(await names('')).toBe('not-a-trace');
});

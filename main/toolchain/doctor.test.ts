import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { doctorSchema } from '../../app/contract/doctor';
import { doctor } from './doctor';
import { findGdb } from './find-gdb';
import { findGo } from './find-go';
import { isAtLeast } from './tool-version';

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'trivet-toolchain-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function script(name: string, body: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('versions compare by number, not by text', () => {
  expect(isAtLeast('1.9', '1.22')).toBe(false);
  expect(isAtLeast('1.100.1', '1.22')).toBe(true);
  expect(isAtLeast('13.1', '13.0')).toBe(true);
  expect(isAtLeast('unknown', '13.0')).toBe(false);
});

test('the go of this machine is found with its version', async () => {
  const go = await findGo();
  expect(go.ok && isAtLeast(go.value.version, '1.22')).toBe(true);
});

test('the gdb of this machine is found with its version and its Python', async () => {
  const gdb = await findGdb();
  expect(gdb.ok && isAtLeast(gdb.value.version, '13.0')).toBe(true);
  expect(gdb.ok && gdb.value.python).toMatch(/^3\./);
});

test('without any gdb the failure says what to install', async () => {
  const gdb = await findGdb({ PATH: dir, TRIVET_GDB: join(dir, 'missing') });
  expect(gdb).toMatchObject({ ok: false, error: { code: 'gdb-not-found' } });
});

test('a gdb that is too old is named with its version', async () => {
  const old = script('gdb-old', 'echo "GNU gdb (GDB) 9.2"');
  expect(await findGdb({ TRIVET_GDB: old })).toMatchObject({
    ok: false,
    error: { code: 'gdb-too-old', message: expect.stringContaining('gdb 9.2') },
  });
});

test('a go that is too old is named with its version', async () => {
  const old = script('go-old', 'echo "go version go1.19.8 linux/amd64"');
  expect(await findGo({ TRIVET_GO: old })).toMatchObject({
    ok: false,
    error: { code: 'go-too-old', message: expect.stringContaining('go 1.19.8') },
  });
});

test('the doctor attaches for real and reports by the contract', async () => {
  const report = await doctor({ trivet: '0.0.0', resourcesDir });
  expect(doctorSchema.parse(report)).toEqual(report);
  const states = Object.fromEntries(report.checks.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({ go: 'ok', gdb: 'ok', 'gdb-python': 'ok', ptrace: 'ok' });
});

test('the doctor tries a process that one names', async () => {
  const own = await doctor({ trivet: '0.0.0', resourcesDir, pid: process.pid });
  const check = own.checks.find(({ id }) => id === 'ptrace');
  expect(check).toMatchObject({ state: 'ok', title: `Attach to process ${process.pid}` });
  const gone = await doctor({ trivet: '0.0.0', resourcesDir, pid: 2 ** 22 + 1 });
  const missing = gone.checks.find(({ id }) => id === 'ptrace');
  expect(missing).toMatchObject({ state: 'fail', says: `There is no process ${2 ** 22 + 1}.` });
});

test('without gdb the doctor still reports on the rest', async () => {
  const report = await doctor({
    ...{ trivet: '0.0.0', resourcesDir },
    env: { ...process.env, TRIVET_GDB: '/nowhere' },
  });
  expect(report.summary).toContain('no usable gdb');
  expect(report.checks.find(({ id }) => id === 'gdb')?.remedy).toContain('apt-get install gdb');
});

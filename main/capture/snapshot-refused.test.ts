import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openAttach } from '../gdb/sessions/attach';
import { runProcess } from '../process/run-process';
import { checkPtrace } from '../toolchain/ptrace-check';
import { BlockedProgram, expectToGoOn, resourcesDir } from './testing/blocked-program';

// Each refusal is a real one of this kernel. Most of them need root, to give rights up; the rest (Yama,
// which is a setting of the whole machine) is told from facts in main/toolchain.
const isRoot = process.getuid?.() === 0;
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const powerless = [...nobody, '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace'];
const blocked = new BlockedProgram();
const readable = join(blocked.dir, 'resources');

beforeAll(async () => {
  await blocked.build();
  chmodSync(blocked.dir, 0o777); // for nobody
  copyTree(join(resourcesDir, 'gdb'), join(readable, 'gdb'));
  mkdirSync(join(blocked.dir, 'heap'), { recursive: true });
  chmodSync(join(blocked.dir, 'heap'), 0o777);
});
afterEach(() => blocked.endAll());
afterAll(() => blocked.dispose());

const gdbUnder = (name: string, launcher: readonly string[]) =>
  blocked.script(name, `exec ${launcher.map((word) => `'${word}'`).join(' ')} gdb "$@"`);

/** The snapshot and the doctor, asked the same. */
async function expectRefusal(pid: number, gdbPath: string, says: RegExp) {
  // Also when not even its executable may be read.
  const outcome = await blocked.take({ pid, gdbPath, resourcesDir: readable });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'ptrace-refused' } });
  expect(outcome.ok ? '' : outcome.error.message).toMatch(says);
  expect(outcome.ok ? '' : outcome.error.detail).toContain('not permitted');
  const check = await checkPtrace(gdbPath, { pid, resourcesDir: readable });
  expect(check).toMatchObject({ state: 'fail', says: expect.stringMatching(says) });
}

describe.skipIf(!isRoot)('the target is refused and goes on', () => {
  test('another user without the capability', async () => {
    const target = await blocked.run();
    await expectRefusal(
      target.pid,
      gdbUnder('gdb-of-nobody', powerless),
      /belongs to user 0 \(group 0\), and we are user 65534/,
    );
    await expectToGoOn(target);
  });

  test('root without CAP_SYS_PTRACE, where the target has all capabilities', async () => {
    const target = await blocked.run();
    const launcher = ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace'];
    await expectRefusal(
      target.pid,
      gdbUnder('gdb-without', launcher),
      /capabilities that we have not/,
    );
    await expectToGoOn(target);
  });

  test('a process of the same user that is not dumpable', async () => {
    const target = await blocked.run({ launcher: powerless, env: { UNDUMPABLE: '1' } });
    await expectRefusal(target.pid, gdbUnder('gdb-of-nobody', powerless), /not dumpable/);
    await expectToGoOn(target);
  });

  test('a setuid program', async () => {
    const program = join(blocked.dir, 'setuid');
    copyFileSync(blocked.binary, program);
    chmodSync(program, 0o4755);
    const target = await blocked.run({ launcher: powerless, program });
    await expectRefusal(target.pid, gdbUnder('gdb-of-nobody', powerless), /setuid program/);
    await expectToGoOn(target);
  });

  test('a process that lives outside of our user namespace', async (context) => {
    if (spawnSync('unshare', ['-Ur', 'true']).status !== 0) context.skip();
    const target = await blocked.run();
    await expectRefusal(target.pid, gdbUnder('gdb-unshared', ['unshare', '-Ur']), /user namespace/);
    await expectToGoOn(target);
  });
});

test('a process of our own user that another debugger holds', async () => {
  const target = await blocked.run();
  const holder = await openAttach({ gdbPath: 'gdb', pid: target.pid });
  if (!holder.ok) throw new Error(JSON.stringify(holder.error));
  const says = new RegExp(`already traced by gdb \\(PID ${holder.value.gdb.pid}\\)`);
  await expectRefusal(target.pid, 'gdb', says);
  await holder.value.dispose();
  await expectToGoOn(target);
});

test('a seccomp filter like that of a container', async () => {
  const source = fileURLToPath(new URL('testdata/deny-ptrace', import.meta.url));
  const deny = join(blocked.dir, 'deny-ptrace');
  const build = await runProcess('go', ['build', '-o', deny, '.'], { cwd: source });
  expect(build).toMatchObject({ ok: true, value: { status: 0 } });
  const target = await blocked.run();
  await expectRefusal(target.pid, gdbUnder('gdb-filtered', [deny]), /seccomp filter/);
  await expectToGoOn(target);
});

const yama = '/proc/sys/kernel/yama/ptrace_scope';
const scope = existsSync(yama) ? readFileSync(yama, 'utf8').trim() : '0';
test.skipIf(scope === '0')('Yama as this machine has it', async () => {
  const target = await blocked.run({ launcher: isRoot ? powerless : [] });
  const gdbPath = isRoot ? gdbUnder('gdb-of-nobody', powerless) : 'gdb';
  await expectRefusal(target.pid, gdbPath, new RegExp(`ptrace_scope is ${scope}`));
  await expectToGoOn(target);
});

/** A copy that another user may read, wherever the checkout lies. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else copyFileSync(source, target);
  }
}

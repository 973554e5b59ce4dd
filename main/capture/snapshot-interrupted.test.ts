import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startProcess } from '../process/start-process';
import { must } from '../target/testing/build-fixture';
import { BlockedProgram, expectToGoOn, resourcesDir, statusOf } from './testing/blocked-program';

// Whatever happens to us, the target runs again. What happens, happens in the middle of the copy:
// the target is stopped, part of it is copied, and GDB says so by a file.
const blocked = new BlockedProgram();
let marks = 0;

beforeAll(() => blocked.build());
afterEach(() => blocked.endAll());
afterAll(() => blocked.dispose());

/** A gdb that hangs in the middle of the copy, and the file that appears there with its PID. */
function hangingGdb() {
  const mark = join(blocked.dir, `mark-${marks++}`);
  const body = `with open(${JSON.stringify(`${mark}.new`)}, 'w') as file:
    file.write(str(os.getpid()))
os.rename(${JSON.stringify(`${mark}.new`)}, ${JSON.stringify(mark)})
time.sleep(600)`;
  return { mark, gdbPath: blocked.gdbWith(`gdb-${marks}`, body) };
}

async function untilThere(mark: string): Promise<number> {
  while (!existsSync(mark)) await sleep(10);
  return Number(readFileSync(mark, 'utf8'));
}

const isStoppedByTracer = (pid: number) => /^State:\s+t/m.test(statusOf(pid));
const leftBehind = () =>
  existsSync(join(blocked.dir, 'heap')) ? readdirSync(join(blocked.dir, 'heap')) : [];

test('GDB is killed', async () => {
  const target = await blocked.run();
  const { gdbPath, mark } = hangingGdb();
  const taking = blocked.take({ pid: target.pid, gdbPath });
  const gdb = await untilThere(mark);
  expect(isStoppedByTracer(target.pid)).toBe(true);
  process.kill(gdb, 'SIGKILL');
  expect(await taking).toMatchObject({ ok: false, error: { code: 'gdb-failed' } });
  await expectToGoOn(target);
  expect(leftBehind()).toEqual([]);
});

test('the workbench is killed, and takes GDB with it', async () => {
  const target = await blocked.run();
  const { gdbPath, mark } = hangingGdb();
  const request = {
    ...{ pid: target.pid, outFile: join(blocked.dir, 'never.gz') },
    ...{ gdbPath, resourcesDir, cacheDir: join(blocked.dir, 'cache') },
  };
  const module = fileURLToPath(new URL('snapshot.ts', import.meta.url));
  const outfile = join(blocked.dir, 'workbench.cjs');
  await esbuild({
    stdin: {
      contents: `import { takeSnapshot } from ${JSON.stringify(module)};
        takeSnapshot(${JSON.stringify(request)});`,
      resolveDir: resourcesDir,
    },
    ...{ bundle: true, outfile, platform: 'node', format: 'cjs' },
  });
  const workbench = await startProcess(process.execPath, [outfile]);
  if (!workbench.ok) throw new Error(workbench.error.message);
  const gdb = await untilThere(mark);
  expect(isStoppedByTracer(target.pid)).toBe(true);
  process.kill(workbench.value.pid, 'SIGKILL');
  expect((await workbench.value.exit).signal).toBe('SIGKILL');
  await expectToGoOn(target);
  while (isThere(gdb)) await sleep(20);
});

test('the user cancels, and no file is left', async () => {
  const target = await blocked.run();
  const { gdbPath, mark } = hangingGdb();
  const controller = new AbortController();
  const taking = blocked.take({ pid: target.pid, gdbPath, signal: controller.signal });
  await untilThere(mark);
  controller.abort();
  expect(await taking).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  await expectToGoOn(target);
  expect(leftBehind()).toEqual([]);
});

test('GDB hangs, and the target is let go after the longest stop', async () => {
  const target = await blocked.run();
  const { gdbPath } = hangingGdb();
  const taking = blocked.take({ pid: target.pid, gdbPath, longestStopMs: 200 });
  expect(await taking).toMatchObject({ ok: false, error: { code: 'timeout' } });
  await expectToGoOn(target);
});

test('the script fails by a bug', async () => {
  const target = await blocked.run();
  const gdbPath = blocked.gdbWith('gdb-with-a-bug', 'raise KeyError("of a new release")');
  expect(await blocked.take({ pid: target.pid, gdbPath })).toMatchObject({
    ok: false,
    error: { code: 'internal', detail: expect.stringContaining('of a new release') },
  });
  await expectToGoOn(target);
});

test('the target ends', async () => {
  const target = await blocked.run();
  const gdbPath = blocked.gdbWith('gdb-that-kills', `os.kill(${target.pid}, 9); time.sleep(0.2)`);
  expect(await blocked.take({ pid: target.pid, gdbPath })).toMatchObject({
    ok: false,
    error: { code: 'target-exited' },
  });
  expect(leftBehind()).toEqual([]);
});

test('a signal that arrives meanwhile is delivered after', async () => {
  const target = await blocked.run({ env: { GOTRACEBACK: 'none' } });
  const gdbPath = blocked.gdbWith('gdb-that-signals', `os.kill(${target.pid}, 3)`);
  must(await blocked.take({ pid: target.pid, gdbPath }));
  while (!target.lines.some((line) => line.includes('SIGQUIT'))) await sleep(10);
});

test('a target that its owner has stopped stays stopped, and goes on when he says so', async () => {
  const target = await blocked.run();
  process.kill(target.pid, 'SIGSTOP');
  while (!/^State:\s+T/m.test(statusOf(target.pid))) await sleep(10);
  expect(await blocked.take({ pid: target.pid })).toMatchObject({ ok: true });
  expect(statusOf(target.pid)).toMatch(/^State:\s+T/m);
  expect(statusOf(target.pid)).toMatch(/^TracerPid:\s+0$/m);
  process.kill(target.pid, 'SIGCONT');
  await expectToGoOn(target);
});

test('the disk is full from the start', async () => {
  const target = await blocked.run();
  const outFile = join(blocked.dir, 'full.gz');
  symlinkSync('/dev/full', `${outFile}.part`);
  expect(await blocked.take({ pid: target.pid, outFile })).toMatchObject({
    ok: false,
    error: { code: 'disk', detail: expect.stringContaining('No space left') },
  });
  await expectToGoOn(target);
});

test('the file may not grow further (ulimit -f)', async () => {
  const target = await blocked.run();
  const gdbPath = blocked.script('gdb-limited', 'ulimit -f 16\nexec gdb "$@"');
  const outFile = join(blocked.dir, 'limited', 'snapshot.gz');
  expect(await blocked.take({ pid: target.pid, gdbPath, outFile })).toMatchObject({
    ok: false,
    error: { code: 'disk', detail: expect.stringContaining('File too large') },
  });
  await expectToGoOn(target);
  expect(readdirSync(join(blocked.dir, 'limited'))).toEqual([]);
});

// Where a file system cannot be mounted (no root, a container): the two tests above stand for it.
const small = join(blocked.dir, 'small');
mkdirSync(small);
const mounted =
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'trivet-test', small]).status === 0;
afterAll(() => {
  if (mounted) spawnSync('umount', [small]);
  rmSync(small, { recursive: true, force: true });
});

test.skipIf(!mounted)('the disk fills up in the middle', async () => {
  const target = await blocked.run();
  const outFile = join(small, 'snapshot.gz');
  expect(await blocked.take({ pid: target.pid, outFile })).toMatchObject({
    ok: false,
    error: { code: 'disk', detail: expect.stringContaining('No space left') },
  });
  await expectToGoOn(target);
  expect(readdirSync(small)).toEqual([]);
});

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(statusOf(pid));
  } catch {
    return false;
  }
}

import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { decodeSnapshot } from '../../app/domain/heap/snapshot';
import { runProcess } from '../process/run-process';
import { startProcess, type RunningProcess } from '../process/start-process';
import { takeSnapshot, type SnapshotRequest } from './snapshot';

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url));
const source = fileURLToPath(new URL('testdata/blocked', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'trivet snapshot-'));
const outFile = join(dir, 'heap', 'snapshot.trvsnap.gz');
const binary = join(dir, 'blocked');
const running: RunningProcess[] = [];

async function build(out: string, flags: readonly string[] = [], toolchain?: string) {
  const env = toolchain === undefined ? process.env : { ...process.env, GOTOOLCHAIN: toolchain };
  const run = await runProcess('go', ['build', ...flags, '-o', out, '.'], { cwd: source, env });
  if (!run.ok || run.value.status !== 0) throw new Error(JSON.stringify(run));
}

/** Starts it and waits until it is ready. `lines` goes on growing. */
async function run(program: string, records = 2000) {
  const lines: string[] = [];
  const started = await startProcess(program, [String(records)], {
    onStderrLine: (line) => lines.push(line),
  });
  if (!started.ok) throw new Error(started.error.message);
  running.push(started.value);
  while (!lines.includes('ready')) await sleep(10);
  return { pid: started.value.pid, lines };
}

const take = (request: Pick<SnapshotRequest, 'pid'> & Partial<SnapshotRequest>) =>
  takeSnapshot({ outFile, gdbPath: 'gdb', resourcesDir, ...request });

function wrapper(name: string, body: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** It runs, nobody traces it, and it does its work. */
async function expectToGoOn({ pid, lines }: { pid: number; lines: readonly string[] }) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(/^State:\s+[SRD]/m);
  expect(status).toMatch(/^TracerPid:\s+0$/m);
  const before = lines.length;
  while (lines.length < before + 3) await sleep(10);
}

beforeAll(() => build(binary));
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.end()));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.each([
  ['of the default Go', [], undefined],
  ['unoptimised', ['-gcflags=all=-N -l'], undefined],
  ['position independent', ['-buildmode=pie'], undefined],
  ['of Go 1.22', [], 'go1.22.12'],
  ['of Go 1.24', [], 'go1.24.10'],
  ['of Go 1.27', [], 'go1.27.4'],
] as const)('a program %s is copied and goes on', async (name, flags, toolchain) => {
  const program = join(dir, `blocked ${name}`);
  await build(program, flags, toolchain);
  const target = await run(program);
  const phases: string[] = [];
  const outcome = await take({ pid: target.pid, onProgress: (phase) => phases.push(phase) });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  await expectToGoOn(target);
  expect(phases).toEqual(['symbols', 'stopped', 'writing', 'compressing']);
  expect(outcome.value.pauseMs).toBeLessThanOrEqual(outcome.value.totalMs);

  const decoded = decodeSnapshot(gunzipSync(readFileSync(outFile)));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  const { header, memory } = decoded.value;
  if (toolchain !== undefined) expect(header.goVersion).toBe(toolchain);
  expect(memory.goString(header.symbols['runtime.buildVersion']!)).toBe(header.goVersion);
  expect(header.bias !== 0).toBe(name === 'position independent');
  const kinds = new Set(decoded.value.chunks.map(({ kind }) => kind));
  for (const kind of ['heap', 'spans', 'spanptrs', 'bits', 'specials', 'data', 'mask', 'stack']) {
    expect(kinds).toContain(kind);
  }

  // 60 of ours at least; every live one has its record and the top of its stack.
  const field = (type: string, name: string) => header.layouts[type]!.fields[name]![0];
  const allgs = header.symbols['runtime.allgs']!;
  const goroutines = memory.u64(allgs + 8)!;
  expect(goroutines).toBeGreaterThan(60);
  for (let i = 0; i < goroutines; i++) {
    const g = memory.u64(memory.u64(allgs)! + 8 * i)!;
    const status = memory.u32(g + field('runtime.g', 'atomicstatus'))! & 0xfff;
    const stackTop = memory.u64(g + field('runtime.g', 'stack') + 8)!;
    if (status === 4) expect(memory.u64(stackTop - 8)).toBeDefined();
  }
  // Spans that may hold pointers are there in full; the 1 MB byte slices are not.
  const allspans = header.symbols['runtime.mheap_']! + field('runtime.mheap', 'allspans');
  const spanField = (name: string) => field('runtime.mspan', name);
  let pointerFree = 0;
  for (let i = 0; i < memory.u64(allspans + 8)!; i++) {
    const span = memory.u64(memory.u64(allspans)! + 8 * i)!;
    if (memory.u8(span + spanField('state')) !== 1) continue;
    const base = memory.u64(span + spanField('startAddr'))!;
    const length = memory.u64(span + spanField('npages'))! * 8192;
    const mayHoldPointers = (memory.u8(span + spanField('spanclass'))! & 1) === 0;
    if (mayHoldPointers) expect(memory.bytes(base, length)).toBeDefined();
    else if (length >= 1 << 20) {
      pointerFree++;
      expect(memory.bytes(base, length)).toBeUndefined();
    }
  }
  expect(pointerFree).toBeGreaterThan(0);
});

test('a gdb killed in the middle leaves the target running, and says so', async () => {
  const target = await run(binary, 100_000);
  const pidFile = join(dir, 'gdb.pid');
  const gdbPath = wrapper('gdb-told', `echo $$ > '${pidFile}'\nexec gdb "$@"`);
  let killed = false;
  const isTraced = () =>
    !/^TracerPid:\s+0$/m.test(readFileSync(`/proc/${target.pid}/status`, 'utf8'));
  const outcome = await take({
    pid: target.pid,
    gdbPath,
    onProgress: (phase) => {
      if (phase !== 'stopped') return;
      while (!isTraced()); // the attach comes next
      process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
      killed = true;
    },
  });
  expect(killed).toBe(true);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'gdb-failed' } });
  await expectToGoOn(target);
  expect(readdirSync(join(dir, 'heap')).filter((name) => name.endsWith('.raw'))).toEqual([]);
});

test('a workbench killed in the middle takes gdb with it and leaves the target running', async () => {
  const target = await run(binary, 100_000);
  const pidFile = join(dir, 'gdb-of-the-killed.pid');
  const request = {
    pid: target.pid,
    outFile: join(dir, 'never.gz'),
    gdbPath: wrapper('gdb-of-the-killed', `echo $$ > '${pidFile}'\nexec gdb "$@"`),
    resourcesDir,
  };
  const module = fileURLToPath(new URL('snapshot.ts', import.meta.url));
  const outfile = join(dir, 'workbench.cjs');
  await esbuild({
    stdin: {
      contents: `import { takeSnapshot } from ${JSON.stringify(module)};
        takeSnapshot({ ...${JSON.stringify(request)}, onProgress: (phase) => console.log(phase) });`,
      resolveDir: resourcesDir,
    },
    bundle: true,
    outfile,
    platform: 'node',
    format: 'cjs',
  });
  const workbench = await startProcess(process.execPath, [outfile], {
    onStdoutLine: (phase) => {
      if (phase === 'stopped' && workbench.ok) process.kill(workbench.value.pid, 'SIGKILL');
    },
  });
  if (!workbench.ok) throw new Error(workbench.error.message);
  expect((await workbench.value.exit).signal).toBe('SIGKILL');
  const gdb = Number(readFileSync(pidFile, 'utf8'));
  const isThere = () => {
    try {
      return !/\) [ZX] /.test(readFileSync(`/proc/${gdb}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };
  while (isThere()) await sleep(20);
  await sleep(500); // the guard wakes the target after that
  await expectToGoOn(target);
});

test('a cancelled snapshot leaves the target running and no file', async () => {
  const target = await run(binary);
  const controller = new AbortController();
  rmSync(outFile, { force: true });
  const outcome = await take({
    pid: target.pid,
    signal: controller.signal,
    onProgress: (phase) => phase === 'stopped' && controller.abort(),
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(existsSync(outFile)).toBe(false);
  await expectToGoOn(target);
});

test('a target that ends while it is copied is told', async () => {
  const target = await run(binary, 100_000);
  const outcome = await take({
    pid: target.pid,
    onProgress: (phase) => phase === 'stopped' && process.kill(target.pid, 'SIGKILL'),
  });
  if (outcome.ok) return expect(outcome.value.copiedBytes).toBeGreaterThan(0); // it came too late
  expect(['target-exited', 'target-not-found']).toContain(outcome.error.code);
});

test('a refused ptrace is a failure that says what to do', async () => {
  const target = await run(binary);
  // An ordinary user is refused another's process; root has to give the right up first.
  const isRoot = process.getuid?.() === 0;
  const drop = 'setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-sys_ptrace';
  chmodSync(dir, 0o755);
  const gdbPath = isRoot ? wrapper('gdb-refused', `exec ${drop} gdb "$@"`) : 'gdb';
  const outcome = await take({
    pid: isRoot ? target.pid : 1,
    binaryPath: binary,
    gdbPath,
    resourcesDir: readableResources(),
  });
  expect(outcome).toMatchObject({
    ok: false,
    error: { code: 'ptrace-refused', remedy: expect.stringContaining('SYS_PTRACE') },
  });
  await expectToGoOn(target);
});

test('a stripped program is a failure that names the linker flags', async () => {
  const stripped = join(dir, 'stripped');
  await build(stripped, ['-ldflags=-s -w']);
  const outcome = await take(await run(stripped));
  expect(outcome).toMatchObject({
    ok: false,
    error: { code: 'no-symbols', remedy: expect.stringContaining('-ldflags') },
  });
});

test('a program that is not of Go is told from one without symbols', async () => {
  expect(await take({ pid: process.pid })).toMatchObject({
    ok: false,
    error: { code: 'not-a-go-program' },
  });
});

test('a process that has gone is told', async () => {
  expect(await take({ pid: 2 ** 22 + 1, binaryPath: binary })).toMatchObject({
    ok: false,
    error: { code: 'target-not-found' },
  });
});

test('a full disk is told, and the target goes on', async () => {
  const target = await run(binary);
  const full = join(dir, 'full.gz');
  symlinkSync('/dev/full', `${full}.raw`);
  expect(await take({ pid: target.pid, outFile: full })).toMatchObject({
    ok: false,
    error: { code: 'disk', detail: expect.stringContaining('No space left') },
  });
  await expectToGoOn(target);
});

test('no gdb is a failure that says what to install', async () => {
  const target = await run(binary);
  expect(await take({ pid: target.pid, gdbPath: join(dir, 'none') })).toMatchObject({
    ok: false,
    error: { code: 'gdb-not-found', remedy: expect.stringContaining('TRIVET_GDB') },
  });
});

/** A copy that another user may read, wherever the checkout lies. */
function readableResources(): string {
  const copy = join(dir, 'resources');
  const copyTree = (from: string, to: string) => {
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) copyTree(source, target);
      else copyFileSync(source, target);
    }
  };
  copyTree(join(resourcesDir, 'gdb'), join(copy, 'gdb'));
  return copy;
}

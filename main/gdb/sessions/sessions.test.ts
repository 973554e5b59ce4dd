// Longer than most: all sessions are of one program, and what can be asked of one is asked in one place.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from '../../process/run-process';
import { startProcess, type RunningProcess } from '../../process/start-process';
import { breakDelete, breakDisable } from '../commands/breakpoints/break-edit';
import { breakInsert } from '../commands/breakpoints/break-insert';
import { breakList } from '../commands/breakpoints/break-list';
import { breakWatch } from '../commands/breakpoints/break-watch';
import { dataDisassemble } from '../commands/data/data-disassemble';
import { dataEvaluateExpression } from '../commands/data/data-evaluate-expression';
import { dataReadMemoryBytes } from '../commands/data/data-read-memory-bytes';
import { dataListRegisterNames, dataListRegisterValues } from '../commands/data/registers';
import { complete } from '../commands/miscellaneous/complete';
import { consoleText } from '../commands/miscellaneous/console-text';
import { gdbShow } from '../commands/miscellaneous/gdb-set';
import { stackInfoDepth } from '../commands/stack/stack-info';
import { stackListFrames } from '../commands/stack/stack-list-frames';
import { stackListVariables } from '../commands/stack/stack-list-variables';
import { symbolInfoFunctions } from '../commands/symbols/symbol-info-functions';
import { threadInfo } from '../commands/threads/thread-info';
import {
  varCreate,
  varDelete,
  varListChildren,
  varUpdate,
} from '../commands/variables/var-objects';
import { openAttach } from './attach';
import { openCore } from './core';
import type { DebugSession } from './debug-session';
import type { DebugState } from './debug-state';
import { openLaunch } from './launch';
import { openRemote } from './remote';

const source = fileURLToPath(new URL('../testdata/moves', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'trivet sessions-'));
const binaryPath = join(dir, 'moves');
const lineOfAdd =
  1 + readFileSync(join(source, 'main.go'), 'utf8').split('\n').indexOf('\ttotal += p.x');
/** Seen: under GDB a goroutine is soon due for preemption, and goes on in another thread than GDB waits for. */
const staysOnItsThread = { GODEBUG: 'asyncpreemptoff=1', GOMAXPROCS: '1' };
const sessions: DebugSession[] = [];
const running: RunningProcess[] = [];

beforeAll(async () => {
  const args = ['build', '-gcflags=all=-N -l', '-o', binaryPath, '.'];
  const build = await runProcess('go', args, { cwd: source });
  if (!build.ok || build.value.status !== 0) throw new Error(JSON.stringify(build));
});
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.dispose()));
  await Promise.all(running.splice(0).map((process) => process.end()));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function value<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const open = async (opening: Promise<Parameters<typeof value<DebugSession>>[0]>) => {
  const session = value(await opening);
  sessions.push(session);
  return session;
};

function stopOf(state: DebugState) {
  if (state.kind !== 'stopped') throw new Error(JSON.stringify(state));
  return state.stop;
}

/** `moves tick` with what it says. */
async function ticking() {
  const lines: string[] = [];
  const started = value(
    await startProcess(binaryPath, ['tick'], { onStderrLine: (line) => lines.push(line) }),
  );
  running.push(started);
  const goesOn = async () => {
    const before = lines.length;
    while (lines.length < before + 3) await sleep(10);
    expect(readFileSync(`/proc/${started.pid}/status`, 'utf8')).toMatch(/^TracerPid:\s+0$/m);
  };
  await goesOn();
  return { pid: started.pid, lines, goesOn };
}

describe('a launched program', () => {
  test('runs to a conditional breakpoint and shows all there is to see', async () => {
    const session = await open(
      openLaunch({ gdbPath: 'gdb', binaryPath, args: ['two words', "it's"] }),
    );
    const { gdb } = session;
    expect(session.state).toEqual({ kind: 'idle' });
    const where = { file: 'main.go', line: lineOfAdd };
    const made = value(await breakInsert(gdb, where, { condition: 'p.x == 2' }));
    expect(made).toMatchObject({ condition: 'p.x == 2', line: lineOfAdd, pending: undefined });
    const stop = stopOf(value(await session.moveAndWait('run')));
    expect(stop).toMatchObject({ reason: 'breakpoint-hit', breakpointId: made.id });
    expect(stop.frame).toMatchObject({ func: 'main.add', line: lineOfAdd });
    const threadId = stop.threadId!;

    const frames = value(await stackListFrames(gdb, { threadId }));
    expect(frames.map(({ func }) => func).slice(0, 3)).toEqual([
      'main.add',
      'main.main',
      'runtime.main',
    ]);
    expect(value(await stackInfoDepth(gdb))).toBe(frames.length);
    const variables = value(await stackListVariables(gdb, { threadId, level: 0 }));
    expect(variables).toContainEqual({
      ...{ name: 'p', isArgument: true, type: undefined },
      value: '{x = 2, y = 0}',
    });
    const simple = value(await stackListVariables(gdb, { threadId, level: 0 }, 'simple'));
    expect(simple.find(({ name }) => name === 'p')).toMatchObject({ type: 'main.point' });

    const p = value(await varCreate(gdb, 'p'));
    expect(p).toMatchObject({ label: 'p', type: 'main.point', childCount: 2 });
    const { children } = value(await varListChildren(gdb, p.name));
    expect(children.map(({ label, value: text }) => [label, text])).toEqual([
      ['x', '2'],
      ['y', '0'],
    ]);
    const paged = value(await varListChildren(gdb, p.name, { limit: 1 }));
    expect(paged).toMatchObject({ children: [{ label: 'x' }], hasMore: true });
    value(await varDelete(gdb, p.name));

    const names = value(await dataListRegisterNames(gdb));
    const rip = names.indexOf('rip');
    const registers = value(await dataListRegisterValues(gdb, [rip], { threadId }));
    expect(BigInt(registers.get(rip)!)).toBe(BigInt(stop.frame!.addr));
    const code = value(await dataDisassemble(gdb, { function: '$pc' }));
    const instructions = code.flatMap((line) => line.instructions);
    expect(code.map(({ line }) => line)).toContain(lineOfAdd);
    expect(instructions.map(({ address }) => BigInt(address))).toContain(BigInt(stop.frame!.addr));
    const [memory] = value(await dataReadMemoryBytes(gdb, "&'main.total'", 8));
    expect(memory?.bytes[0]).toBe(1);

    expect(value(await threadInfo(gdb)).length).toBeGreaterThan(1);
    expect(value(await complete(gdb, 'break main.ad')).matches).toEqual(['break main.add']);
    expect(value(await consoleText(gdb, 'print p.x + 40'))).toBe('$1 = 42\n');
    expect(value(await gdbShow(gdb, 'confirm'))).toBe('off');
    expect(value(await symbolInfoFunctions(gdb, '^main\\.add$'))).toMatchObject([
      { name: 'main.add', file: join(source, 'main.go') },
    ]);
  });

  test('steps, watches a variable, changes it and ends with its status', async () => {
    const said: string[] = [];
    const session = await open(
      openLaunch({
        ...{ gdbPath: 'gdb', binaryPath, targetEnv: staysOnItsThread },
        onTargetLine: (line) => said.push(line),
      }),
    );
    const { gdb } = session;
    value(await breakInsert(gdb, { function: 'main.add' }, { isTemporary: true }));
    expect(stopOf(value(await session.moveAndWait('run'))).frame?.func).toBe('main.add');
    expect(value(await breakList(gdb))).toEqual([]);
    value(await session.moveAndWait('step-instruction'));
    const before = stopOf(session.state).frame!.addr;
    value(await session.moveAndWait('next-instruction'));
    expect(stopOf(session.state).frame!.addr).not.toBe(before);

    const watch = value(await breakWatch(gdb, "'main.total'"));
    const stop = stopOf(value(await session.moveAndWait('continue')));
    expect(stop).toMatchObject({ reason: 'watchpoint-trigger', breakpointId: watch.id });
    expect(stop.watch).toEqual({ expression: "'main.total'", before: '0', after: '1' });
    expect(value(await breakList(gdb))).toMatchObject([
      { id: watch.id, expression: "'main.total'", hits: 1 },
    ]);
    value(await breakDisable(gdb, watch.id));

    const total = value(await varCreate(gdb, "'main.total'", { isFloating: true }));
    value(await session.moveAndWait('finish'));
    expect(stopOf(session.state)).toMatchObject({
      reason: 'function-finished',
      frame: { func: 'main.main' },
    });
    value(await dataEvaluateExpression(gdb, "'main.total' = 3"));
    expect(value(await varUpdate(gdb))).toMatchObject([
      { name: total.name, value: '3', isInScope: true },
    ]);
    const end = value(await session.moveAndWait('continue'));
    expect(end).toEqual({ kind: 'exited', exit: { status: 4, signalName: undefined } }); // (3 + 2 + 3) / 2
    // It prints no newline, and shares GDB's output: the stop stands behind it on the same line.
    expect(said.join('\n')).toContain('no newline');
  });

  test('does not stop at the signals that Go programs live with', async () => {
    const said: string[] = [];
    const session = await open(
      openLaunch({
        gdbPath: 'gdb',
        binaryPath,
        args: ['signals'],
        onTargetLine: (line) => said.push(line),
      }),
    );
    const stop = stopOf(value(await session.moveAndWait('run')));
    expect(stop).toMatchObject({ reason: 'signal-received', signal: { name: 'SIGTERM' } });
    expect(said).toContain('alive');
    // The runtime takes it, puts the default back and sends it to itself once more.
    let state: DebugState = session.state;
    while (state.kind === 'stopped') state = value(await session.moveAndWait('continue'));
    expect(state).toEqual({ kind: 'exited', exit: { status: undefined, signalName: 'SIGTERM' } });
  });

  test('ends with its session', async () => {
    const session = await open(openLaunch({ gdbPath: 'gdb', binaryPath, args: ['tick'] }));
    value(await breakInsert(session.gdb, { function: 'main.add' }));
    value(await session.moveAndWait('run'));
    const [main] = value(await threadInfo(session.gdb));
    const pid = Number(/\d+/.exec(main!['target-id'])![0]);
    await session.dispose();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(session.state).toMatchObject({ kind: 'ended' });
  });
});

describe('an attached process', () => {
  test('is stopped, moves, and goes on without breakpoints when it is let go while it runs', async () => {
    const target = await ticking();
    const session = await open(openAttach({ gdbPath: 'gdb', binaryPath, pid: target.pid }));
    expect(session.state.kind).toBe('stopped');
    value(await breakInsert(session.gdb, { function: 'main.add' }));
    expect(stopOf(value(await session.moveAndWait('continue'))).frame?.func).toBe('main.add');
    value(await breakDelete(session.gdb));
    value(await session.move('continue'));
    expect(session.state).toMatchObject({ kind: 'running' });
    expect(stopOf(value(await session.interrupt())).reason).toBe('signal-received');
    value(await breakInsert(session.gdb, { function: 'main.tick' }));
    value(await session.move('continue'));
    await session.dispose();
    await target.goesOn();
  });

  test('goes on when GDB is killed while it holds it', async () => {
    const target = await ticking();
    const session = await open(openAttach({ gdbPath: 'gdb', binaryPath, pid: target.pid }));
    const ended = new Promise<DebugState>((resolve) => session.onState(resolve));
    process.kill(session.gdb.pid, 'SIGKILL');
    expect(await ended).toMatchObject({ kind: 'ended', failure: { code: 'gdb-failed' } });
    await target.goesOn();
  });
});

test('breakpoints of a GDB that is killed are taken out of the code', async () => {
  const target = await ticking();
  const session = await open(openAttach({ gdbPath: 'gdb', binaryPath, pid: target.pid }));
  const { locations } = value(await breakInsert(session.gdb, { function: 'main.signals' }));
  const address = Number(locations[0]!.address);
  const codeByte = async () => {
    const memory = await openFile(`/proc/${target.pid}/mem`, 'r');
    const { buffer } = await memory.read(Buffer.alloc(1), 0, 1, address);
    await memory.close();
    return buffer[0]!;
  };
  const original = await codeByte();
  value(await session.move('continue'));
  while ((await codeByte()) !== 0xcc) await sleep(10);
  process.kill(session.gdb.pid, 'SIGKILL');
  await session.gdb.exit;
  while ((await codeByte()) !== original) await sleep(10);
  await target.goesOn();
});

describe('a workbench that is killed', () => {
  test('leaves the process it had attached to running, without the breakpoints', async () => {
    const target = await ticking();
    const outfile = join(dir, 'workbench.mjs');
    const module = (name: string) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
    await esbuild({
      stdin: {
        contents: `
          import { openAttach } from ${module('attach.ts')};
          import { breakInsert } from ${module('../commands/breakpoints/break-insert.ts')};
          const session = await openAttach(${JSON.stringify({ gdbPath: 'gdb', binaryPath, pid: target.pid })});
          // It runs, and is not to stop: the breakpoint stands in the code, and its condition never holds.
          const where = { file: 'main.go', line: ${lineOfAdd} };
          await breakInsert(session.value.gdb, where, { condition: 'p.x < 0' });
          await session.value.move('continue');
          console.log('RUNNING');`,
        resolveDir: dir,
      },
      ...{ bundle: true, outfile, platform: 'node', format: 'esm' },
    });
    const workbench = value(
      await startProcess(process.execPath, [outfile], {
        onStdoutLine: (line) => {
          if (line === 'RUNNING') process.kill(workbench.pid, 'SIGKILL');
        },
      }),
    );
    expect((await workbench.exit).signal).toBe('SIGKILL');
    const tracer = () =>
      /^TracerPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${target.pid}/status`, 'utf8'))?.[1];
    while (tracer() !== '0') await sleep(20);
    await target.goesOn();
  });
});

describe('a core file', () => {
  test.skipIf(!canGcore())('of gcore shows where the process was', async () => {
    const target = await ticking();
    const made = await runProcess('gcore', ['-o', join(dir, 'core'), String(target.pid)], {});
    expect(value(made).status).toBe(0);
    const corePath = join(
      dir,
      readdirSync(dir).find((name) => name.startsWith('core.'))!,
    );
    const session = await open(openCore({ gdbPath: 'gdb', binaryPath, corePath }));
    expect(stopOf(session.state)).toMatchObject({ reason: 'core', threadId: '1' });
    expect(
      Number(value(await dataEvaluateExpression(session.gdb, "'main.total'"))),
    ).toBeGreaterThan(0);
    const refused = await session.move('continue');
    expect(refused).toMatchObject({ ok: false, error: { code: 'target-exited' } });
    await target.goesOn();
  });

  test('that is none is refused with GDB’s words', async () => {
    const opened = await openCore({
      gdbPath: 'gdb',
      binaryPath,
      corePath: join(source, 'main.go'),
    });
    expect(opened).toMatchObject({ ok: false, error: { code: 'gdb-error' } });
  });
});

describe('a program under gdbserver', () => {
  const hasServer = spawnSync('gdbserver', ['--version']).status === 0;
  // Where it is missing: apt-get install gdbserver.
  test.skipIf(!hasServer)('is stopped at its first instruction and moves', async () => {
    const ready: string[] = [];
    const server = value(
      await startProcess('gdbserver', ['--once', '127.0.0.1:0', binaryPath], {
        onStderrLine: (line) => ready.push(line),
      }),
    );
    running.push(server);
    let port: string | undefined;
    while ((port = /Listening on port (\d+)/.exec(ready.join('\n'))?.[1]) === undefined)
      await sleep(10);
    const session = await open(
      openRemote({ gdbPath: 'gdb', binaryPath, address: `127.0.0.1:${port}` }),
    );
    expect(stopOf(session.state).frame?.func).toContain('rt0');
    value(await breakInsert(session.gdb, { function: 'main.add' }));
    expect(stopOf(value(await session.moveAndWait('continue'))).frame?.func).toBe('main.add');
    value(await breakDelete(session.gdb));
    expect(value(await session.moveAndWait('continue'))).toMatchObject({ exit: { status: 3 } });
  });
});

function canGcore(): boolean {
  return spawnSync('gcore', ['--version']).error === undefined;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isStop, type MiRecord } from '../../app/domain/mi/record';
import { runProcess } from '../process/run-process';
import { startProcess } from '../process/start-process';
import { breakInsert } from './commands/breakpoints/break-insert';
import { dataEvaluateExpression } from './commands/data/data-evaluate-expression';
import { fileExecAndSymbols } from './commands/file/file-exec-and-symbols';
import {
  execContinue,
  execFinish,
  execInterrupt,
  execNext,
} from './commands/program-execution/exec';
import { stackListFrames } from './commands/stack/stack-list-frames';
import { listFeatures } from './commands/support/list-features';
import { targetAttach, targetDetach } from './commands/target/target-attach';
import { threadInfo } from './commands/threads/thread-info';
import { classifyGdbMessage } from './gdb-messages';
import { MiSession, type MiSessionOptions } from './mi-session';

const program = `package main

import "time"

var total int

//go:noinline
func add(n int) {
	total += n
}

func main() {
	for {
		add(1)
		time.Sleep(time.Millisecond)
	}
}
`;
const dir = mkdtempSync(join(tmpdir(), 'trivet gdb ü-'));
const binary = join(dir, 'counter');

beforeAll(async () => {
  writeFileSync(join(dir, 'main.go'), program);
  writeFileSync(join(dir, 'go.mod'), 'module counter\n\ngo 1.22\n');
  const build = await runProcess('go', ['build', '-gcflags=all=-N -l', '-o', binary, '.'], {
    cwd: dir,
  });
  if (!build.ok || build.value.status !== 0) throw new Error(JSON.stringify(build));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function start(options: Partial<MiSessionOptions> = {}): Promise<MiSession> {
  const session = await MiSession.start({ gdbPath: 'gdb', ...options });
  if (!session.ok) throw new Error(session.error.message);
  return session.value;
}

function value<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

test('the gdb of this machine has what we ask of it', async () => {
  const gdb = await start();
  expect(value(await listFeatures(gdb))).toContain('python');
  await gdb.dispose();
});

test('attaches, stops at a line, reads a value, steps, finishes, interrupts and lets go', async () => {
  // Seen: while GDB holds it, its goroutine is due for preemption and goes on in another thread.
  const env = { ...process.env, GODEBUG: 'asyncpreemptoff=1', GOMAXPROCS: '1' };
  const target = value(await startProcess(binary, [], { env }));
  const gdb = await start();
  value(await fileExecAndSymbols(gdb, binary));
  value(await targetAttach(gdb, target.pid));
  expect(value(await threadInfo(gdb)).length).toBeGreaterThan(0);

  const { line, functions } = value(await breakInsert(gdb, { file: 'main.go', line: 9 }));
  expect([line, functions]).toEqual([9, []]);
  const resume = async (move: typeof execContinue) => {
    const stop = gdb.nextRecord(isStop);
    value(await move(gdb));
    return value(await stop) as MiRecord & { results: { reason?: string } };
  };
  expect((await resume(execContinue)).results.reason).toBe('breakpoint-hit');
  expect(value(await stackListFrames(gdb))[0]).toMatchObject({
    func: 'main.add',
    line: 9,
    level: 0,
  });
  expect(value(await dataEvaluateExpression(gdb, 'n'))).toBe('1');
  const before = Number(value(await dataEvaluateExpression(gdb, "'main.total'")));
  await resume(execNext);
  expect(Number(value(await dataEvaluateExpression(gdb, "'main.total'")))).toBe(before + 1);
  value(await gdb.send('break-delete'));
  await resume(execFinish);
  expect(value(await stackListFrames(gdb))[0]?.func).toBe('main.main');

  value(await execContinue(gdb));
  const stop = gdb.nextRecord(isStop);
  value(await execInterrupt(gdb));
  value(await stop);
  value(await targetDetach(gdb));
  await gdb.dispose();
  await target.end();
});

test('a command that GDB refuses names the command and GDB’s words', async () => {
  const gdb = await start();
  const reply = await dataEvaluateExpression(gdb, 'nosuch');
  expect(reply).toMatchObject({
    ok: false,
    error: {
      code: 'no-symbols',
      message: expect.stringContaining('-data-evaluate-expression nosuch'),
    },
  });
  await gdb.dispose();
});

test('attaching to no process is told from attaching to a forbidden one', async () => {
  const gdb = await start();
  const reply = await targetAttach(gdb, 2 ** 22 + 1);
  expect(reply.ok ? '' : reply.error.code).toBe('target-not-found');
  await gdb.dispose();
  expect(classifyGdbMessage('ptrace: Operation not permitted.')).toBe('ptrace-refused');
});

test('every pending command is answered when gdb is killed, with where it was sent from', async () => {
  const gdb = await start();
  const pending = [gdb.console('python import time; time.sleep(600)'), listFeatures(gdb)];
  process.kill(gdb.pid, 'SIGKILL');
  for (const reply of await Promise.all(pending)) {
    expect(reply).toMatchObject({ ok: false, error: { code: 'gdb-failed' } });
    expect(reply.ok ? '' : reply.error.detail).toContain('mi-session.test.ts');
  }
  expect(await gdb.send('list-features')).toMatchObject({ error: { code: 'gdb-failed' } });
  await gdb.dispose();
});

test('an abort answers pending commands as cancelled', async () => {
  const controller = new AbortController();
  const gdb = await start({ signal: controller.signal });
  const reply = gdb.console('python import time; time.sleep(600)');
  controller.abort();
  expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  await gdb.exit;
});

test('a command has its own time limit', async () => {
  const gdb = await start();
  const reply = await gdb.console('python import time; time.sleep(600)', { timeoutMs: 50 });
  expect(reply).toMatchObject({ ok: false, error: { code: 'timeout' } });
  await gdb.dispose();
});

test('an argument reaches gdb as it was meant', async () => {
  const text: string[] = [];
  const gdb = await start({
    onRecord: (record) => record.kind === 'console' && text.push(record.text),
  });
  value(await gdb.console('python print(ascii("größe \\t \\"quoted\\" 目录"))'));
  expect(text.join('')).toContain('\'gr\\xf6\\xdfe \\t "quoted" \\u76ee\\u5f55\'');
  await gdb.dispose();
});

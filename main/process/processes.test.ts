import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LineSplitter } from './line-splitter';
import { runProcess } from './run-process';
import { startProcess } from './start-process';

/** A zombie that nobody reaped yet is not alive. */
const isAlive = (pid: number) => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
const untilGone = async (pid: number) => {
  while (isAlive(pid)) await sleep(20);
};

test('delivers status, stdout and stderr', async () => {
  const run = await runProcess('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  expect(run).toEqual({
    ok: true,
    value: { status: 3, stdout: 'out\n', stderr: 'err\n', truncated: false },
  });
});

test('hands its input over and closes it', async () => {
  const run = await runProcess('cat', [], { input: 'grüße\n' });
  expect(run.ok && run.value.stdout).toBe('grüße\n');
});

test('a program that does not exist is a failure that names it', async () => {
  const run = await runProcess('/nowhere/at-all', []);
  expect(run.ok ? undefined : run.error).toMatchObject({
    code: 'launch-failed',
    message: expect.stringContaining('/nowhere/at-all'),
  });
});

test('arguments that the system cannot pass on are a failure, not an exception', async () => {
  for (const argument of ['x'.repeat(1 << 22), 'a\0b']) {
    expect(await runProcess('true', [argument])).toMatchObject({
      error: { code: 'launch-failed' },
    });
  }
});

test('a time limit ends the grandchildren too', async () => {
  const lines: string[] = [];
  const run = await runProcess('sh', ['-c', 'sleep 600 & echo $!; wait'], {
    timeoutMs: 300,
    onStdoutLine: (line) => lines.push(line),
  });
  expect(run.ok ? undefined : run.error.code).toBe('timeout');
  await untilGone(Number(lines[0]));
});

test('an abort is reported as cancelled and leaves nothing behind', async () => {
  const controller = new AbortController();
  const lines: string[] = [];
  const run = runProcess('sh', ['-c', 'sleep 600 & echo $!; wait'], {
    signal: controller.signal,
    onStdoutLine: (line) => {
      lines.push(line);
      controller.abort();
    },
  });
  expect(await run).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(isAlive(Number(lines[0]))).toBe(false);
});

test('children that a process leaves in its group end with it', async () => {
  const run = await runProcess('sh', ['-c', 'sleep 600 & echo $!']);
  expect(run.ok && isAlive(Number(run.value.stdout))).toBe(false);
});

test('a process that ignores SIGTERM is killed after the grace period', async () => {
  const ready: string[] = [];
  const started = await startProcess(
    'sh',
    ['-c', "trap '' TERM; echo ready; sleep 600; sleep 600"],
    {
      graceMs: 200,
      onStdoutLine: (line) => ready.push(line),
    },
  );
  if (!started.ok) throw new Error(started.error.message);
  while (ready.length === 0) await sleep(10);
  expect((await started.value.end()).signal).toBe('SIGKILL');
});

test('output past the limit is dropped, not kept', async () => {
  const run = await runProcess('sh', ['-c', 'yes | head -c 100000'], { maxOutputBytes: 1000 });
  expect(run.ok && [run.value.stdout.length, run.value.truncated]).toEqual([1000, true]);
});

test('an interactive process reads what is written to it', async () => {
  const lines: string[] = [];
  const started = await startProcess('cat', [], {
    input: 'open',
    onStdoutLine: (line) => lines.push(line),
  });
  if (!started.ok) throw new Error(started.error.message);
  started.value.write('one\ntwo\n');
  started.value.closeInput();
  expect((await started.value.exit).status).toBe(0);
  expect(lines).toEqual(['one', 'two']);
  expect(started.value.write('three')).toBe(false);
});

test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
  'when the workbench gets %s its process groups end',
  async (signal) => {
    const module = fileURLToPath(new URL('start-process.ts', import.meta.url));
    const program = `
      import { startProcess } from ${JSON.stringify(module)};
      await startProcess('sh', ['-c', 'sleep 600 & echo $$ $!; wait'], {
        onStdoutLine: (line) => console.log(line),
      });
      setInterval(() => undefined, 1000);
    `;
    const workbench = await bundled(program);
    const text = await new Promise<string>((resolve) =>
      workbench.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const pids = text.trim().split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    workbench.kill(signal);
    for (const pid of pids) await untilGone(pid);
  },
);

test('the guard ends what is left, not what was signed off', async () => {
  const module = fileURLToPath(new URL('start-process.ts', import.meta.url));
  const program = `
    import { startProcess } from ${JSON.stringify(module)};
    const start = (endSignal) => startProcess('sh', ['-c', "trap '' TERM; sleep 600 & echo $!; wait"], {
      endSignal,
      graceMs: 50,
      onStdoutLine: (line) => console.log(line),
    });
    const first = await start('SIGTERM');
    await start('SIGKILL');
    await start('SIGTERM');
    await first.value.end();
    console.log('ended');
    setInterval(() => undefined, 1000);
  `;
  const workbench = await bundled(program);
  let text = '';
  for await (const chunk of workbench.stdout) {
    text += String(chunk);
    if (text.includes('ended') && text.trim().split('\n').length === 4) break;
  }
  const pids = text
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
  expect(pids.filter(isAlive)).toHaveLength(2);
  workbench.kill('SIGKILL');
  for (const pid of pids) await untilGone(pid);
});

test('characters and lines may span chunks', () => {
  const bytes = Buffer.from('año\nzwölf\nlast');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    splitter.push(bytes.subarray(0, cut));
    splitter.push(bytes.subarray(cut));
    splitter.end();
    expect(lines).toEqual(['año', 'zwölf', 'last']);
  }
});

/** Another Node process that runs our module, as the workbench would be. */
async function bundled(program: string) {
  const { build } = await import('esbuild');
  const result = await build({
    stdin: { contents: program, resolveDir: '/', loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  const text = result.outputFiles[0]!.text;
  return spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

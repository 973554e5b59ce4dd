import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from '../process/run-process';
import { launchTarget, type LaunchedTarget } from './launch-target';
import { buildFixture, caseDir, makeScratch, must } from './testing/build-fixture';
import { TargetLog } from './target-log';

let scratch: string;

beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe.each(['go1.22.12', 'local', 'go1.27.4'])('a target built with %s', (toolchain) => {
  let target: LaunchedTarget;
  let reported: () => void;
  const firstReport = new Promise<void>((resolve) => (reported = resolve));

  beforeAll(async () => {
    const built = await buildFixture(caseDir, path.join(scratch, toolchain), { toolchain });
    if (toolchain !== 'local') expect(built.goVersion).toBe(toolchain);
    target = must(
      await launchTarget({
        binaryPath: built.binaryPath,
        cwd: built.packageDir,
        args: ['-report', '1s'],
        logPath: path.join(scratch, toolchain, 'logs', 'target.log'),
        memProfileRate: 65_536,
        onLine: (line) => line.startsWith('records=') && reported(),
      }),
    );
    await firstReport;
  });
  afterAll(() => target?.stop());

  test('says who it is', async () => {
    const info = must(await target.client.info());
    expect(info).toMatchObject({ pid: target.pid, memProfileRate: 65_536 });
    expect(info.goVersion).toMatch(/^go1\.\d+/);
    expect(info.monotonicNs).toBeGreaterThan(0n);
  });

  test('gives profiles that go tool pprof reads', async () => {
    const file = path.join(scratch, toolchain, 'heap.pb.gz');
    const heap = must(await target.client.heapProfile({ forceGc: true }));
    await writeFile(file, heap);
    const top = must(await runProcess('go', ['tool', 'pprof', '-top', '-cum', file]));
    expect(top.stdout).toContain('main.(*Syncer).syncBatch');
    const goroutines = gunzipSync(must(await target.client.goroutineProfile())).toString('latin1');
    expect(goroutines).toContain('main.(*Syncer).syncBatch');
    expect(goroutines).toContain('trivet');
    const text = Buffer.from(must(await target.client.goroutineText())).toString();
    expect(text).toContain('main.(*Syncer).run');
  });

  test('gives metrics and counts collections forced by us', async () => {
    const before = must(await target.client.metrics());
    must(await target.client.forceGc());
    const after = must(await target.client.metrics());
    expect(after.forcedGcCycles).toBe(before.forcedGcCycles + 1);
    expect(after.heapLiveBytes).toBeGreaterThan(0);
    expect(after.gcPauseMaxMs).toBeGreaterThan(0);
    expect(Math.abs(after.atMs - Date.now())).toBeLessThan(10_000);
  });

  test('leaves its own goroutines out of the count', async () => {
    const text = Buffer.from(must(await target.client.goroutineText())).toString();
    const all = text.match(/^goroutine \d+/gm)!.length;
    const own = text.split('\n\n').filter((block) => block.includes('trivetAgent')).length;
    const { goroutines } = must(await target.client.metrics());
    expect(own).toBeGreaterThan(0);
    // A round of the target may have begun in between.
    expect(goroutines - (all - own)).toBeGreaterThanOrEqual(0);
    expect(goroutines - (all - own)).toBeLessThanOrEqual(24);
  });

  test('records a trace that go tool trace reads', async () => {
    const file = path.join(scratch, toolchain, 'a trace.out');
    must(await target.client.trace(file, 700));
    const parsed = must(await runProcess('go', ['tool', 'trace', '-d=parsed', file]));
    expect(parsed.status).toBe(0);
    expect(parsed.stdout).toContain('StateTransition');
  });

  test('has a flight recorder from Go 1.25 on', async () => {
    const { client } = target;
    const started = await client.startFlightRecorder(500, 1 << 20);
    if (toolchain === 'go1.22.12') {
      expect(started).toMatchObject({
        error: {
          code: 'unsupported',
          message: expect.stringContaining('built with go1.22.12'),
          remedy: expect.stringContaining('newer Go'),
        },
      });
      return;
    }
    must(started);
    const file = path.join(scratch, toolchain, 'flight.trace');
    must(await client.writeFlightRecord(file));
    must(await client.stopFlightRecorder());
    expect((await readFile(file)).subarray(0, 5).toString()).toBe('go 1.');
  });

  test('answers a person with nc in the bare bytes of what was asked for', async () => {
    const ask = async (command: string) => {
      const [, request, socketPath] = /^printf '(.*)\\n' \| nc -U (\S+)/.exec(command)!;
      const socket = connect(socketPath!);
      socket.write(`${request}\n`);
      return Buffer.concat(await socket.toArray());
    };
    const heap = await ask(target.client.commandFor('heap-profile'));
    expect(gunzipSync(heap).toString('latin1')).toContain('inuse_space');
    const trace = await ask(target.client.commandFor('trace', 50));
    expect(trace.subarray(0, 5).toString()).toBe('go 1.');
  });

  test('keeps what it prints in its log', async () => {
    await target.stop();
    expect(target.getExit()).toBeDefined();
    const log = await readFile(target.logPath, 'utf8');
    expect(log).toContain('keeping the local copy up to date');
  });
});

test('the log of a target that prints without end is cut, and says so', async () => {
  const file = path.join(scratch, 'long.log');
  const log = must(await TargetLog.open(file, 1000));
  for (let i = 0; i < 100; i++) log.write(Buffer.alloc(100, 'x'));
  await log.end();
  expect((await readFile(file, 'utf8')).replace(/x+/, '')).toBe(
    '\n[Trivet: the log ends here, after 1000 bytes]\n',
  );
});

describe('a launch', () => {
  const launch = (binaryPath: string, args: string[] = [], signal?: AbortSignal) =>
    launchTarget({ binaryPath, cwd: scratch, args, logPath: path.join(scratch, 'x.log'), signal });
  let binaryPath: string;
  beforeAll(async () => {
    ({ binaryPath } = await buildFixture(caseDir, path.join(scratch, 'launch')));
  });

  test('of a program that ends at once says how, with its last words', async () => {
    const launched = await launch(binaryPath, ['-no-such-flag']);
    expect(launched).toMatchObject({
      ok: false,
      error: {
        code: 'target-exited',
        message: expect.stringContaining('status 2'),
        detail: expect.stringContaining('flag provided but not defined'),
      },
    });
  });

  test('of a file that is no program is a failure that names it', async () => {
    const launched = await launch(path.join(scratch, 'nothing'));
    expect(launched).toMatchObject({ ok: false, error: { code: 'launch-failed' } });
  });

  test('of a program without the agent says that nobody answers', async () => {
    const launched = await launchTarget({
      binaryPath: '/bin/sleep',
      cwd: scratch,
      args: ['600'],
      logPath: path.join(scratch, 'sleep.log'),
      connectTimeoutMs: 300,
    });
    expect(launched).toMatchObject({ ok: false, error: { code: 'agent-unreachable' } });
  });

  test('ends when its signal is aborted', async () => {
    const controller = new AbortController();
    const target = must(await launch(binaryPath, [], controller.signal));
    controller.abort();
    await target.exited;
    expect(() => process.kill(target.pid, 0)).toThrow('ESRCH');
    expect(await target.client.info()).toMatchObject({ ok: false });
  });

  test('of a program that is killed is told as its end by that signal', async () => {
    const target = must(await launch(binaryPath));
    const waiting = target.client.trace(path.join(scratch, 'cut.trace'), 60_000);
    const told = target.client.heapProfile({ forceGc: true });
    must(await told);
    process.kill(target.pid, 'SIGKILL');
    await target.exited;
    const reply = await target.client.metrics();
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'target-exited', message: expect.stringContaining('SIGKILL') },
    });
    void waiting;
  });

  test('ends with its connection even when nobody is left to kill it', async () => {
    const target = must(await launch(binaryPath));
    const socketPath = / -U (\S+)/.exec(target.client.commandFor('metrics'))![1]!;
    expect(existsSync(socketPath)).toBe(true);
    target.client.close();
    expect(await target.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(existsSync(path.dirname(socketPath))).toBe(false);
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../build/build-program';
import { choosePackage } from '../project/choose-package';
import { openProject } from '../project/open-project';
import { runProcess } from '../process/run-process';
import { launchTarget, type LaunchedTarget } from './launch-target';

const agentDir = path.resolve('resources/agent');
const caseDir = path.resolve('resources/cases/pool-leak');
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trivet-launch-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error, undefined, 2));
  return result.value;
};

async function build(toolchain: string) {
  const env = { ...process.env, GOTOOLCHAIN: toolchain };
  const { project } = must(await openProject(caseDir, { env }));
  const command = must(choosePackage(project, undefined, false));
  const outDir = path.join(scratch, toolchain);
  return must(
    await buildProgram({ project, package: command, profile: 'released', outDir, agentDir, env }),
  );
}

describe.each(['go1.22.12', 'local', 'go1.27.4'])('a target built with %s', (toolchain) => {
  let target: LaunchedTarget;
  let reported: () => void;
  const firstReport = new Promise<void>((resolve) => (reported = resolve));

  beforeAll(async () => {
    const built = await build(toolchain);
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

  test('keeps what it prints in its log', async () => {
    await target.stop();
    expect(target.getExit()).toBeDefined();
    const log = await readFile(target.logPath, 'utf8');
    expect(log).toContain('keeping the local copy up to date');
  });
});

import { expect, test as base } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { lineOf, readFindings } from './fixtures/findings';
import { goBuild, repository, scratch, trivet } from './fixtures/trivet';

interface Running {
  readonly target: ChildProcess;
  readonly dir: string;
}

/** Starts a program that somebody else built; it is ended with the test, however that ends. */
const test = base.extend<{ running: (name: string) => Promise<Running> }>({
  running: async ({}, use) => {
    const folder = await scratch();
    const started: ChildProcess[] = [];
    await use(async (name) => {
      const binary = join(folder.path, name);
      await goBuild(join(repository, 'e2e/targets', name), binary);
      const target = spawn(binary, { stdio: 'ignore' });
      started.push(target);
      return { target, dir: join(folder.path, 'bundle') };
    });
    for (const target of started) target.kill('SIGKILL');
    await folder.dispose();
  },
});

test('a service with a pprof endpoint is judged by all legs, and goes on', async ({ running }) => {
  const { target, dir } = await running('served-leak');
  const pid = String(target.pid);
  const { status, stdout, stderr } = await trivet([
    'investigate',
    ...['--attach', pid, '--warm-up', '2s', '--json', '--out', dir],
  ]);
  expect(status, stderr).toBe(3);
  const [finding] = readFindings(stdout).findings;
  expect(finding).toMatchObject({ kind: 'memory-leak', verdict: 'confirmed' });
  expect(finding!.holder!.root).toBe('main.active');
  expect(finding!.allocation!.line).toBe(lineOf('e2e/targets/served-leak/main.go', '24<<10'));
  expect(target.exitCode).toBeNull();
  expect((await trivet(['verify', dir])).status).toBe(0);
});

test('a program without an endpoint still shows its memory, and what else would be needed', async ({
  running,
}) => {
  const { target, dir } = await running('closure-leak');
  const pid = String(target.pid);
  const { status, stdout, stderr } = await trivet([
    'investigate',
    ...['--attach', pid, '--warm-up', '3s', '--json', '--out', dir],
  ]);
  expect(status, stderr).toBe(0);
  const { legs } = readFindings(stdout);
  expect(legs.memory.state).toBe('complete');
  expect(legs.allocation).toMatchObject({
    state: 'missing',
    failure: { code: 'endpoint-not-found' },
  });
  expect(legs.allocation.failure!.remedy).toContain('net/http/pprof');
  expect(target.exitCode).toBeNull();
});

test('a PID that is gone is told', async () => {
  const { status, stderr } = await trivet(['investigate', '--attach', '4194303']);
  expect(status).toBe(1);
  expect(stderr).toContain('There is no process 4194303');
});

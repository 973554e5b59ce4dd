import { expect, test } from '@playwright/test';
import { appendFile, chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFindings } from './fixtures/findings';
import { processesIn, repository, scratch, trivet, waitForTarget } from './fixtures/trivet';

const target = join(repository, 'e2e/targets/closure-leak');
const short = ['--duration', '6s', '--warm-up', '1s'];

test('a project that does not build ends with what go said', async () => {
  const project = join(repository, 'e2e/targets/does-not-build');
  const { status, stdout, stderr } = await trivet(['investigate', project, '--json']);
  expect(status).toBe(1);
  expect(stderr).toContain('does not build');
  expect(stderr).toContain('main.go:7');
  expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'build-failed' } });
});

test('without gdb the other legs report, and what would supply the memory leg is told', async () => {
  const folder = await scratch();
  const args = ['investigate', target, '--json', '--out', join(folder.path, 'b'), ...short];
  const { status, stdout } = await trivet(args, { env: { TRIVET_GDB: '/nonexistent/gdb' } });
  const { legs, findings } = readFindings(stdout);
  expect(legs.memory).toMatchObject({ state: 'missing', failure: { code: 'gdb-not-found' } });
  expect(legs.allocation.state).toBe('complete');
  expect(findings.every(({ verdict }) => verdict !== 'confirmed')).toBe(true);
  expect(status).toBe(0);
  await folder.dispose();
});

test('a gdb that is killed leaves the target running and the other legs reporting', async () => {
  const folder = await scratch();
  const dir = join(folder.path, 'b');
  const gdb = join(folder.path, 'gdb');
  // Found as gdb 13, killed as soon as it is asked for a snapshot.
  await writeFile(gdb, '#!/bin/sh\ncase "$*" in *interpreter*) kill -9 $$;; esac\nexec gdb "$@"\n');
  await chmod(gdb, 0o755);
  const { status, stdout } = await trivet(
    ['investigate', target, '--json', '--out', dir, ...short],
    { env: { TRIVET_GDB: gdb } },
  );
  const { legs } = readFindings(stdout);
  expect(legs.memory).toMatchObject({ state: 'missing', failure: { code: 'gdb-failed' } });
  expect(legs.time.state).toBe('complete');
  expect(status).toBe(0);
  await folder.dispose();
});

test('a target that is killed ends the recording; what was captured is judged', async () => {
  const folder = await scratch();
  const dir = join(folder.path, 'b');
  const run = trivet(['investigate', target, '--json', '--out', dir, ...short]);
  const pid = await waitForTarget(dir);
  await new Promise((next) => setTimeout(next, 4000));
  process.kill(pid, 'SIGKILL');
  const { status, stdout, stderr } = await run;
  expect(status).toBe(1);
  expect(stderr).toContain('ended by signal SIGKILL');
  expect(readFindings(stdout).failure).toMatchObject({ code: 'target-exited' });
  await folder.dispose();
});

test('ptrace refused: the other legs report, and how to allow it is told', async () => {
  const folder = await scratch();
  const project = join(repository, 'e2e/targets/undumpable');
  const args = ['investigate', project, '--json', '--out', join(folder.path, 'b'), ...short];
  // Root may trace anything, unless the capability is taken away.
  const prefix =
    process.getuid?.() === 0
      ? ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace']
      : [];
  const { status, stdout } = await trivet(args, { prefix });
  const { legs, findings } = readFindings(stdout);
  expect(legs.memory).toMatchObject({ state: 'missing', failure: { code: 'ptrace-refused' } });
  expect(legs.memory.failure!.remedy).toContain('CAP_SYS_PTRACE');
  expect(legs.allocation.state).toBe('complete');
  expect(findings[0]).toMatchObject({ kind: 'memory-leak', verdict: 'inconclusive' });
  expect(status).toBe(0);
  await folder.dispose();
});

test('a stripped binary loses the memory leg only', async () => {
  const folder = await scratch();
  const project = join(folder.path, 'stripped');
  await cp(target, project, { recursive: true });
  const { stdout } = await trivet(
    ['investigate', project, '--json', '--out', join(folder.path, 'b'), ...short],
    { env: { GOFLAGS: '-ldflags=-s' } },
  );
  const { legs } = readFindings(stdout);
  expect(legs.memory).toMatchObject({ state: 'missing', failure: { code: 'no-symbols' } });
  expect(legs.allocation.state).toBe('complete');
  await folder.dispose();
});

test('an interrupt ends the target as well', async () => {
  const folder = await scratch();
  const dir = join(folder.path, 'b');
  const run = trivet(['investigate', target, '--out', dir]);
  await waitForTarget(dir);
  run.child.kill('SIGINT');
  const { status } = await run;
  expect(status).toBe(1);
  expect(await processesIn(dir)).toEqual([]);
  await folder.dispose();
});

test('verify tells an artefact that was changed', async () => {
  const folder = await scratch();
  const dir = join(folder.path, 'b');
  await trivet(['investigate', target, '--out', dir, ...short]);
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as {
    artefacts: { path: string; kind: string }[];
  };
  const metrics = manifest.artefacts.find(({ kind }) => kind === 'metrics')!;
  await appendFile(join(dir, metrics.path), '\n');
  const { status, stdout } = await trivet(['verify', dir]);
  expect(status).toBe(4);
  expect(stdout).toContain(`${metrics.path} is changed`);
  await folder.dispose();
});

test('bad usage is told in one line, with status 2', async () => {
  const { status, stderr } = await trivet(['investigate', '--duration', 'soon']);
  expect(status).toBe(2);
  expect(stderr).toContain('--duration wants a time');
});

test('doctor says what works here', async () => {
  const { status, stdout } = await trivet(['doctor', '--json']);
  const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string }[] };
  expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['go', 'gdb', 'ptrace']));
  expect(status).toBe(0);
});

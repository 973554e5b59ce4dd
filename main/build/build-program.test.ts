import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choosePackage } from '../project/choose-package';
import { openProject } from '../project/open-project';
import { readBuildInfo } from '../target/build-info';
import { launchTarget } from '../target/launch-target';
import { agentDir, caseDir, makeScratch, must } from '../target/testing/build-fixture';
import { runProcess } from '../process/run-process';
import { buildProfiles } from './build-profiles';
import { buildProgram, buildTest, testArguments } from './build-program';

const awkward = path.resolve('main/build/testdata/awkward');
let scratch: string;
beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Every file of a tree with its content, mode apart: what must not change. */
async function hashTree(dir: string): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(folder, entry.name);
      hash.update(`${full}\n`);
      if (entry.isDirectory()) await visit(full);
      else hash.update(await readFile(full));
    }
  };
  await visit(dir);
  return hash.digest('hex');
}

async function plan(dir: string, name: string, wanted?: string, asTest = false) {
  const { project } = must(await openProject(dir));
  const target = must(choosePackage(project, wanted, asTest));
  const outDir = path.join(scratch, name);
  return { project, package: target, profile: 'released' as const, outDir, agentDir };
}

/** Runs what was built for as long as it takes to ask its agent. */
async function ask(binaryPath: string, cwd: string, args: readonly string[] = []) {
  const logPath = path.join(scratch, `${path.basename(binaryPath)}.log`);
  const target = must(await launchTarget({ binaryPath, cwd, args, logPath }));
  const text = Buffer.from(must(await target.client.goroutineText())).toString();
  await target.stop();
  return { text, log: await readFile(logPath, 'utf8') };
}

describe('a build', () => {
  test('leaves the tree as it was, with go.mod and go.sum', async () => {
    const dir = path.join(scratch, 'copied');
    await cp(awkward, dir, { recursive: true });
    await writeFile(path.join(dir, 'go.sum'), '');
    const before = await hashTree(dir);
    const env = { ...process.env, GOFLAGS: '-mod=mod -buildvcs=false' };
    const { project } = must(await openProject(dir, { env }));
    const target = must(choosePackage(project, undefined, false));
    const outDir = path.join(scratch, 'hash');
    const common = { project, package: target, profile: 'released' as const, agentDir, env };
    must(await buildProgram({ ...common, outDir }));
    must(await buildTest({ ...common, outDir }));
    expect(await hashTree(dir)).toBe(before);
  });

  test('runs in a folder that may not be written to', async () => {
    const dir = path.join(scratch, 'locked');
    await cp(awkward, dir, { recursive: true });
    await chmod(dir, 0o555);
    must(await buildProgram(await plan(dir, 'locked-out')));
    await chmod(dir, 0o755);
  });

  test('puts the agent into a package that declares every name the agent imports', async () => {
    const built = must(await buildProgram(await plan(awkward, 'awkward')));
    expect(path.basename(built.binaryPath)).toBe('awkward');
    const { text, log } = await ask(built.binaryPath, built.packageDir);
    expect(text).toContain('trivetAgentServe');
    expect(text).toContain('main.main()');
    expect(log).toBe('awkward 2 0 0\n');
  });

  test('gives a command that makes the same program when pasted into a shell', async () => {
    const built = must(await buildProgram(await plan(awkward, 'pasted')));
    const before = await readFile(built.binaryPath);
    await rm(built.binaryPath);
    const again = must(await runProcess('sh', ['-c', built.command]));
    expect(again.status).toBe(0);
    expect((await readFile(built.binaryPath)).equals(before)).toBe(true);
    expect(await readFile(built.logPath, 'utf8')).toContain(built.command);
  });

  test('of a project that does not compile carries what go says', async () => {
    const built = await buildProgram(await plan(path.resolve('e2e/targets/does-not-build'), 'bad'));
    expect(built).toMatchObject({
      ok: false,
      error: { code: 'build-failed', detail: expect.stringContaining('cannot use "three"') },
    });
  });

  test('of a library is refused', async () => {
    const built = await buildProgram({
      ...(await plan(awkward, 'library')),
      package: must(await openProject(awkward)).project.packages.find((p) => p.name === 'inner')!,
    });
    expect(built).toMatchObject({ ok: false, error: { code: 'package-not-found' } });
  });

  test('ends at once when aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const built = await buildProgram({
      ...(await plan(awkward, 'aborted')),
      signal: controller.signal,
    });
    expect(built).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('warns when GOFLAGS strips symbols', async () => {
    const env = { ...process.env, GOFLAGS: '-buildvcs=false "-ldflags=-s -w"' };
    const built = must(await buildProgram({ ...(await plan(awkward, 'stripped')), env }));
    expect(built.warnings).toEqual([expect.stringContaining('-ldflags=-s -w')]);
  });
});

test.each(['go1.22.12', 'go1.27.4'])('the agent compiles with %s as Go 1.12', async (toolchain) => {
  const env = { ...process.env, GOTOOLCHAIN: toolchain };
  const built = must(await buildProgram({ ...(await plan(awkward, toolchain)), env }));
  expect(built.goVersion).toBe(toolchain);
});

test('the build profile readable passes its flags on', async () => {
  const profile = 'readable';
  const built = must(await buildProgram({ ...(await plan(awkward, profile)), profile }));
  const info = must(await readBuildInfo(built.binaryPath));
  expect(info.settings['-gcflags']).toBe('all=-N -l');
  expect(buildProfiles[profile].flags).toEqual(['-gcflags=all=-N -l']);
}, 120_000); // the first time, the whole standard library is compiled again

test('an overlay that GOFLAGS name stays in force beside ours', async () => {
  const main = await readFile(path.join(awkward, 'main.go'), 'utf8');
  await writeFile(path.join(scratch, 'main.go'), main.replace('"awkward"', '"laid over"'));
  const overlay = path.join(scratch, 'own-overlay.json');
  const replace = { [path.join(awkward, 'main.go')]: path.join(scratch, 'main.go') };
  await writeFile(overlay, JSON.stringify({ Replace: replace }));
  const env = { ...process.env, GOFLAGS: `-overlay=${overlay}` };
  const built = must(await buildProgram({ ...(await plan(awkward, 'overlaid')), env }));
  const { text, log } = await ask(built.binaryPath, built.packageDir);
  expect(text).toContain('trivetAgentServe');
  expect(log).toContain('laid over');
});

describe('a test binary', () => {
  test('of package main has the agent', async () => {
    const built = must(await buildTest(await plan(awkward, 'main-test', '.', true)));
    const run = must(await runProcess(built.binaryPath, testArguments('TestDouble')));
    expect(run).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--- PASS: TestDouble'),
    });
  });

  test('of a package with tests of its outside only has the agent', async () => {
    const built = must(await buildTest(await plan(awkward, 'inner-test', './inner', true)));
    const { text } = await ask(built.binaryPath, built.packageDir, testArguments('TestWaits'));
    expect(text).toContain('inner.trivetAgentServe');
    expect(text).toContain('inner_test.TestWaits');
  });
});

test('a build in a workspace leaves go.work.sum alone', async () => {
  const dir = path.join(scratch, 'workspace');
  await mkdir(dir);
  await cp(awkward, path.join(dir, 'a'), { recursive: true });
  await cp(caseDir, path.join(dir, 'b'), { recursive: true });
  await writeFile(path.join(dir, 'go.work'), 'go 1.22\n\nuse (\n\t./a\n\t./b\n)\n');
  const before = await hashTree(dir);
  const planned = await plan(dir, 'workspace-out', './b');
  const built = must(await buildProgram(planned));
  expect(built.command).toContain('GOWORK=');
  expect(await hashTree(dir)).toBe(before);
});

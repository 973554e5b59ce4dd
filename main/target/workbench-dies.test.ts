import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildFixture, caseDir, makeScratch } from './testing/build-fixture';

let scratch: string;
beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Another Node process that launches the target, as the workbench would. */
async function startWorkbench(binaryPath: string): Promise<{ own: number; target: number }> {
  const plan = { binaryPath, cwd: scratch, args: [], logPath: path.join(scratch, 'target.log') };
  const contents = `
    import { launchTarget } from './main/target/launch-target';
    void launchTarget(${JSON.stringify(plan)}).then((launched) => {
      console.log(launched.ok ? launched.value.pid : JSON.stringify(launched));
      setInterval(() => undefined, 1000);
    });
  `;
  const outfile = path.join(scratch, 'workbench.cjs');
  const stdin = { contents, resolveDir: process.cwd(), loader: 'ts' as const };
  await build({ stdin, bundle: true, outfile, platform: 'node', format: 'cjs', logLevel: 'error' });
  const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  return { own: child.pid!, target: Number(text) };
}

test('a workbench that is killed leaves no target behind', async () => {
  const { binaryPath } = await buildFixture(caseDir, scratch);
  const { own, target } = await startWorkbench(binaryPath);
  expect(isAlive(target)).toBe(true);
  process.kill(own, 'SIGKILL');
  await vi.waitFor(() => expect(isAlive(target)).toBe(false), 10_000);
});

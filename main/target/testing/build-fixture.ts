import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Result } from '../../../app/contract/result';
import type { BuildProfileName } from '../../../app/contract/session';
import { buildProgram, type BuiltProgram } from '../../build/build-program';
import { choosePackage } from '../../project/choose-package';
import { openProject } from '../../project/open-project';

export const agentDir = path.resolve('resources/agent');
export const caseDir = path.resolve('resources/cases/pool-leak');

/** The value, or an error that shows the failure. */
export function must<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error, undefined, 2));
}

export const makeScratch = () => mkdtemp(path.join(tmpdir(), 'trivet-test-'));

/** Builds the command of a folder with the agent into `outDir`. */
export async function buildFixture(
  dir: string,
  outDir: string,
  options: { toolchain?: string; profile?: BuildProfileName } = {},
): Promise<BuiltProgram> {
  const { toolchain, profile = 'released' } = options;
  const env = { ...process.env, ...(toolchain !== undefined && { GOTOOLCHAIN: toolchain }) };
  const { project } = must(await openProject(dir, { env }));
  const command = must(choosePackage(project, undefined, false));
  return must(await buildProgram({ project, package: command, profile, outDir, agentDir, env }));
}

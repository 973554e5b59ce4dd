import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { runProcess } from '../process/run-process';
import { findExecutables } from './find-executables';
import { isAtLeast } from './tool-version';

export const leastGdb = '13.0';

export interface GdbTool {
  readonly path: string;
  /** "13.1" */
  readonly version: string;
  /** Version of the Python in it; undefined when it was built without. */
  readonly python: string | undefined;
}

/** The first gdb that is new enough: TRIVET_GDB, else PATH. */
export async function findGdb(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result<GdbTool, Failure<'gdb-not-found' | 'gdb-too-old'>>> {
  const chosen = env['TRIVET_GDB'];
  const paths = chosen ? [chosen] : await findExecutables('gdb', env, ['/usr/local/bin']);
  const tooOld: string[] = [];
  for (const path of paths) {
    const version = await gdbVersion(path, env);
    if (version === undefined) continue;
    if (isAtLeast(version, leastGdb)) {
      return ok({ path, version, python: await pythonVersion(path, env) });
    }
    tooOld.push(`${path} is gdb ${version}`);
  }
  const remedy =
    'Install gdb 13 or newer (Debian 12: apt-get install gdb), or set TRIVET_GDB to its path.';
  if (tooOld.length > 0) {
    const message = `GDB 13 or newer is needed; ${tooOld.join('; ')}.`;
    return err({ code: 'gdb-too-old', message, remedy });
  }
  const message = chosen
    ? `TRIVET_GDB names ${chosen}, which does not run as gdb.`
    : 'No gdb was found on PATH.';
  return err({ code: 'gdb-not-found', message, remedy });
}

async function gdbVersion(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const run = await runProcess(path, ['-nx', '--version'], { env, timeoutMs: 30_000 });
  if (!run.ok || run.value.status !== 0) return undefined;
  // "GNU gdb (Debian 13.1-3) 13.1": the version is the last word.
  const last = run.value.stdout.split('\n')[0]?.trim().split(' ').at(-1);
  return last !== undefined && run.value.stdout.startsWith('GNU gdb') ? last : undefined;
}

async function pythonVersion(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const program = 'python import sys; print("python", sys.version.split()[0])';
  const run = await runProcess(path, ['-nx', '-q', '-batch', '-ex', program], {
    env,
    timeoutMs: 30_000,
  });
  return run.ok ? /^python (\S+)$/m.exec(run.value.stdout)?.[1] : undefined;
}

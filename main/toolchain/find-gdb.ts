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

/**
 * Where gdb most likely is, without starting it: a tenth of a second saved where whoever uses it checks
 * its version anyway. undefined: ask `findGdb`, which says why.
 */
export async function guessGdb(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  return env['TRIVET_GDB'] || (await findExecutables('gdb', env))[0];
}

/** The first gdb that is new enough: TRIVET_GDB, else PATH. */
export async function findGdb(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result<GdbTool, Failure<'gdb-not-found' | 'gdb-too-old'>>> {
  const chosen = env['TRIVET_GDB'];
  const paths = chosen ? [chosen] : await findExecutables('gdb', env, ['/usr/local/bin']);
  const tooOld: string[] = [];
  for (const path of paths) {
    const told = await askGdb(path, env);
    if (told === undefined) continue;
    if (isAtLeast(told.version, leastGdb)) return ok({ path, ...told });
    tooOld.push(`${path} is gdb ${told.version}`);
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

/** One start of it tells both: a gdb takes a tenth of a second to be up. */
async function askGdb(
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<Pick<GdbTool, 'version' | 'python'> | undefined> {
  const program = 'python import sys; print("python", sys.version.split()[0])';
  const args = ['-nx', '-q', '-batch', '-ex', 'show version', '-ex', program];
  const run = await runProcess(path, args, { env, timeoutMs: 30_000 });
  if (!run.ok) return undefined;
  // "GNU gdb (Debian 13.1-3) 13.1": the version is the last word.
  const version = /^GNU gdb .* (\S+)$/m.exec(run.value.stdout)?.[1];
  if (version === undefined) return undefined;
  return { version, python: /^python (\S+)$/m.exec(run.value.stdout)?.[1] };
}

import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { runProcess } from '../process/run-process';
import { findExecutables } from './find-executables';
import { isAtLeast } from './tool-version';

export const leastGo = '1.22';

export interface GoTool {
  readonly path: string;
  /** "1.26.8" */
  readonly version: string;
}

/** The first go that is new enough: TRIVET_GO, else PATH, else where Go's installers put it. */
export async function findGo(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result<GoTool, Failure<'go-not-found' | 'go-too-old'>>> {
  const chosen = env['TRIVET_GO'];
  const elsewhere = ['/usr/local/go/bin', '/usr/lib/go/bin', join(homedir(), 'go', 'bin')];
  const paths = chosen ? [chosen] : await findExecutables('go', env, elsewhere);
  const tooOld: string[] = [];
  for (const path of paths) {
    const version = await goVersion(path, env);
    if (version === undefined) continue;
    if (isAtLeast(version, leastGo)) return ok({ path, version });
    tooOld.push(`${path} is go ${version}`);
  }
  const remedy = `Install Go ${leastGo} or newer (https://go.dev/dl), or set TRIVET_GO to its path.`;
  if (tooOld.length > 0) {
    const message = `Go ${leastGo} or newer is needed; ${tooOld.join('; ')}.`;
    return err({ code: 'go-too-old', message, remedy });
  }
  const message = chosen
    ? `TRIVET_GO names ${chosen}, which does not run as a go command.`
    : 'No go command was found on PATH.';
  return err({ code: 'go-not-found', message, remedy });
}

async function goVersion(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // Away from any go.mod, whose toolchain line would make go fetch another go first.
  const run = await runProcess(path, ['version'], { env, cwd: tmpdir(), timeoutMs: 60_000 });
  if (!run.ok || run.value.status !== 0) return undefined;
  return /\bgo(\d+\.\d+\S*)/.exec(run.value.stdout)?.[1] ?? undefined;
}

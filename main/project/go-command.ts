import { z } from 'zod';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { runProcess } from '../process/run-process';

export type GoCommandFailure = Failure<'go-not-found' | 'cancelled' | 'timeout'>;

export interface GoOutcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a go command is run with. */
export interface GoRun {
  /** Path of the go command, or `go`. */
  readonly go: string;
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A stale PWD would make go write paths of another folder into what it builds. */
export function goEnvironment(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const env = { ...base };
  delete env['PWD'];
  return env;
}

/** Runs the go command. A status other than 0 is an outcome, not a failure. */
export async function runGo(
  run: GoRun,
  args: readonly string[],
): Promise<Result<GoOutcome, GoCommandFailure>> {
  const done = await runProcess(run.go, args, {
    cwd: run.cwd,
    env: goEnvironment(run.env),
    signal: run.signal,
    onStdoutLine: run.onLine,
    onStderrLine: run.onLine,
    maxOutputBytes: 256 << 20, // `go list` of a large workspace
  });
  if (done.ok) return done;
  if (done.error.code !== 'launch-failed') return err({ ...done.error, code: done.error.code });
  return err({
    code: 'go-not-found',
    message: `Could not start the go command "${run.go}".`,
    remedy: 'Install Go 1.22 or newer (https://go.dev/dl) and see that it is on your PATH.',
    detail: done.error.detail,
  });
}

const environmentSchema = z.object({
  GOFLAGS: z.string(),
  GOMOD: z.string(),
  GOWORK: z.string(),
  GOVERSION: z.string(),
  GOROOT: z.string(),
  GOMODCACHE: z.string(),
});

/** What `go env` says for one folder. */
export interface GoEnvironment {
  readonly flags: string;
  /** Path of go.mod; undefined outside of any module. */
  readonly modFile: string | undefined;
  /** Path of go.work; undefined without a workspace. */
  readonly workFile: string | undefined;
  /** `go1.26.8`: the toolchain that go.mod selects. */
  readonly version: string;
  readonly goroot: string;
  readonly moduleCache: string;
}

export async function readGoEnvironment(
  run: GoRun,
): Promise<Result<GoEnvironment, GoCommandFailure | Failure<'project-not-found'>>> {
  const done = await runGo(run, ['env', '-json', ...Object.keys(environmentSchema.shape)]);
  if (!done.ok) return done;
  const parsed = environmentSchema.safeParse(parseJson(done.value.stdout));
  if (done.value.status !== 0 || !parsed.success) {
    const message = `"go env" failed in ${run.cwd}.`;
    return err({ code: 'project-not-found', message, detail: done.value.stderr });
  }
  const { GOFLAGS, GOMOD, GOWORK, GOVERSION, GOROOT, GOMODCACHE } = parsed.data;
  return ok({
    flags: GOFLAGS,
    modFile: GOMOD === '' || GOMOD === '/dev/null' || GOMOD === 'NUL' ? undefined : GOMOD,
    workFile: GOWORK === '' || GOWORK === 'off' ? undefined : GOWORK,
    version: GOVERSION,
    goroot: GOROOT,
    moduleCache: GOMODCACHE,
  });
}

/** go prints one indented object after the other; only a top-level brace stands at a line start. */
export function parseJsonStream(text: string): readonly unknown[] | undefined {
  const list = parseJson(`[${text.replace(/^\}\r?\n\{/gm, '},{')}]`);
  return Array.isArray(list) ? list : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

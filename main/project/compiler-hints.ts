import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { CompilerHint } from '../../app/contract/source-hints';
import { parseHints } from '../../app/domain/compiler-hints/parse-hints';
import {
  isForPackage,
  readProgramBuild,
  readRecordedBuild,
  splitPattern,
  type RecordedBuild,
} from '../build/recorded-build';
import { formatCommand } from '../build/shell-words';
import { findGo } from '../toolchain/find-go';
import { readGoEnvironment, runGo, type GoRun } from './go-command';
import { getGoFlag, readonlyFlags } from './go-flags';

export type HintsFailure = Failure<
  'go-not-found' | 'go-too-old' | 'project-not-found' | 'build-failed' | 'cancelled' | 'timeout'
>;

export interface FileHints {
  /** To paste into a shell, in the folder of the package. */
  readonly command: string;
  readonly hints: CompilerHint[];
}

/**
 * What the compiler decided in one file: what goes to the heap and why, which calls it inlines. Compiles the package that
 * holds the file as the program of a session, or another one, was compiled, or as the project's own flags say; go's build
 * cache repeats what was printed, so that a second look is quick. Nothing is written into the user's tree.
 * @param file on disk.
 */
export async function readCompilerHints(
  file: string,
  options: {
    /** Session folder whose program's flags, tags, toolchain and platform count. */
    readonly bundle?: string | undefined;
    /** Executable that counts where there is no session. */
    readonly program?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<Result<FileHints, HintsFailure>> {
  const { bundle, program, signal } = options;
  const found = await findGo();
  if (!found.ok) return found;
  const go = found.value.path;
  const recorded =
    bundle !== undefined
      ? await readRecordedBuild(bundle, go)
      : program !== undefined
        ? await readProgramBuild(program, go)
        : undefined;
  const cwd = path.dirname(await realpath(file).catch(() => file));
  const run = { go, cwd, signal, env: { ...process.env, ...recorded?.env } };
  const environment = await readGoEnvironment(run);
  if (!environment.ok) return environment;
  const { flags } = environment.value;
  const compiler = await gcflagsFor(run, recorded ?? { gcflags: getGoFlag(flags, 'gcflags') });
  const wanted = [...(recorded?.flags ?? []), ...compiler];
  const args = ['build', ...readonlyFlags(flags), ...wanted, '-o', os.devNull, '.'];
  const built = await runGo(run, args);
  if (!built.ok) return built;
  if (built.value.status !== 0) {
    return err({
      code: 'build-failed',
      message: `The package of ${file} does not compile, so that the compiler tells nothing of it.`,
      detail: built.value.stderr.slice(0, 4000),
    });
  }
  const base = path.basename(file);
  const hints = parseHints(built.value.stderr).filter(
    (hint) => path.resolve(cwd, hint.file) === path.join(cwd, base),
  );
  const { env } = recorded ?? {};
  return ok({
    command: formatCommand('go', ['build', ...wanted, '.'], { ...(env && { env }) }),
    hints,
  });
}

/** The flags as they were, for what the package imports, and with `-m=2` for itself: the last that fits a package counts. */
async function gcflagsFor(
  run: GoRun,
  build: Pick<RecordedBuild, 'gcflags'> & Partial<RecordedBuild>,
): Promise<readonly string[]> {
  if (build.gcflags === undefined) return ['-gcflags=-m=2'];
  const { pattern, flags } = splitPattern(build.gcflags);
  if (pattern === undefined && build.mainPackage === undefined) return [`-gcflags=${flags} -m=2`];
  const listed = await runGo(run, ['list', '-f', '{{.ImportPath}}', '.']);
  const importPath = listed.ok ? listed.value.stdout.trim() : '';
  const own = isForPackage(pattern, importPath, build.mainPackage) ? `${flags} ` : '';
  const shared = pattern === undefined ? [] : [`-gcflags=${build.gcflags}`];
  return [...shared, `-gcflags=${own}-m=2`];
}

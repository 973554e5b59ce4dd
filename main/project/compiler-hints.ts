import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { CompilerHint } from '../../app/contract/source-hints';
import { parseHints } from '../../app/domain/compiler-hints/parse-hints';
import { findGo } from '../toolchain/find-go';
import { readGoEnvironment, runGo } from './go-command';
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
 * holds the file as the project's own flags say; go's build cache repeats what was printed, so that a second look is
 * quick. Nothing is written into the user's tree.
 * @param file on disk.
 */
export async function readCompilerHints(
  file: string,
  signal?: AbortSignal,
): Promise<Result<FileHints, HintsFailure>> {
  const found = await findGo();
  if (!found.ok) return found;
  const cwd = path.dirname(await realpath(file).catch(() => file));
  const run = { go: found.value.path, cwd, signal };
  const environment = await readGoEnvironment(run);
  if (!environment.ok) return environment;
  const { flags } = environment.value;
  const own = getGoFlag(flags, 'gcflags')?.replace(/^[^\s=-][^=]*=/, '');
  const gcflags = `-gcflags=${own ? `${own} ` : ''}-m=2`;
  const args = ['build', ...readonlyFlags(flags), gcflags, '-o', os.devNull, '.'];
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
  return ok({ command: `go build ${gcflags} .`, hints });
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { CompilerHint } from '../../../../app/contract/source-hints';
import { formatSource } from '../../../../app/domain/pprof/views/format-report';
import { sourceReport, type SourceReport } from '../../../../app/domain/pprof/views/source-lines';
import type { Profile } from '../../../../app/domain/pprof/profile';
import { findBinary, programsBy } from '../../../analysis/disassemble';
import { readManifest } from '../../../capture/open-session';
import { readCompilerHints } from '../../../project/compiler-hints';
import { readBuildInfo } from '../../../target/build-info';
import { printFailure } from '../../output';
import type { Values, Verb } from '../../verbs';
import { toLinesDocument } from './documents';
import { compileMatch } from './match-option';
import { tableOptions } from './profile-options';
import { runReport } from './run-report';

type HintsOf = (file: string, line: number) => readonly CompilerHint[];

/**
 * `trivet profile lines FILE… --match RE`: flat and cum per source line, as `go tool pprof -list`; with `--hints` what
 * the compiler decided on the lines that have a value, when it compiles as the profiled program was compiled.
 */
export const lines: Verb = {
  options: {
    ...tableOptions,
    match: { type: 'string' },
    hints: { type: 'boolean' },
    binary: { type: 'string' },
  },
  positionals: ['FILE…'],
  run: (values, files) =>
    runReport(values, files, async ({ profile, view }) => {
      const matches = compileMatch(values);
      if (!matches.ok) return matches;
      const report = sourceReport(profile, view, matches.value);
      if (report.functions.length === 0) {
        return err({ code: 'usage', message: 'No function matches the expression of --match.' });
      }
      const build =
        values['hints'] === true ? await findBuild(profile, files, values) : ok(undefined);
      if (!build.ok) return build;
      const hintsOf = build.value && (await readHints(report, build.value));
      const notesOf =
        hintsOf && ((file: string, line: number) => hintsOf(file, line).flatMap(toNotes));
      return ok({
        text: () => formatSource(report, readSource, notesOf),
        json: () => toLinesDocument(report, hintsOf),
        unmatched: report.unmatched,
      });
    }),
};

/** Undefined when the source is not on this machine: the figures are shown without it. */
function readSource(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
  } catch {
    return undefined;
  }
}

/** Whose flags, tags and toolchain count. */
type Build = Omit<NonNullable<Parameters<typeof readCompilerHints>[1]>, 'signal'>;

/**
 * The program of `--binary`; else the session that the first file lies in; else the program that the profile names, if
 * it is still there and the one that was profiled. Without any of them the project's own flags count.
 */
async function findBuild(
  profile: Profile,
  [file = '']: readonly string[],
  values: Values,
): Promise<Result<Build, Failure>> {
  const named = values['binary'] as string | undefined;
  if (named !== undefined) {
    const program = resolve(named);
    const info = await readBuildInfo(program);
    return info.ok ? ok({ program }) : info;
  }
  const path = resolve(file);
  for (const dir of [dirname(path), dirname(dirname(path))]) {
    if ((await readManifest(dir)).ok) return ok({ bundle: dir });
  }
  const found = await findBinary(profile, programsBy(profile, path));
  return ok(found.ok ? { program: found.value.file } : {});
}

/** One file after the other: each compiles a package. What has none says so, and the figures are shown without. */
async function readHints({ functions }: SourceReport, build: Build): Promise<HintsOf> {
  const known = new Map<string, readonly CompilerHint[]>();
  const commands = new Set<string>();
  for (const { file } of functions) {
    if (known.has(file) || !existsSync(file)) continue;
    const read = await readCompilerHints(file, build);
    if (read.ok) commands.add(`(cd ${dirname(file)} && ${read.value.command})`);
    else printFailure(read.error);
    known.set(file, read.ok ? read.value.hints : []);
  }
  for (const command of commands) process.stderr.write(`trivet: decisions of ${command}\n`);
  return (file, line) => (known.get(file) ?? []).filter((hint) => hint.line === line);
}

const toNotes = ({ message, explanation }: CompilerHint): readonly string[] => [
  message,
  ...explanation.map((step) => `  ${step}`),
];

import { existsSync, readFileSync } from 'node:fs';
import { err, ok } from '../../../../app/contract/result';
import type { CompilerHint } from '../../../../app/contract/source-hints';
import { formatSource } from '../../../../app/domain/pprof/views/format-report';
import { sourceReport, type SourceReport } from '../../../../app/domain/pprof/views/source-lines';
import { readCompilerHints } from '../../../project/compiler-hints';
import { printFailure } from '../../output';
import type { Verb } from '../../verbs';
import { toLinesDocument } from './documents';
import { compileMatch } from './match-option';
import { tableOptions } from './profile-options';
import { runReport } from './run-report';

type HintsOf = (file: string, line: number) => readonly CompilerHint[];

/**
 * `trivet profile lines FILE… --match RE`: flat and cum per source line, as `go tool pprof -list`; with `--hints` what
 * the compiler decided on the lines that have a value.
 */
export const lines: Verb = {
  options: { ...tableOptions, match: { type: 'string' }, hints: { type: 'boolean' } },
  positionals: ['FILE…'],
  run: (values, files) =>
    runReport(values, files, async ({ profile, view }) => {
      const matches = compileMatch(values);
      if (!matches.ok) return matches;
      const report = sourceReport(profile, view, matches.value);
      if (report.functions.length === 0) {
        return err({ code: 'usage', message: 'No function matches the expression of --match.' });
      }
      const hintsOf = values['hints'] === true ? await readHints(report) : undefined;
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

/** One file after the other: each compiles a package. What has none says so, and the figures are shown without. */
async function readHints({ functions }: SourceReport): Promise<HintsOf> {
  const known = new Map<string, readonly CompilerHint[]>();
  for (const { file } of functions) {
    if (known.has(file) || !existsSync(file)) continue;
    const read = await readCompilerHints(file);
    if (!read.ok) printFailure(read.error);
    known.set(file, read.ok ? read.value.hints : []);
  }
  return (file, line) => (known.get(file) ?? []).filter((hint) => hint.line === line);
}

const toNotes = ({ message, explanation }: CompilerHint): readonly string[] => [
  message,
  ...explanation.map((step) => `  ${step}`),
];

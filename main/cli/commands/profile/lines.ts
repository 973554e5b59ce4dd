import { readFileSync } from 'node:fs';
import { err, ok } from '../../../../app/contract/result';
import { formatSource } from '../../../../app/domain/pprof/views/format-report';
import { sourceReport } from '../../../../app/domain/pprof/views/source-lines';
import type { Verb } from '../../verbs';
import { toLinesDocument } from './documents';
import { compileMatch } from './match-option';
import { tableOptions } from './profile-options';
import { runReport } from './run-report';

/** `trivet profile lines FILE… --match RE`: flat and cum per source line, as `go tool pprof -list`. */
export const lines: Verb = {
  options: { ...tableOptions, match: { type: 'string' } },
  positionals: ['FILE…'],
  run: (values, files) =>
    runReport(values, files, ({ profile, view }) => {
      const matches = compileMatch(values);
      if (!matches.ok) return matches;
      const report = sourceReport(profile, view, matches.value);
      if (report.functions.length === 0) {
        return err({ code: 'usage', message: 'No function matches the expression of --match.' });
      }
      return ok({
        text: () => formatSource(report, readSource),
        json: () => toLinesDocument(report),
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

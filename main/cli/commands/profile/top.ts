import { ok } from '../../../../app/contract/result';
import { computeRowErrors } from '../../../../app/domain/pprof/row-errors';
import { formatTop } from '../../../../app/domain/pprof/views/format-report';
import { topReport } from '../../../../app/domain/pprof/views/report';
import type { Verb } from '../../verbs';
import { toTopDocument } from './documents';
import { tableOptions } from './profile-options';
import { runReport } from './run-report';

/** `trivet profile top FILE…`: the table of `go tool pprof -top`. */
export const top: Verb = {
  options: tableOptions,
  positionals: ['FILE…'],
  run: (values, files) =>
    runReport(values, files, ({ profile, view, trim }) => {
      const report = topReport(profile, view, trim);
      return ok({
        text: () => formatTop(profile, report, view.filters),
        json: () => toTopDocument(report, computeRowErrors(profile, view)),
        unmatched: report.unmatched,
      });
    }),
};

import { err, ok, type Result } from '../../../../app/contract/result';
import type { Failure } from '../../../../app/contract/failure';
import { formatTree } from '../../../../app/domain/pprof/views/format-report';
import { treeReport } from '../../../../app/domain/pprof/views/report';
import type { Verb } from '../../verbs';
import { toTreeDocument } from './documents';
import { compileMatch } from './match-option';
import type { OpenedProfile } from './open-profiles';
import { tableOptions } from './profile-options';
import { runReport, type Printed } from './run-report';

/** Rows of `-tree` when nobody says otherwise. */
const treeNodeCount = 80;

/** `trivet profile tree FILE…`: callers and callees of every row, as `go tool pprof -tree`. */
export const tree: Verb = {
  options: tableOptions,
  positionals: ['FILE…'],
  run: (values, files) =>
    runReport(values, files, (opened, request) => {
      const trim = { ...opened.trim, nodeCount: request.trim.nodeCount ?? treeNodeCount };
      return report('tree', { ...opened, trim }, undefined);
    }),
};

/** `trivet profile peek FILE… --match RE`: callers and callees of what matches, nothing trimmed. */
export const peek: Verb = {
  options: { ...tableOptions, match: { type: 'string' } },
  positionals: ['FILE…'],
  run: (values, files) =>
    runReport(values, files, (opened) => {
      const matches = compileMatch(values);
      if (!matches.ok) return matches;
      const trim = { ...opened.trim, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
      return report('peek', { ...opened, trim }, matches.value);
    }),
};

function report(
  name: 'tree' | 'peek',
  { profile, view, trim }: OpenedProfile,
  matches: ((name: string) => boolean) | undefined,
): Result<Printed, Failure> {
  const made = treeReport(profile, view, trim, matches);
  if (matches && made.rows.length === 0) {
    return err({ code: 'usage', message: 'No function matches the expression of --match.' });
  }
  return ok({
    text: () => formatTree(profile, made, view.filters),
    json: () => toTreeDocument(name, made),
    unmatched: made.unmatched,
  });
}

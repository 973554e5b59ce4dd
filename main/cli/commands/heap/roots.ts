import type { HeapRootsDocument } from '../../../../app/contract/heap-documents';
import { ok } from '../../../../app/contract/result';
import type { Verb } from '../../verbs';
import { formatCoverage } from './format-heap';
import { formatRoots } from './format-roots';
import { openViews, printOutcome, readLimit, snapshotOptions } from './run-heap-verb';

const shownRows = 40;
const kinds = ['global', 'stack', 'special', 'other'] as const;
const sorts = ['named', 'retained', 'label'] as const;

/** `trivet heap roots F`: what the collector starts from, by name. */
export const roots: Verb = {
  options: {
    ...snapshotOptions,
    kind: { type: 'string' },
    match: { type: 'string' },
    sort: { type: 'string' },
  },
  positionals: ['F'],
  async run(values, [path]) {
    const limit = readLimit(values, shownRows);
    if (typeof limit !== 'number') return limit;
    const kind = kinds.find((each) => each === values['kind']);
    if (values['kind'] !== undefined && !kind) {
      return { usage: `--kind is one of ${kinds.join(', ')}.` };
    }
    const sort = sorts.find((each) => each === (values['sort'] ?? 'named'));
    if (!sort) return { usage: `--sort is one of ${sorts.join(', ')}.` };
    const views = await openViews(path!, values, false);
    if (!views.ok) return printOutcome(values, views);
    const filter = typeof values['match'] === 'string' ? values['match'] : '';
    const { total, rows } = views.value.roots({ kind, filter, sort, offset: 0, limit });
    const document: HeapRootsDocument = {
      format: 1,
      view: 'roots',
      snapshot: views.value.summary(),
      rootCount: total,
      roots: [...rows],
    };
    return printOutcome(values, ok({ text: () => format(document), json: () => document }));
  },
};

function format({ snapshot, rootCount, roots: rows }: HeapRootsDocument): string {
  const more = rootCount > rows.length ? [`  … ${rootCount - rows.length} more roots`] : [];
  const about = `(${snapshot.goVersion}, process ${snapshot.pid}; ${formatCoverage(snapshot)})`;
  return [...formatRoots(rows), ...more, about, ''].join('\n');
}

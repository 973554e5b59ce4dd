import type { HeapTopDocument } from '../../../../app/contract/heap-documents';
import { ok } from '../../../../app/contract/result';
import type { HeapViews } from '../../../../app/domain/heap';
import { formatBytes, formatCount, formatShare } from '../../../../app/domain/format/format';
import { formatColumns } from '../../columns';
import type { Verb } from '../../verbs';
import { formatHolders, formatSummary } from './format-heap';
import { formatRoots } from './format-roots';
import { formatObjects, listObjects } from './objects';
import { openViews, printOutcome, readLimit, snapshotOptions } from './run-heap-verb';

const shownRows = 15;
const shownRoots = 8;
const sorts = ['shallow', 'retained', 'objects'] as const;

/** `trivet heap top F`: what the memory consists of, and who keeps most of it. */
export const top: Verb = {
  options: { ...snapshotOptions, sort: { type: 'string' }, type: { type: 'string' } },
  positionals: ['F'],
  async run(values, [path]) {
    const limit = readLimit(values, shownRows);
    if (typeof limit !== 'number') return limit;
    const sort = sorts.find((each) => each === (values['sort'] ?? 'shallow'));
    if (!sort) return { usage: `--sort is one of ${sorts.join(', ')}.` };
    const type = values['type'];
    const views = await openViews(path!, values, type !== undefined);
    if (!views.ok) return printOutcome(values, views);
    if (typeof type === 'string') {
      const objects = listObjects(views.value, type, limit);
      if (!objects.ok) return printOutcome(values, objects);
      const { value } = objects;
      return printOutcome(values, ok({ text: () => formatObjects(value), json: () => value }));
    }
    const document = toDocument(views.value, limit, sort);
    return printOutcome(values, ok({ text: () => formatTop(document), json: () => document }));
  },
};

function toDocument(
  views: HeapViews,
  limit: number,
  sort: (typeof sorts)[number],
): HeapTopDocument {
  const types = [...views.types.table()];
  if (sort !== 'shallow') {
    const key = sort === 'retained' ? 'retainedBytes' : 'objects';
    types.sort((a, b) => b[key] - a[key]);
  }
  const query = { filter: '', sort: 'named', offset: 0, limit } as const;
  return {
    format: 1,
    view: 'top',
    snapshot: views.summary(),
    typeCount: types.length,
    types: types.slice(0, limit),
    holders: views.suspects(),
    roots: [...views.roots(query).rows],
  };
}

function formatTop({ snapshot, types, typeCount, holders, roots }: HeapTopDocument): string {
  const all = snapshot.reachableBytes;
  const rows = types.map(({ type, objects, bytes, retainedBytes }) => [
    [formatBytes(bytes)] as const,
    [formatShare(all > 0 ? bytes / all : 0)] as const,
    [formatBytes(retainedBytes)] as const,
    [formatCount(objects)] as const,
    type,
  ]);
  const head = [['shallow'], ['share'], ['retained'], ['objects'], 'type'] as const;
  const more = typeCount > types.length ? [`  … ${typeCount - types.length} more types`] : [];
  return [
    ...formatSummary(snapshot),
    '',
    ...formatColumns([head, ...rows], '  '),
    ...more,
    '',
    ...(holders.length > 0 ? [...formatHolders(holders), ''] : []),
    ...formatRoots(roots.slice(0, shownRoots)),
    '',
  ].join('\n');
}

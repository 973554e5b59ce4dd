import type { Failure } from '../../../../app/contract/failure';
import type { HeapDiff } from '../../../../app/contract/heap-diff';
import type { HeapDiffDocument } from '../../../../app/contract/heap-documents';
import { ok, type Result } from '../../../../app/contract/result';
import { digestHeap, type HeapDigest } from '../../../../app/domain/heap';
import { diffDigests } from '../../../analysis/diff-heaps';
import type { Values, Verb } from '../../verbs';
import { formatHeapDiff } from './format-diff';
import { openViews, printOutcome, readLimit, snapshotOptions } from './run-heap-verb';

const shownRows = 12;

/** `trivet heap diff A B`: what grew under which root between two snapshots of one process. */
export const diff: Verb = {
  options: {
    ...snapshotOptions,
    /** Of A, where it is another than that of B. */
    'binary-a': { type: 'string' },
    force: { type: 'boolean' },
  },
  positionals: ['A', 'B'],
  async run(values, [a, b]) {
    const limit = readLimit(values, shownRows);
    if (typeof limit !== 'number') return limit;
    const compared = await compare(values, a!, b!, limit);
    if (!compared.ok) return printOutcome(values, compared);
    const document: HeapDiffDocument = { ...compared.value, view: 'diff' };
    return printOutcome(values, ok({ text: () => formatHeapDiff(document), json: () => document }));
  },
};

async function compare(
  values: Values,
  a: string,
  b: string,
  limit: number,
): Promise<Result<HeapDiff, Failure>> {
  // One graph at a time: each may take gigabytes.
  const before = await digest(a, { ...values, binary: values['binary-a'] ?? values['binary'] });
  if (!before.ok) return before;
  const after = await digest(b, values);
  if (!after.ok) return after;
  return diffDigests(before.value, after.value, { limit, force: values['force'] === true });
}

async function digest(path: string, values: Values): Promise<Result<HeapDigest, Failure>> {
  const views = await openViews(path, values);
  return views.ok ? ok(digestHeap(views.value)) : views;
}

import type { Failure } from '../../app/contract/failure';
import type { HeapDiff } from '../../app/contract/heap-diff';
import { err, type Result } from '../../app/contract/result';
import { compareHeaps, type HeapDigest } from '../../app/domain/heap';

/** Two snapshots of one process; refuses others unless forced. */
export function diffDigests(
  before: HeapDigest,
  after: HeapDigest,
  options: { readonly limit: number; readonly force: boolean },
): Result<HeapDiff, Failure> {
  const diff = compareHeaps(before, after, options);
  if (diff.ok) return diff;
  return err({
    code: 'usage',
    message: `These are not two snapshots of one process, the earlier one first. ${diff.error.reasons.join(' ')}`,
    remedy:
      'Take both of the same run. To compare them all the same, by way and type only, use --force.',
  });
}

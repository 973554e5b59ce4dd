import type { Failure } from '../../../../app/contract/failure';
import type { HeapObjectsDocument } from '../../../../app/contract/heap-documents';
import { err, ok, type Result } from '../../../../app/contract/result';
import { formatBytes } from '../../../../app/domain/format/format';
import type { HeapViews } from '../../../../app/domain/heap';
import { formatColumns } from '../../columns';
import { formatCoverage } from './format-heap';

/** The objects of one type, those that keep most first. */
export function listObjects(
  views: HeapViews,
  type: string,
  limit: number,
): Result<HeapObjectsDocument, Failure> {
  const { total, rows } = views.objects(type, 'retained', false, { offset: 0, limit });
  if (total === 0) {
    return err({
      code: 'usage',
      message: `No reachable object is of type ${type}.`,
      remedy: 'Name a type as `trivet heap top` does.',
    });
  }
  return ok({
    format: 1,
    view: 'objects',
    snapshot: views.summary(),
    type,
    objectCount: total,
    objects: [...rows],
  });
}

export function formatObjects({
  snapshot,
  type,
  objectCount,
  objects,
}: HeapObjectsDocument): string {
  const rows = objects.map(({ retainedBytes, shallowBytes, address, preview }) => [
    [formatBytes(retainedBytes)] as const,
    [formatBytes(shallowBytes)] as const,
    address ?? '',
    preview,
  ]);
  const more = objectCount > objects.length ? [`  … ${objectCount - objects.length} more`] : [];
  return [
    `${objectCount} × ${type}`,
    ...formatColumns([[['retained'], ['shallow'], 'address', 'value'], ...rows], '  '),
    ...more,
    `(${snapshot.goVersion}, process ${snapshot.pid}; ${formatCoverage(snapshot)})`,
    '',
  ].join('\n');
}

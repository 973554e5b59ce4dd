import type { HeapRoot } from '../../../../app/contract/heap-views';
import { formatBytes, formatCount } from '../../../../app/domain/format/format';
import { formatColumns } from '../../columns';

/** Roots by what their shortest ways lead to. */
export function formatRoots(roots: readonly HeapRoot[]): string[] {
  if (roots.length === 0) return ['No root holds anything.'];
  const rows = roots.map(({ label, type, namedBytes, namedObjects, retainedBytes, internal }) => [
    [formatBytes(namedBytes)] as const,
    [formatBytes(retainedBytes)] as const,
    [formatCount(namedObjects)] as const,
    `${label}  ${type === 'unknown' ? '' : type}${internal ? ' (runtime)' : ''}`.trimEnd(),
  ]);
  return formatColumns([[['reaches'], ['keeps alone'], ['objects'], 'root'], ...rows], '  ');
}

import type { HeapWhyDocument } from '../../../../app/contract/heap-documents';
import type { HeapPathGroup } from '../../../../app/contract/heap-views';
import { formatBytes, formatCount } from '../../../../app/domain/format/format';
import { formatColumns } from '../../columns';
import { formatCoverage, formatStack } from './format-heap';

/** The answer as a person reads it on a terminal. */
export function formatWhy(document: HeapWhyDocument): string {
  const { snapshot, why, value, shallowBytes, retainedBytes, retainedObjects } = document;
  const size = shallowBytes > 0 ? `${formatBytes(shallowBytes)}, ` : '';
  const isSingle = why.path.length > 0 || why.objects === 1;
  const keeps = isSingle
    ? `keeps ${formatBytes(retainedBytes)} in ${formatCount(retainedObjects)} objects`
    : `keep ${formatBytes(retainedBytes)}`;
  const head = isSingle ? why.subject : `${formatCount(why.objects)} × ${why.subject}`;
  return [
    `${head}: ${size}${keeps}`,
    ...(value ? [`  ${value.text}`, ...value.notes.map((note) => `  (${note})`)] : []),
    '',
    ...formatPath(document),
    ...formatGroups(document),
    ...formatAllocations(document),
    `(${snapshot.goVersion}, process ${snapshot.pid}; ${formatCoverage(snapshot)})`,
    '',
  ].join('\n');
}

function formatPath({ why }: HeapWhyDocument): string[] {
  if (why.unreachable > 0 && why.unreachable === why.objects) {
    return ['Nothing reaches it any more: it is garbage that was not swept yet.'];
  }
  if (why.path.length === 0 || why.expression === why.subject) return [];
  const rows = why.path.map(({ via, type, address, count }) => [
    count > 1 ? `${via} ×${formatCount(count)}` : via,
    address === undefined ? type : `${type}  ${address}`,
  ]);
  return [`Alive by ${why.expression}`, ...formatColumns(rows, '  '), ''];
}

function formatGroups({ why }: HeapWhyDocument): string[] {
  const { groups, moreGroups, path, objects } = why;
  if (groups.length === 0) return [];
  const isObject = path.length > 0 && objects === 1;
  if (isObject && groups.length === 1 && groups[0]!.objects === 1) return [];
  const rows = groups.map((group: HeapPathGroup) => {
    const { pattern, retainedBytes, example } = group;
    const way =
      pattern === example.expression ? pattern : `${pattern}   e.g. ${example.expression}`;
    return isObject
      ? [[formatCount(group.objects)] as const, way]
      : [[formatBytes(retainedBytes)] as const, [formatCount(group.objects)] as const, way];
  });
  const head = isObject
    ? [['references'] as const, 'from']
    : [['retained'] as const, ['objects'] as const, 'way'];
  const more = moreGroups > 0 ? [`  … ${moreGroups} more ways`] : [];
  return [...formatColumns([head, ...rows], '  '), ...more, ''];
}

function formatAllocations({ why, snapshot }: HeapWhyDocument): string[] {
  if (why.allocations.length === 0) {
    return snapshot.profileRate === 0
      ? ['The program has no heap profiler: nothing tells who allocated it.']
      : ['The heap profiler sampled none of it: nothing tells who allocated it.'];
  }
  const rows = why.allocations.map(({ frames, objects, bytes }) => [
    [formatCount(objects)] as const,
    [formatBytes(bytes)] as const,
    formatStack(frames, 4),
  ]);
  return formatColumns([[['sampled'], ['bytes'], 'allocated by'], ...rows], '  ');
}

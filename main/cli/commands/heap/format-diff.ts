import type { HeapChange, HeapDiff } from '../../../../app/contract/heap-diff';
import { formatBytes, formatCount, formatMs } from '../../../../app/domain/format/format';
import { formatColumns, type Cell } from '../../columns';
import { formatCoverage, formatStack } from './format-heap';

/** The comparison as a person reads it on a terminal. */
export function formatHeapDiff(diff: HeapDiff): string {
  return [
    ...formatHead(diff),
    '',
    ...formatTable(
      'way',
      diff.paths,
      ({ pattern, type }) => `${pattern}  ${type}`,
      (row) =>
        row.allocations.slice(0, 1).map(({ frames }) => `allocated by ${formatStack(frames)}`),
    ),
    ...formatTable('type', diff.types, ({ type }) => type),
    ...formatTable('root', diff.roots, ({ root }) => root),
  ].join('\n');
}

function formatHead({ before, after, total, fate, doubts, secondsBetween }: HeapDiff): string[] {
  const side = (name: string, summary: typeof before) =>
    `${name}  ${new Date(summary.stoppedAtMs).toISOString()}  ${formatBytes(summary.reachableBytes)} in ${formatCount(summary.reachableObjects)} objects; ${formatCoverage(summary)}`;
  const rate = secondsBetween > 0 ? total.delta.bytes / secondsBetween : 0;
  const amounts = ({ objects, bytes }: HeapChange['delta']) =>
    `${formatCount(objects)} objects, ${formatBytes(bytes)}`;
  const head = [
    `${before.goVersion}, process ${before.pid === after.pid ? before.pid : `${before.pid} and ${after.pid}`}`,
    side('A', before),
    side('B', after),
    `${signed(total.delta.bytes, formatBytes)} and ${signed(total.delta.objects, formatCount)} objects in ${formatMs(secondsBetween * 1000)} (${signed(rate, formatBytes)}/s)`,
  ];
  if (doubts.length > 0) return [...head, ...doubts.map((doubt) => `! ${doubt}`)];
  return [
    ...head,
    `the same: ${amounts(fate.kept)}; new: ${amounts(fate.new)}; gone: ${amounts(fate.gone)}`,
  ];
}

function formatTable<T extends HeapChange & { retainedBefore: number; retainedAfter: number }>(
  title: string,
  rows: readonly T[],
  name: (row: T) => string,
  notes: (row: T) => string[] = () => [],
): string[] {
  if (rows.length === 0) return [`No ${title} changed.`, ''];
  const cells = rows.map((row): readonly Cell[] => [
    [signed(row.delta.bytes, formatBytes)],
    [signed(row.delta.objects, formatCount)],
    [formatBytes(row.after.bytes)],
    [signed(row.retainedAfter - row.retainedBefore, formatBytes)],
    name(row),
  ]);
  const head: readonly Cell[] = [['change'], ['objects'], ['now'], ['retained'], title];
  const [first, ...lines] = formatColumns([head, ...cells], '  ');
  const noted = lines.flatMap((line, i) => [
    line,
    ...notes(rows[i]!).map((note) => `      ${note}`),
  ]);
  return [first!, ...noted, ''];
}

const signed = (value: number, format: (value: number) => string): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`;

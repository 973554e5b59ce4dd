import type { Frame } from '../../../../app/contract/frame';
import type { HeapSummary, HeapSuspect } from '../../../../app/contract/heap-views';
import {
  baseName,
  formatBytes,
  formatCount,
  formatMs,
  formatShare,
} from '../../../../app/domain/format/format';
import { formatColumns } from '../../columns';

/** What the snapshot is, and how far it can be believed. */
export function formatSummary(summary: HeapSummary): string[] {
  const { reachableBytes, reachableObjects, allocatedBytes, coverage, selfCheckError } = summary;
  const garbage = Math.max(0, allocatedBytes - reachableBytes);
  const check =
    selfCheckError === undefined
      ? "The runtime's own counters are not in the snapshot: the graph was not checked against them."
      : `Self-check: ${formatPercent(selfCheckError)} off the runtime's own count of allocated bytes.`;
  return [
    `${summary.goVersion}, process ${summary.pid}, stopped for ${formatMs(summary.pauseMs)} at ${new Date(summary.stoppedAtMs).toISOString()}`,
    `${formatBytes(reachableBytes)} reachable in ${formatCount(reachableObjects)} objects, ${formatBytes(garbage)} of garbage not yet swept; types known of ${formatPercent(coverage)}.`,
    check,
    ...(summary.trusted || selfCheckError === undefined
      ? []
      : ['! The graph disagrees with the runtime by more than 1 %: do not rely on it.']),
    ...summary.warnings.map((warning) => `! ${warning}`),
  ];
}

/** What every answer says of itself: how much is typed, how far the graph is from the runtime's own count. */
export function formatCoverage({ coverage, selfCheckError, trusted }: HeapSummary): string {
  const types = `types known of ${formatPercent(coverage)}`;
  if (selfCheckError === undefined) return `${types}, not checked against the runtime`;
  const error = `${formatPercent(selfCheckError)} off the runtime's count`;
  return `${types}, ${error}${trusted ? '' : ': do not rely on it'}`;
}

/** `99.84 %`, `0 %`: figures of trust keep their digits, and round towards doubt. */
function formatPercent(share: number): string {
  const percent = share < 0.5 ? Math.ceil(share * 1e4) / 100 : Math.floor(share * 1e4) / 100;
  return `${Number.isInteger(percent) ? percent : percent.toFixed(2)} %`;
}

/** `main.fill main.go:83`, first the program's own frame. */
export function formatFrame(frame: Frame): string {
  return `${frame.function} ${baseName(frame.file)}:${frame.line}`;
}

/** A line of an allocation stack: the innermost frame that is not the runtime's, and who called it. */
export function formatStack(frames: readonly Frame[], depth = 3): string {
  const shown = frames.filter(({ function: name }) => !name.startsWith('runtime.')).slice(0, depth);
  return (shown.length > 0 ? shown : frames.slice(0, 1)).map(formatFrame).join(' ← ');
}

/** Who keeps how much: one line each, who allocated it below. */
export function formatHolders(holders: readonly HeapSuspect[]): string[] {
  const rows = holders.map(({ holder }) => {
    const { path, root, retainedBytes, share, objects } = holder;
    const last = path[path.length - 1];
    const count = last && last.count > 1 ? ` ×${formatCount(last.count)}` : '';
    const way = `${root}${path.map(({ via }) => via).join('')}`;
    return [
      [formatBytes(retainedBytes)] as const,
      [formatShare(share)] as const,
      [formatCount(objects)] as const,
      `${way}  ${last?.type ?? 'unknown'}${count}`,
    ];
  });
  const head = [['retained'], ['share'], ['objects'], 'held by'] as const;
  const lines = formatColumns([head, ...rows], '  ');
  return lines.flatMap((line, i) => {
    const holder = holders[i - 1];
    const stack = holder?.allocations[0];
    const note = holder?.aliasing;
    return [
      line,
      ...(stack ? [`      allocated by ${formatStack(stack.frames)}`] : []),
      ...(note ? [`      ${note.says}`] : []),
    ];
  });
}

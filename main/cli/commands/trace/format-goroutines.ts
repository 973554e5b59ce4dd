import type { TraceGoroutines } from '../../../../app/contract/trace-stats';
import { formatCount, formatMs } from '../../../../app/domain/format/format';
import { formatColumns, type Cell } from '../../columns';
import { formatCall, formatPlace, type PickFrame } from './format-stats';

type Group = TraceGoroutines['groups'][number];
type Row = Group['goroutines'][number];

/** Rows shown of a group when nobody says otherwise. */
export const shownPerGroup = 8;

export interface GoroutineListing {
  /** Groups without a living goroutine were left out of the document. */
  readonly aliveOnly: boolean;
  /** Rows shown of a group; the document itself has at most 1,000. */
  readonly limit: number;
}

/** Groups as headings with their figures, under each the first of its goroutines. */
export function formatGoroutines(
  document: TraceGoroutines,
  pick: PickFrame,
  { aliveOnly, limit }: GoroutineListing,
): string {
  const { groups, durationNs } = document;
  const sum = (value: (group: Group) => number) =>
    formatCount(groups.reduce((total, group) => total + value(group), 0));
  const head = [
    `${sum((group) => group.alive)} alive`,
    `${sum((group) => group.existing)} older than the trace`,
    `${sum((group) => group.created)} created`,
    `${sum((group) => group.ended)} ended`,
    `${formatCount(groups.length)} groups`,
  ].join(' · ');
  // Else they would read as totals of the trace.
  const heading = aliveOnly ? `Groups with living goroutines: ${head}` : head;
  const told = groups.map((group) => formatGroup(group, pick, durationNs, limit));
  return [heading, ...told, ''].join('\n\n');
}

function formatGroup(group: Group, pick: PickFrame, endNs: number, limit: number): string {
  const started = pick(group.creationStack);
  const origin = started === undefined ? '' : `  started by ${formatPlace(started)}`;
  const figures = [
    `${formatCount(group.alive)} alive`,
    ...(group.existing > 0 ? [`${formatCount(group.existing)} older than the trace`] : []),
    ...(group.created > 0 ? [`${formatCount(group.created)} created`] : []),
    ...(group.ended > 0 ? [`${formatCount(group.ended)} ended`] : []),
    ...(group.system ? ["the runtime's own"] : []),
  ];
  const rows = group.goroutines.slice(0, limit);
  const head = ['goid', 'running', 'runnable', 'waiting', 'syscall', 'for'].map((t): Cell => [t]);
  const hidden = group.goroutines.length - rows.length + group.omitted;
  return [
    `${group.startFunction || '(start not told)'}${origin}`,
    `  ${figures.join(' · ')}`,
    ...(rows.length === 0
      ? []
      : formatColumns(
          [[...head, 'state', 'where'], ...rows.map((row) => formatRow(row, pick, endNs))],
          '    ',
        )),
    ...(hidden > 0 ? [`    … ${formatCount(hidden)} more (--limit)`] : []),
  ].join('\n');
}

function formatRow(row: Row, pick: PickFrame, endNs: number): readonly Cell[] {
  const state = row.state === 'waiting' && row.reason !== '' ? row.reason : row.state;
  // Of one that runs only the place is known where it stopped last.
  const isGone = row.state === 'ended' || row.state === 'running';
  return [
    [String(row.goid)],
    ...[row.runningNs, row.runnableNs, row.waitingNs, row.syscallNs].map(formatSpan),
    row.state === 'ended' ? ['–'] : formatSpan(endNs - row.sinceNs),
    state,
    isGone ? '' : formatCall(row.stack, pick),
  ];
}

const formatSpan = (ns: number): Cell => [ns === 0 ? '–' : formatMs(ns / 1e6)];

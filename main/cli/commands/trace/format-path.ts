import type { TracePath } from '../../../../app/contract/trace-path';
import { formatMs, formatShare } from '../../../../app/domain/format/format';
import { formatColumns, type Cell } from '../../columns';
import { formatCall, type PickFrame } from './format-stats';

/** Segments shown; the rest of a long path is in the JSON. */
const longest = 40;

const time = (ns: number): string => formatMs(ns / 1e6);

/** How the time divides, then the longest segments in the order of time. */
export function formatPath(path: TracePath, pick: PickFrame): string {
  const { beginNs, endNs, segments, timeIn, isComplete } = path;
  const whole = endNs - beginNs;
  const sums = Object.entries(timeIn).sort((a, b) => b[1] - a[1]);
  const shown = [...segments]
    .sort((a, b) => b.endNs - b.beginNs - (a.endNs - a.beginNs))
    .slice(0, longest)
    .sort((a, b) => a.beginNs - b.beginNs);
  const rows = shown.map((each): Cell[] => [
    [`+${time(each.beginNs - beginNs)}`],
    [time(each.endNs - each.beginNs)],
    `G${each.goid}`,
    each.reason === '' ? each.state : `${each.state}: ${each.reason}`,
    formatCall(each.stack, pick),
  ]);
  const left = segments.length - shown.length;
  return [
    `${time(beginNs)} to ${time(endNs)}: ${time(whole)} on the critical path`,
    ...(isComplete ? [] : ['The trace does not reach back to its begin.']),
    '',
    ...formatColumns(sums.map(([state, ns]) => [state, [time(ns)], [formatShare(ns / whole)]])),
    '',
    ...formatColumns([[['at'], ['for'], 'who', 'state', 'where'], ...rows]),
    ...(left > 0 ? [`… ${left} shorter segments; --json has them all`] : []),
    '',
  ].join('\n');
}

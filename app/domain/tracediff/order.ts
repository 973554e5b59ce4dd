import type { TraceDiffRow, TraceDiffVerdict } from '../../contract/trace-diff';

const rank: Readonly<Record<TraceDiffVerdict, number>> = {
  worse: 0,
  better: 1,
  changed: 2,
  'not-shown': 3,
  same: 4,
  unknown: 5,
};

/** What got worse first, the largest change of each kind before the smaller ones. */
export function byRegression(l: TraceDiffRow, r: TraceDiffRow): number {
  const byVerdict = rank[l.verdict] - rank[r.verdict];
  // The rest stays as it came: the order in which metrics are told.
  if (byVerdict !== 0 || l.verdict === 'same' || l.verdict === 'unknown') return byVerdict;
  const [left, right] = [magnitude(l), magnitude(r)];
  if (left !== right) return left < right ? 1 : -1;
  return Math.abs(r.delta ?? 0) - Math.abs(l.delta ?? 0);
}

/** How many times larger or smaller; from or to nothing is the most there can be. */
function magnitude({ ratio }: TraceDiffRow): number {
  if (ratio === undefined || !(ratio > 0)) return Infinity;
  return Math.abs(Math.log(ratio));
}

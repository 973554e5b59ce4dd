import type { TraceDiff, TraceDiffRow, TraceDiffVerdict } from '../../../app/contract/trace-diff';
import { metricsOf, weightOf } from '../../../app/domain/tracediff/metrics';
import { byRegression } from '../../../app/domain/tracediff/order';

export const tabs = ['metrics', 'functions', 'blocked', 'goroutines'] as const;
export type Tab = (typeof tabs)[number];

/** Metrics that a tab can show one of; none for the first, which shows them all. */
export const metricsOfTab = (tab: Tab): readonly string[] =>
  tab === 'metrics' ? [] : metricsOf(tab).map(({ name }) => name);

/** The metric that a tab shows first: latency by its tail, else what weighs a row. */
export const firstMetricOf = (tab: Tab): string =>
  tab === 'functions' ? 'sched.p99' : tab === 'metrics' ? '' : weightOf[tab];

/** What got worse first. Rows with nothing on either side are left out. */
export function rowsOfTab(diff: TraceDiff, tab: Tab, metric: string): readonly TraceDiffRow[] {
  const rows =
    tab === 'metrics'
      ? [...diff.metrics, ...diff.pauses]
      : diff[tab].filter((row) => row.metric === metric);
  return rows.filter(({ a = 0, b = 0 }) => a !== 0 || b !== 0).sort(byRegression);
}

/** How many of the rows have each verdict. */
export function countVerdicts(
  rows: readonly TraceDiffRow[],
): Readonly<Record<TraceDiffVerdict, number>> {
  const counts = { worse: 0, better: 0, changed: 0, 'not-shown': 0, same: 0, unknown: 0 };
  for (const { verdict } of rows) counts[verdict]++;
  return counts;
}

/** Ten times more or less, or a change from or to nothing, fills half a bar. */
const fullScale = Math.log(10);

/** Length of a signed bar, −1 to 1, by how many times more or less there is. */
export function barOf({ ratio, delta = 0, a, b }: TraceDiffRow): number {
  if (a === undefined || b === undefined || delta === 0) return 0;
  if (ratio === undefined || ratio <= 0) return Math.sign(delta);
  return Math.max(-1, Math.min(1, Math.log(ratio) / fullScale));
}

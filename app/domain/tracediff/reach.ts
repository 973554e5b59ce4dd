import type { TraceDiff, TraceDiffRow } from '../../contract/trace-diff';
import { falseDiscoveryRate, testedRuns } from './compare-values';
import { isHeadline } from './metrics';

/** What the test can show of one difference alone, among those that are tested with it. */
export interface Reach {
  /** Rows of the family: their values are not all alike, and they matter. */
  readonly tests: number;
  /** The least q that one difference can have alone; several at once have less. */
  readonly leastQ: number;
  /** Runs a side from which on one difference alone can be called. */
  readonly runsNeeded: number;
}

/** Of rows that were tested together; undefined when one difference alone can be called, or none is tested. */
export function reachOf(
  { a, b, tested }: Pick<TraceDiff, 'a' | 'b' | 'tested'>,
  rows: readonly TraceDiffRow[],
): Reach | undefined {
  const tests = rows.filter(({ q }) => q !== undefined).length;
  const leastQ = Math.min(1, tests * leastP(a.length, b.length));
  if (!tested || tests === 0 || leastQ <= falseDiscoveryRate) return undefined;
  let runsNeeded = testedRuns;
  while (tests * leastP(runsNeeded, runsNeeded) > falseDiscoveryRate) runsNeeded++;
  return { tests, leastQ, runsNeeded };
}

/** Metrics of the whole program that are no headline: the larger family. */
export const otherMetrics = ({ metrics }: TraceDiff): readonly TraceDiffRow[] =>
  metrics.filter(({ metric }) => !isHeadline(metric));

/** Two-sided p when all values of one side are above all of the other: 2 of C(n + m, n) orders. */
function leastP(n: number, m: number): number {
  let orders = 1;
  for (let i = 1; i <= n; i++) orders *= (m + i) / i;
  return Math.min(1, 2 / orders);
}

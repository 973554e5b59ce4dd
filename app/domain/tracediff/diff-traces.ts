import type { TraceDiff, TraceDiffRow, TraceDiffRun } from '../../contract/trace-diff';
import { benjaminiHochberg } from '../stats/benjamini-hochberg';
import {
  compareValues,
  direction,
  falseDiscoveryRate,
  isAlike,
  testedRuns,
} from './compare-values';
import {
  findMetric,
  isChosenWait,
  isHeadline,
  metrics,
  metricsOf,
  weightOf,
  type Metric,
  type TableName,
} from './metrics';
import type { SummaryRow, TraceSummary } from './trace-summary';

/** Rows with less than this part of their table on either side are told but not tested. */
const leastShare = 0.001;
/** Functions or stacks that are compared; those with most weight. */
const keyLimit = 1000;

/**
 * Compares two sets of runs by their medians; with five runs a side each difference is tested (two-sided
 * Mann–Whitney U), and Benjamini–Hochberg keeps the false calls of each family below 5 %: headline metrics, all
 * other metrics, and each metric of each table. Neither set may be empty.
 */
export function diffTraces(a: readonly TraceSummary[], b: readonly TraceSummary[]): TraceDiff {
  return {
    format: 1,
    a: a.map(toRun),
    b: b.map(toRun),
    tested: isTested(a, b),
    metrics: judgeMetrics(metrics.map((metric) => compareMetric(metric, a, b))),
    pauses: compareTable('pauses', a, b),
    functions: compareTable('functions', a, b),
    blocked: compareTable('blocked', a, b),
    goroutines: compareTable('goroutines', a, b),
  };
}

const isTested = (a: readonly TraceSummary[], b: readonly TraceSummary[]): boolean =>
  a.length >= testedRuns && b.length >= testedRuns;

/** What is told of one run. */
export const toRun = ({ name, durationNs, events, warnings }: TraceSummary): TraceDiffRun => ({
  file: name,
  durationNs,
  events,
  warnings: [...warnings],
});

const compareMetric = (
  metric: Metric,
  a: readonly TraceSummary[],
  b: readonly TraceSummary[],
): TraceDiffRow => {
  const of = (runs: readonly TraceSummary[]) => runs.map((run) => run.metrics[metric.name]);
  return compareValues(metric, of(a), of(b), {}, isTested(a, b));
};

function compareTable(
  table: TableName,
  a: readonly TraceSummary[],
  b: readonly TraceSummary[],
): TraceDiffRow[] {
  const rowsA = byKey(table, a);
  const rowsB = byKey(table, b);
  const none = (runs: readonly TraceSummary[]) => runs.map(() => undefined);
  const keyed = [...new Set([...rowsA.keys(), ...rowsB.keys()])]
    .map((key) => {
      const [inA, inB] = [rowsA.get(key) ?? none(a), rowsB.get(key) ?? none(b)];
      const description = describe(key, shownRow(table, inA, inB));
      return { inA, inB, description, weight: weigh(table, inA) + weigh(table, inB) };
    })
    .sort((l, r) => r.weight - l.weight)
    .slice(0, keyLimit);
  const total = keyed.reduce((sum, { weight }) => sum + weight, 0);
  return metricsOf(table).flatMap((metric) => {
    const compared = keyed.map(({ inA, inB, description }) =>
      compareValues(
        isChosenWait(description.kind) ? { ...metric, better: 'neither' } : metric,
        inA.map((row) => valueOf(row, metric)),
        inB.map((row) => valueOf(row, metric)),
        description,
        isTested(a, b),
      ),
    );
    return judge(compared, (i) => keyed[i]!.weight >= total * leastShare);
  });
}

/** Rows of a table by key, one entry a run; undefined where the run has none. */
function byKey(
  table: TableName,
  runs: readonly TraceSummary[],
): Map<string, (SummaryRow | undefined)[]> {
  const rows = new Map<string, (SummaryRow | undefined)[]>();
  runs.forEach((run, i) => {
    for (const row of run.tables[table]) {
      const known = rows.get(row.key) ?? runs.map(() => undefined);
      known[i] = row;
      rows.set(row.key, known);
    }
  });
  return rows;
}

/** Mean over the runs. */
const weigh = (table: TableName, rows: readonly (SummaryRow | undefined)[]): number =>
  rows.reduce((sum, row) => sum + (row?.values[weightOf[table]] ?? 0), 0) / rows.length;

/** What piles up or is counted is 0 where the key is missing; a quantile has no value there. */
function valueOf(row: SummaryRow | undefined, { name, unit }: Metric): number | undefined {
  const value = row?.values[name];
  return value === undefined && unit !== 'ns' ? 0 : value;
}

/** The heaviest run's row: its stack has the lines that are shown. Side B wins: it is the newer one. */
function shownRow(
  table: TableName,
  a: readonly (SummaryRow | undefined)[],
  b: readonly (SummaryRow | undefined)[],
): SummaryRow | undefined {
  const weight = (row: SummaryRow | undefined) => row?.values[weightOf[table]] ?? -1;
  const heaviest = (rows: readonly (SummaryRow | undefined)[]) =>
    rows.reduce((best, row) => (weight(row) > weight(best) ? row : best), undefined);
  return heaviest(b) ?? heaviest(a);
}

const describe = (key: string, row: SummaryRow | undefined) => ({
  key,
  ...(row !== undefined && row.about !== '' && { about: row.about }),
  ...(row?.kind !== undefined && { kind: row.kind }),
  ...(row !== undefined && row.stack.length > 0 && { stack: [...row.stack] }),
});

/**
 * Two families. With five runs a side one difference alone is shown among six at most, so the few
 * that a person looks at first are not tested together with all their variations.
 */
function judgeMetrics(rows: readonly TraceDiffRow[]): TraceDiffRow[] {
  const headline = judge(rows, (i) => isHeadline(rows[i]!.metric));
  const other = judge(rows, (i) => !isHeadline(rows[i]!.metric));
  return rows.map(({ metric }, i) => (isHeadline(metric) ? headline : other)[i]!);
}

/** Adjusts the p values of one family; only verdicts that survive stand. */
function judge(
  rows: readonly TraceDiffRow[],
  isInFamily: (index: number) => boolean,
): TraceDiffRow[] {
  const q = benjaminiHochberg(rows.flatMap(({ p }, i) => (isInFamily(i) ? (p ?? []) : [])));
  let at = 0;
  return rows.map((row, i) => {
    if (row.p === undefined) return row;
    if (!isInFamily(i)) return { ...row, verdict: withoutTest(row) };
    const adjusted = q[at++]!;
    const stands = adjusted <= falseDiscoveryRate && row.delta !== 0;
    return { ...row, q: adjusted, verdict: stands ? shown(row) : withoutTest(row) };
  });
}

/** Also a difference that is small: the test has shown it. */
function shown(row: TraceDiffRow): TraceDiffRow['verdict'] {
  if (row.verdict !== 'same') return row.verdict;
  const better = isChosenWait(row.kind) ? 'neither' : findMetric(row.metric)!.better;
  return direction({ better }, row.delta ?? 0);
}

/** Medians that are far apart are not the same, only because the runs do not show the difference. */
const withoutTest = ({ a = 0, b = 0 }: TraceDiffRow): TraceDiffRow['verdict'] =>
  isAlike(a, b) ? 'same' : 'not-shown';

import type { TraceDiffRow, TraceDiffVerdict } from '../../contract/trace-diff';
import { mannWhitney } from '../stats/mann-whitney';
import type { Metric } from './metrics';

/** False calls among those made in a family of tests, at most. */
export const falseDiscoveryRate = 0.05;
/** Runs a side with a value from which on a difference can be tested. */
export const testedRuns = 5;
/** Medians that differ by less than this part are alike for all we care: a histogram alone is off by 1/32. */
const leastChange = 0.1;

type Description = Pick<TraceDiffRow, 'key' | 'about' | 'stack'>;

/**
 * One quantity on both sides, by medians; `undefined` is a run without it. The verdict is by size;
 * what of it stands the test is decided over all rows. Values that are all alike are not tested: no order of them
 * could differ, and each test made costs the others power.
 *
 * @param isTested both sides have runs enough; a row that has values in fewer of them is unknown.
 */
export function compareValues(
  metric: Metric,
  a: readonly (number | undefined)[],
  b: readonly (number | undefined)[],
  description: Description,
  isTested: boolean,
): TraceDiffRow {
  const known = (values: readonly (number | undefined)[]) => values.filter(isNumber);
  const [valuesA, valuesB] = [known(a), known(b)];
  const [medianA, medianB] = [medianOf(valuesA), medianOf(valuesB)];
  const row = { metric: metric.name, unit: metric.unit, ...description };
  const enough = valuesA.length >= testedRuns && valuesB.length >= testedRuns;
  if (medianA === undefined || medianB === undefined || (isTested && !enough)) {
    return {
      ...row,
      ...(medianA !== undefined && { a: medianA }),
      ...(medianB !== undefined && { b: medianB }),
      verdict: 'unknown',
    };
  }
  const isConstant = [...valuesA, ...valuesB].every((value) => value === valuesA[0]);
  const delta = medianB - medianA;
  return {
    ...row,
    a: medianA,
    b: medianB,
    delta,
    ...(medianA !== 0 && { ratio: medianB / medianA }),
    ...(isTested && !isConstant && { p: mannWhitney(valuesA, valuesB).p }),
    verdict: isAlike(medianA, medianB) ? 'same' : direction(metric, delta),
  };
}

/** Whether two medians differ by no more than anybody cares for. */
export const isAlike = (a: number, b: number): boolean =>
  Math.abs(b - a) <= leastChange * Math.max(Math.abs(a), Math.abs(b));

/** Which way a difference goes, in the metric's own sense. */
export function direction({ better }: Pick<Metric, 'better'>, delta: number): TraceDiffVerdict {
  if (better === 'neither') return 'changed';
  return delta > 0 === (better === 'higher') ? 'better' : 'worse';
}

const isNumber = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value);

/** Undefined of nothing. */
function medianOf(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((l, r) => l - r);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

import type { Growth } from '../../contract/findings';
import { mannKendall } from '../stats/mann-kendall';
import { theilSen } from '../stats/theil-sen';
import type { Series } from './evidence';

/** How a series behaves, and the numbers that say so. */
export interface Trend {
  /** `within-error`: it rises, by no more than the sampling may err. */
  readonly kind: 'grows' | 'levels-off' | 'flat' | 'falls' | 'within-error' | 'unknown';
  readonly growth: Growth | undefined;
  readonly first: number;
  readonly last: number;
  /** When it stopped growing, seconds; only with `levels-off`. */
  readonly levelAtSeconds: number | undefined;
}

/** Below three samples any two points make a line. */
const minSamples = 3;
const significance = 0.05;
/** A late slope below this part of the early one means that the growth has ended. */
const levelOffRatio = 0.2;
/** A level stretch swings by at most this part of the rise before it. */
const levelSwing = 0.3;

/**
 * Judges growth by rank (Mann–Kendall, one-sided) and by slope (Theil–Sen with a 95 % interval),
 * never by two points.
 * @param least smallest total increase worth a word, in the unit of the series.
 */
export function computeTrend(series: Series, unit: Growth['unit'], least: number): Trend {
  const { atSeconds, values } = series;
  const first = values[0] ?? 0;
  const last = values[values.length - 1] ?? 0;
  const base = { first, last, levelAtSeconds: undefined };
  if (values.length < minSamples) return { ...base, kind: 'unknown', growth: undefined };
  const { p } = mannKendall(values);
  const { slope, low, high } = theilSen(atSeconds, values);
  const samples = values.map((value, i) => ({ atSeconds: atSeconds[i] ?? 0, value }));
  const growth: Growth = { perSecond: slope, low, high, unit, samples, p };
  if (last - first <= -least && mannKendall(values.map((v) => -v)).p < significance) {
    return { ...base, kind: 'falls', growth };
  }
  if (last - first < least) return { ...base, kind: 'flat', growth };
  const level = computeLevelOff(series);
  if (level !== undefined) return { ...base, kind: 'levels-off', growth, levelAtSeconds: level };
  return { ...base, kind: p < significance && slope > 0 && low >= 0 ? 'grows' : 'flat', growth };
}

/**
 * The time from which the series no longer rises, or undefined while it still does. Every split
 * with at least three samples after it is tried; the earliest level stretch wins.
 */
function computeLevelOff({ atSeconds, values }: Series): number | undefined {
  const last = values.length - 1;
  for (let split = 1; split <= last - 2; split++) {
    const before = (values[split]! - values[0]!) / (atSeconds[split]! - atSeconds[0]!);
    const late = values.slice(split);
    const after = theilSen(atSeconds.slice(split), late).slope;
    // A sawtooth has a level slope too, but no level.
    const swing = Math.max(...late) - Math.min(...late);
    const level = swing <= levelSwing * (Math.max(...late) - values[0]!);
    if (before > 0 && level && after < levelOffRatio * before) return atSeconds[split]!;
  }
  return undefined;
}

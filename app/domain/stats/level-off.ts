import { theilSen } from './theil-sen';

/** How a series that rose behaves towards its end. */
export interface LevelOff {
  /** Theil–Sen slope of the first half, per unit of time. */
  readonly firstSlope: number;
  readonly secondSlope: number;
  /** `secondSlope / firstSlope`; 0 when the first half does not rise. */
  readonly ratio: number;
  /** Part of the whole rise that happened in the second half, 0 to 1. */
  readonly lateShare: number;
  /** It rose and then stopped rising. */
  readonly levelled: boolean;
}

/** A second half at a fifth of the first's pace is no longer the same growth. */
const levelledRatio = 0.2;

/**
 * Compares the slopes of a series' two halves, which share their middle point. Below four points
 * a half has no slope worth the name and nothing is called levelled.
 */
export function computeLevelOff(times: ArrayLike<number>, values: ArrayLike<number>): LevelOff {
  const n = Math.min(times.length, values.length);
  const middle = Math.floor((n - 1) / 2);
  const slice = (from: ArrayLike<number>, start: number, end: number): number[] =>
    Array.from(from).slice(start, end);
  const first = theilSen(slice(times, 0, middle + 1), slice(values, 0, middle + 1)).slope;
  const second = theilSen(slice(times, middle, n), slice(values, middle, n)).slope;
  const rise = (values[n - 1] ?? 0) - (values[0] ?? 0);
  const late = (values[n - 1] ?? 0) - (values[middle] ?? 0);
  const ratio = first > 0 ? second / first : 0;
  return {
    firstSlope: first,
    secondSlope: second,
    ratio,
    lateShare: rise > 0 ? Math.max(0, Math.min(1, late / rise)) : 0,
    levelled: n >= 4 && first > 0 && ratio <= levelledRatio,
  };
}

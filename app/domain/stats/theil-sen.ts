/** A robust slope per unit of time with its 95 % interval. */
export interface TheilSen {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % point of the standard normal distribution. */
const z95 = 1.959963985;

/**
 * Theil–Sen estimator: the median of the slopes between all pairs, with Sen's interval from
 * Kendall's variance (P. K. Sen, 1968). Below six points that interval has no 95 % coverage;
 * then it is the smallest to the largest slope, the widest the data can support.
 */
export function theilSen(times: ArrayLike<number>, values: ArrayLike<number>): TheilSen {
  const n = Math.min(times.length, values.length);
  const all = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const elapsed = (times[j] ?? 0) - (times[i] ?? 0);
      if (elapsed !== 0) all[count++] = ((values[j] ?? 0) - (values[i] ?? 0)) / elapsed;
    }
  }
  const slopes = all.subarray(0, count);
  if (count === 0) return { slope: 0, low: 0, high: 0 };
  // By value, without a comparison function: there may be millions.
  slopes.sort();
  const at = (index: number): number =>
    slopes[Math.max(0, Math.min(slopes.length - 1, index))] ?? 0;
  const middle = (slopes.length - 1) / 2;
  const slope = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  if (n < 6) return { slope, low: at(0), high: at(slopes.length - 1) };
  const spread = z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  // Sen: the M1-th and (M2 + 1)-th smallest slopes, M = (N ∓ spread) / 2, ranks from 1.
  return {
    slope,
    low: at(Math.floor((slopes.length - spread) / 2) - 1),
    high: at(Math.ceil((slopes.length + spread) / 2)),
  };
}

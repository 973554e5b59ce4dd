import { upperTail } from './normal';

/** Outcome of the rank test for a rising trend. */
export interface MannKendall {
  /** Pairs that rise minus pairs that fall. */
  readonly s: number;
  /** One-sided p value of "it rises": chance of an S at least this large without a trend. */
  readonly p: number;
}

/**
 * Mann–Kendall trend test, one-sided for a rise. Without ties and up to ten values the p value is
 * exact (Kendall's distribution of S); otherwise the normal approximation with continuity
 * correction and the variance corrected for ties.
 */
export function mannKendall(values: ArrayLike<number>): MannKendall {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) s += Math.sign((values[j] ?? 0) - (values[i] ?? 0));
  }
  if (n < 2) return { s, p: 1 };
  const ties = countTies(values);
  if (ties.length === 0 && n <= 10) return { s, p: exactTail(n, s) };
  const weight = (t: number): number => t * (t - 1) * (2 * t + 5);
  const variance = (weight(n) - ties.reduce((sum, t) => sum + weight(t), 0)) / 18;
  if (variance <= 0) return { s, p: 1 };
  return { s, p: upperTail((s - 1) / Math.sqrt(variance)) };
}

/** Sizes of groups of equal values. */
function countTies(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts.values()].filter((count) => count > 1);
}

/**
 * P(S ≥ s) over all n! orders. The number of orders with k falling pairs obeys
 * `c(n, k) = Σ c(n − 1, k − j), 0 ≤ j < n` (Mahonian numbers); S = n(n−1)/2 − 2k.
 */
function exactTail(n: number, s: number): number {
  let counts = [1];
  for (let size = 2; size <= n; size++) {
    const next = new Array<number>(counts.length + size - 1).fill(0);
    counts.forEach((count, k) => {
      for (let j = 0; j < size; j++) next[k + j] = (next[k + j] ?? 0) + count;
    });
    counts = next;
  }
  const pairs = (n * (n - 1)) / 2;
  const most = Math.floor((pairs - s) / 2);
  let orders = 0;
  let total = 0;
  counts.forEach((count, k) => {
    total += count;
    if (k <= most) orders += count;
  });
  return orders / total;
}

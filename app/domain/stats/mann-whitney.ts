import { upperTail } from './normal';

/** Outcome of the rank test for a shift between two samples. */
export interface MannWhitney {
  /** Pairs in which `a` is larger than `b`, ties as halves; from 0 to |a| · |b|. */
  readonly u: number;
  /** Two-sided: chance of a U at least this far from the middle when both sides are alike. */
  readonly p: number;
}

/** Up to this many values a side the distribution is counted; 20 is where published tables end. */
const exactLimit = 20;

/**
 * Mann–Whitney U test, two-sided (H. B. Mann, D. R. Whitney, 1947). Without ties and up to twenty
 * values a side the p value is exact; otherwise the normal approximation with continuity
 * correction and the variance corrected for ties. Without values on a side, p is 1.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  const n = a.length;
  const m = b.length;
  let u = 0;
  for (const x of a) for (const y of b) u += x > y ? 1 : x === y ? 0.5 : 0;
  if (n === 0 || m === 0) return { u, p: 1 };
  const ties = tieSizes([...a, ...b]);
  const nearer = Math.min(u, n * m - u);
  if (ties.length === 0 && n <= exactLimit && m <= exactLimit) {
    return { u, p: Math.min(1, 2 * lowerTail(n, m, nearer)) };
  }
  const total = n + m;
  const tied = ties.reduce((sum, t) => sum + t ** 3 - t, 0);
  const variance = ((n * m) / 12) * (total + 1 - tied / (total * (total - 1)));
  if (!(variance > 0)) return { u, p: 1 };
  const z = Math.max(0, (n * m) / 2 - nearer - 0.5) / Math.sqrt(variance);
  return { u, p: Math.min(1, 2 * upperTail(z)) };
}

/** Sizes of groups of equal values. */
function tieSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/**
 * P(U ≤ u) without ties. The orders of n and m values with U = k obey
 * `c(n, m, k) = c(n − 1, m, k − m) + c(n, m − 1, k)`: the largest value is of one side or the other.
 */
function lowerTail(n: number, m: number, u: number): number {
  const size = n * m + 1;
  // rows[j] holds c(i, j, ·) for the current i; at i = 0 every U is 0.
  const rows = Array.from({ length: m + 1 }, () => {
    const row = new Float64Array(size);
    row[0] = 1;
    return row;
  });
  for (let i = 1; i <= n; i++) {
    const first = rows[0]!;
    first.fill(0);
    first[0] = 1;
    for (let j = 1; j <= m; j++) {
      const row = rows[j]!;
      const left = rows[j - 1]!;
      for (let k = size - 1; k >= 0; k--) row[k] = (k >= j ? row[k - j]! : 0) + left[k]!;
    }
  }
  const counts = rows[m]!;
  let below = 0;
  let all = 0;
  counts.forEach((count, k) => {
    all += count;
    if (k <= u) below += count;
  });
  return below / all;
}

import { describe, expect, test } from 'vitest';
import { mannKendall } from './mann-kendall';
import { upperTail } from './normal';
import { theilSen } from './theil-sen';

describe('mannKendall', () => {
  // Kendall's exact distribution of S: Hollander & Wolfe, table A.30; Gilbert (1987), table A18.
  test.each([
    [4, 6, 0.042],
    [4, 4, 0.167],
    [5, 8, 0.042],
    [5, 10, 0.0083],
    [8, 16, 0.031],
    [8, 20, 0.0071],
    [9, 20, 0.022],
    [10, 21, 0.036],
    [10, 45, 0.00000028],
  ])('with %i values and S = %i has the tabulated p value', (n, s, p) => {
    const { s: seen, p: found } = mannKendall(orderWithScore(n, s));
    expect(seen).toBe(s);
    expect(Math.abs(found - p)).toBeLessThan(p * 0.02 + 0.0005);
  });

  test('a falling or level series does not rise', () => {
    expect(mannKendall([4, 3, 2, 1]).p).toBe(1);
    expect(mannKendall([7, 7, 7, 7]).p).toBe(1);
    expect(mannKendall([1]).p).toBe(1);
    expect(mannKendall([]).p).toBe(1);
  });

  test('corrects the variance for ties (Gilbert 1987, section 16.4.2)', () => {
    // Var(S) of n = 12 with one pair and one triple of ties: (12·11·29 − 2·1·9 − 3·2·11) / 18.
    const values = [1, 2, 2, 3, 4, 4, 4, 5, 6, 7, 8, 9];
    const { s, p } = mannKendall(values);
    expect(s).toBe(62);
    expect(p).toBeCloseTo(upperTail(61 / Math.sqrt((3828 - 18 - 66) / 18)), 10);
  });
});

describe('upperTail', () => {
  test.each([
    [0, 0.5],
    [1.6448536, 0.05],
    [1.959964, 0.025],
    [-1.2815516, 0.9],
    [4, 0.0000316712],
  ])('of %d is %d', (z, p) => expect(Math.abs(upperTail(z) - p)).toBeLessThan(p * 1e-5));
});

describe('theilSen', () => {
  test('is the median of all slopes, untouched by one outlier', () => {
    const times = [0, 1, 2, 3, 4, 5, 6];
    const { slope, low, high } = theilSen(times, [0, 2, 4, 60, 8, 10, 12]);
    expect(slope).toBe(2);
    expect(low).toBeLessThanOrEqual(2);
    expect(high).toBeGreaterThanOrEqual(2);
  });

  test("takes the ranks of Sen's interval from Kendall's variance", () => {
    const times = [0, 1, 2, 3, 4, 5, 6];
    const values = times.map((t) => t * t);
    const slopes = times
      .flatMap((i) => times.filter((j) => j > i).map((j) => i + j))
      .sort((l, r) => l - r);
    const spread = 1.959963985 * Math.sqrt((7 * 6 * 19) / 18);
    const { slope, low, high } = theilSen(times, values);
    expect(slope).toBe(slopes[10]);
    expect(low).toBe(slopes[Math.floor((21 - spread) / 2) - 1]);
    expect(high).toBe(slopes[Math.ceil((21 + spread) / 2)]);
  });

  test('below six points spans all slopes', () => {
    expect(theilSen([0, 5, 10, 15], [0, 10, 30, 40])).toEqual({
      slope: 2.833333333333333,
      low: 2,
      high: 4,
    });
    expect(theilSen([3], [1])).toEqual({ slope: 0, low: 0, high: 0 });
    expect(theilSen([1, 1], [1, 2])).toEqual({ slope: 0, low: 0, high: 0 });
  });
});

/** An order of 1…n whose Kendall S is `s`: the sorted order with enough neighbours exchanged. */
function orderWithScore(n: number, s: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  let falls = ((n * (n - 1)) / 2 - s) / 2;
  for (let pass = 0; pass < n && falls > 0; pass++) {
    for (let i = 0; i + 1 < n && falls > 0; i++) {
      const [left = 0, right = 0] = [order[i], order[i + 1]];
      if (left < right) {
        [order[i], order[i + 1]] = [right, left];
        falls--;
      }
    }
  }
  return order;
}

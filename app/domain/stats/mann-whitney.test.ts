import { describe, expect, test } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg';
import { mannWhitney } from './mann-whitney';
import { upperTail } from './normal';

/** Two samples without ties, of sizes n and m, in which `a` beats `b` in exactly u pairs. */
function samplesWithU(n: number, m: number, u: number): [number[], number[]] {
  const b = Array.from({ length: m }, (_, i) => 100 * (i + 1));
  // Value k of `a` lies above as many of `b` as are left to give, at most m.
  let left = u;
  const a = Array.from({ length: n }, (_, i) => {
    const beats = Math.min(m, left);
    left -= beats;
    return 100 * beats + 1 + i;
  });
  return [a, b];
}

describe('mannWhitney', () => {
  // Mann & Whitney (1947), table I: P(U ≤ u), one-sided, three decimals.
  test.each([
    [3, 3, 0, 0.05],
    [4, 4, 1, 0.029],
    [5, 5, 0, 0.004],
    [5, 5, 2, 0.016],
    [5, 5, 4, 0.048],
    [6, 6, 5, 0.021],
    [7, 7, 8, 0.019],
    [8, 8, 13, 0.025],
  ])('%i and %i values with U = %i have the tabulated tail', (n, m, u, tail) => {
    const [a, b] = samplesWithU(n, m, u);
    expect(mannWhitney(a, b).u).toBe(u);
    expect(mannWhitney(a, b).p / 2).toBeCloseTo(tail, 3);
    expect(mannWhitney(b, a).p).toBe(mannWhitney(a, b).p);
  });

  // Critical values of U, two-tailed: Siegel & Castellan; Milton (1964).
  test.each([
    [5, 5, 0.05, 2],
    [5, 10, 0.05, 8],
    [10, 10, 0.05, 23],
    [12, 15, 0.05, 49],
    [20, 20, 0.05, 127],
    [5, 5, 0.01, 0],
    [8, 8, 0.01, 7],
    [10, 10, 0.01, 16],
    [20, 20, 0.01, 105],
  ])('%i and %i values reach %f at U = %i and not at one more', (n, m, alpha, critical) => {
    expect(mannWhitney(...samplesWithU(n, m, critical)).p).toBeLessThanOrEqual(alpha);
    expect(mannWhitney(...samplesWithU(n, m, critical + 1)).p).toBeGreaterThan(alpha);
  });

  test('corrects the variance for ties', () => {
    // The value 2 is there three times, 3 twice: Σ(t³ − t) = 24 + 6.
    const { u, p } = mannWhitney([1, 2, 2, 3], [2, 3, 4, 5]);
    expect(u).toBe(2.5);
    const variance = (16 / 12) * (9 - 30 / 56);
    expect(p).toBeCloseTo(2 * upperTail((8 - 2.5 - 0.5) / Math.sqrt(variance)), 12);
  });

  test('beyond the tables the approximation agrees with the exact value at their edge', () => {
    const [a, b] = samplesWithU(20, 20, 127);
    const exact = mannWhitney(a, b).p;
    const tied = mannWhitney([...a.slice(0, 19), a[18]!], b).p;
    expect(Math.abs(tied - exact)).toBeLessThan(0.005);
  });

  test('samples that are the same, constant or empty show nothing', () => {
    expect(mannWhitney([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]).p).toBe(1);
    expect(mannWhitney([7, 7, 7], [7, 7, 7])).toEqual({ u: 4.5, p: 1 });
    expect(mannWhitney([], [1]).p).toBe(1);
  });
});

describe('benjaminiHochberg', () => {
  test('calls the four of the 1995 paper’s example at 5 %', () => {
    // Benjamini & Hochberg (1995), section 3.2: fifteen p values, four rejected.
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
      0.6528, 0.759, 1,
    ];
    const q = benjaminiHochberg(p);
    expect(q.filter((each) => each <= 0.05)).toHaveLength(4);
    expect(q[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
  });

  test('keeps the order of its input, never falls below p, never exceeds 1', () => {
    const p = [0.9, 0.01, 0.5, 0.01];
    const q = benjaminiHochberg(p);
    expect(q).toEqual([0.9, 0.02, 2 / 3, 0.02]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});

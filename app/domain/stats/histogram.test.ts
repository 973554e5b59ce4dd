import { expect, test } from 'vitest';
import { bucketCount, bucketOf, HistogramRecorder, lowerBoundOf, quantileOf } from './histogram';

test('every bucket begins where the one before it ends', () => {
  for (let bucket = 1; bucket < bucketCount; bucket++) {
    const low = lowerBoundOf(bucket);
    expect(bucketOf(low), `bucket ${bucket}`).toBe(bucket);
    if (low <= 2 ** 52) expect(bucketOf(low - 1), `below bucket ${bucket}`).toBe(bucket - 1);
  }
});

test('the largest exact integer has a bucket', () => {
  expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBe(bucketCount - 1);
});

test('quantiles are within a thirty-second of the exact ones', () => {
  const histogram = new HistogramRecorder();
  const values = Array.from({ length: 10_001 }, (_, i) => Math.round(1.002 ** i + i));
  for (const value of values) histogram.add(value);
  for (const q of [0.01, 0.5, 0.9, 0.99, 0.999]) {
    const exact = values[Math.ceil(q * values.length) - 1]!;
    expect(Math.abs(quantileOf(histogram, q) - exact) / exact).toBeLessThan(1 / 32);
  }
  expect(quantileOf(histogram, 1)).toBe(values[values.length - 1]);
  expect(histogram.total).toBe(values.length);
});

test('an empty one has zeros', () => {
  expect(quantileOf(new HistogramRecorder(), 0.5)).toBe(0);
});

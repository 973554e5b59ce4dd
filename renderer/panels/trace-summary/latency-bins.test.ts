import { expect, test } from 'vitest';
import { binsOf, lengthOfBin } from './latency-bins';

test('every count is in a bar that holds its length, and none is lost', () => {
  const buckets = [0, 1, 31, 32, 1000, 1024, 1_000_000, 999_999_999].map((fromNs, i) => ({
    fromNs,
    count: i + 1,
  }));
  const bins = binsOf(buckets);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(36);
  for (const { fromNs } of buckets) {
    const length = Math.max(1, fromNs);
    const bin = bins.find(
      (each) => lengthOfBin(each.bin) <= length * 1.0001 && length < lengthOfBin(each.bin + 1),
    );
    expect(bin, String(fromNs)).toBeDefined();
  }
  expect(bins.map(({ bin }) => bin)).toEqual([...bins.map(({ bin }) => bin)].sort((a, b) => a - b));
});

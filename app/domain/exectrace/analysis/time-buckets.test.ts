import { expect, test } from 'vitest';
import { TimeBuckets } from './time-buckets';

test('a longer time doubles the width and keeps every count', () => {
  const buckets = new TimeBuckets();
  const counts = buckets.newCounts();
  for (let ms = 0; ms < 60_000; ms++) buckets.add(counts, ms * 1e6);
  expect(counts.reduce((a, b) => a + b)).toBe(60_000);
  const used = buckets.countFor(60e9);
  expect(used).toBeLessThanOrEqual(256);
  expect(used).toBeGreaterThan(128);
  expect(counts[0]).toBe(Math.ceil(buckets.widthNs / 1e6));
});

test('counts made before and after a widening have the same buckets', () => {
  const buckets = new TimeBuckets();
  const early = buckets.newCounts();
  buckets.add(early, 1e9);
  const late = buckets.newCounts();
  buckets.add(late, 10e9);
  buckets.add(late, 1e9);
  expect(late[early.indexOf(1)]).toBe(1);
});

import { expect, test } from 'vitest';
import { Kernel } from '../kernel/kernel';
import { bucketCount } from '../kernel/layout';
import { TimeBuckets } from './time-buckets';

function newCounts(buckets: TimeBuckets): Int32Array {
  const counts = new Int32Array(bucketCount);
  buckets.register({ columns: [counts] });
  return counts;
}

test('a longer time doubles the width and keeps every count', () => {
  const buckets = new TimeBuckets(new Kernel());
  const counts = newCounts(buckets);
  for (let ms = 0; ms < 60_000; ms++) buckets.add(counts, ms * 1e6);
  expect(counts.reduce((a, b) => a + b)).toBe(60_000);
  const used = buckets.countFor(60e9);
  expect(used).toBeLessThanOrEqual(256);
  expect(used).toBeGreaterThan(128);
  expect(counts[0]).toBe(Math.ceil(buckets.widthNs / 1e6));
});

test('counts made before and after a widening have the same buckets', () => {
  const buckets = new TimeBuckets(new Kernel());
  const early = newCounts(buckets);
  buckets.add(early, 1e9);
  const late = newCounts(buckets);
  buckets.add(late, 10e9);
  buckets.add(late, 1e9);
  expect(late[early.indexOf(1)]).toBe(1);
});

test('a span gives each bucket its part, and none is lost when the width doubles', () => {
  const buckets = new TimeBuckets(new Kernel());
  const times = buckets.newTimes();
  buckets.addSpan(times, 10, 3 * 65536 + 5);
  expect([...times.slice(0, 5)]).toEqual([65526, 65536, 65536, 5, 0]);
  buckets.addSpan(times, 1e9, 1e9 + 300e6);
  expect(times.reduce((a, b) => a + b)).toBe(3 * 65536 - 5 + 300e6);
  expect(buckets.widthNs).toBeGreaterThan(65536);
});

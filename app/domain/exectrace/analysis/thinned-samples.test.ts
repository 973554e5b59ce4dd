import { expect, test } from 'vitest';
import { ThinnedSamples } from './thinned-samples';

test('a few values are kept as they are', () => {
  const samples = new ThinnedSamples();
  samples.add(1, 10);
  samples.add(2, 5);
  expect(samples.finish()).toEqual({
    at: Float64Array.of(1, 2),
    value: Float64Array.of(10, 5),
    total: 2,
  });
});

test('the lowest and the highest of many survive, in the order of time', () => {
  const samples = new ThinnedSamples();
  for (let i = 0; i < 100_000; i++) {
    samples.add(i, i === 12_345 ? -7 : i === 77_777 ? 1e9 : 100 + (i % 13));
  }
  const { at, value, total } = samples.finish();
  expect(total).toBe(100_000);
  expect(at.length).toBeLessThan(4096);
  expect(value[at.indexOf(12_345)]).toBe(-7);
  expect(value[at.indexOf(77_777)]).toBe(1e9);
  expect([...at]).toEqual([...at].sort((a, b) => a - b));
});

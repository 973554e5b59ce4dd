import { expect, test } from 'vitest';
import { linearScale, logScale } from './scale';

test('a value goes to its pixel and back', () => {
  for (const scale of [linearScale(2, 12, 40, 440), logScale(10, 1e9, 40, 440)]) {
    expect(scale.toPixel(scale.from)).toBe(40);
    expect(scale.toPixel(scale.to)).toBeCloseTo(440);
    expect(scale.toValue(scale.toPixel(11))).toBeCloseTo(11);
  }
});

test('ticks are round numbers within the scale', () => {
  expect(linearScale(0, 8, 100, 0).ticks(4)).toEqual([0, 2, 4, 6, 8]);
  expect(linearScale(0, 1, 100, 0).ticks(2)).toEqual([0, 0.5, 1]);
  expect(linearScale(0, 5e6, 100, 0).ticks(3, 2 ** 20)).toEqual([0, 2 ** 21, 2 ** 22]);
  expect(logScale(1e3, 1e8, 0, 400).ticks(10)).toEqual([1e3, 1e4, 1e5, 1e6, 1e7, 1e8]);
  expect(logScale(1e3, 1e8, 0, 100).ticks(3)).toEqual([1e3, 1e5, 1e7]);
});

test('a scale of one value only, or below a logarithm, still has pixels', () => {
  expect(Number.isFinite(linearScale(5, 5, 0, 100).toPixel(5))).toBe(true);
  expect(linearScale(5, 5, 0, 0).toValue(3)).toBe(5 + 3);
  expect(logScale(1e3, 1e3, 0, 100).toPixel(1e3)).toBe(0);
  expect(logScale(1e3, 1e6, 0, 100).toPixel(0)).toBe(0);
});

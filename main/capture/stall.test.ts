import { expect, test } from 'vitest';
import type { MetricsSample } from '../../app/contract/manifest';
import { isStalled } from './stall';

/** Samples of a program that allocates so many MiB in each second. */
function samplesOf(...mib: number[]): MetricsSample[] {
  let totalAllocBytes = 0;
  return [0, ...mib].map((each, second) => {
    totalAllocBytes += each * 2 ** 20;
    return { atMs: second * 1000, totalAllocBytes } as MetricsSample;
  });
}

test('a busy program that is quiet for three seconds is stalled', () => {
  expect(isStalled(samplesOf(8, 9, 8, 7, 0.1, 0.05, 0.1))).toBe(true);
});

test('one that works on, or pauses for a moment, is not', () => {
  expect(isStalled(samplesOf(8, 9, 8, 7, 8, 9, 8))).toBe(false);
  expect(isStalled(samplesOf(8, 9, 8, 7, 0.1, 0.1, 6))).toBe(false);
});

test('one that never did much, or is not known long enough, is not', () => {
  expect(isStalled(samplesOf(0.1, 0.1, 0.1, 0.1, 0, 0, 0))).toBe(false);
  expect(isStalled(samplesOf(9, 0, 0, 0))).toBe(false);
  expect(isStalled([])).toBe(false);
});

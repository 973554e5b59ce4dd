import { expect, test } from 'vitest';
import { longestRows } from './longest-rows';

const endNs = 1000;
/** Rows of `length`, one after the other. */
const of = (lengths: readonly number[], name?: readonly number[]) => ({
  count: lengths.length,
  begin: Float64Array.from(lengths, (_, i) => i),
  end: Float64Array.from(lengths, (length, i) => i + length),
  name: name && Int32Array.from(name),
});

test('all are there when there are few', () => {
  expect(longestRows(of([3, 1, 2]), endNs, 3)).toEqual([0, 1, 2]);
});

test('of many the longest, in their order; one that is still open reaches to the end', () => {
  const stretches = of([3, 1, 2, 5]);
  stretches.end[1] = NaN;
  expect(longestRows(stretches, endNs, 2)).toEqual([1, 3]);
});

test('each name has its share, and what one leaves the longest get', () => {
  const stretches = of([9, 9, 9, 9, 9, 9, 1, 2, 3, 1], [0, 0, 0, 0, 0, 0, 1, 1, 1, 2]);
  expect(longestRows(stretches, endNs, 6)).toEqual([0, 1, 2, 7, 8, 9]);
});

test('no more than asked for, however many names there are', () => {
  const many = Array.from({ length: 50 }, (_, i) => i);
  expect(longestRows(of(many, many), endNs, 10)).toEqual(many.slice(40));
});

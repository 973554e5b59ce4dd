import { expect, test } from 'vitest';
import { cellAt, layOutTreemap, type TreemapCell } from './treemap-layout';

const cell = (parent: number, value: number): TreemapCell => ({
  parent,
  value,
  label: `${value}`,
  note: '',
  isRest: false,
});
const area = (place: { width: number; height: number } | undefined) =>
  place === undefined ? 0 : place.width * place.height;

test('areas are in proportion to the values, and fill the whole', () => {
  const cells = [6, 6, 4, 3, 2, 2, 1].map((value) => cell(-1, value));
  const places = layOutTreemap(cells, 600, 400);
  places.forEach((place, i) => expect(area(place)).toBeCloseTo(cells[i]!.value * 10_000, 3));
  // The example of the paper: no rectangle is worse than 3 : 1.
  for (const place of places) {
    expect(Math.max(place!.width / place!.height, place!.height / place!.width)).toBeLessThan(3);
  }
});

test('children lie in their parent and leave room for what is its own', () => {
  const cells = [cell(-1, 100), cell(0, 30), cell(0, 20)];
  const [parent, first, second] = layOutTreemap(cells, 400, 300);
  for (const child of [first!, second!]) {
    expect(child.x).toBeGreaterThanOrEqual(parent!.x);
    expect(child.y + child.height).toBeLessThanOrEqual(parent!.y + parent!.height);
  }
  expect((area(first) + area(second)) / area(parent)).toBeLessThan(0.5);
  expect(area(first) / area(second)).toBeCloseTo(1.5, 5);
});

test('a point belongs to the innermost cell', () => {
  const cells = [cell(-1, 100), cell(0, 100)];
  const places = layOutTreemap(cells, 400, 300);
  expect(cellAt(places, 200, 5)).toBe(0);
  expect(cellAt(places, 200, 200)).toBe(1);
  expect(cellAt(places, 500, 5)).toBeUndefined();
});

test('nothing, and things of no size, have no place', () => {
  expect(layOutTreemap([], 400, 300)).toEqual([]);
  expect(layOutTreemap([cell(-1, 0)], 400, 300)).toEqual([undefined]);
  expect(layOutTreemap([cell(-1, 1)], 0, 0)).toEqual([undefined]);
});

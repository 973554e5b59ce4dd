import { expect, test } from 'vitest';
import { layOutGraph, type GraphArrow } from './graph-layout';

const box = { width: 100, height: 40 };
const arrow = (source: number, target: number, weight = 1): GraphArrow => ({
  source,
  target,
  weight,
});

test('callers lie above what they call, and no two boxes overlap', () => {
  const arrows = [arrow(0, 1), arrow(0, 2), arrow(1, 3), arrow(2, 3), arrow(0, 3), arrow(4, 2)];
  const { boxes, width, height } = layOutGraph([box, box, box, box, box], arrows);
  for (const { source, target } of arrows) {
    expect(boxes[source]!.y + box.height).toBeLessThan(boxes[target]!.y);
  }
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) => {
      expect(a.y !== b.y || Math.abs(a.x - b.x) >= box.width).toBe(true);
    }),
  );
  for (const { x, y } of boxes) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + box.width).toBeLessThanOrEqual(width + 1e-9);
    expect(y + box.height).toBeLessThanOrEqual(height);
  }
});

test('a circle is cut at its lightest arrow', () => {
  const { boxes } = layOutGraph(
    [box, box, box],
    [arrow(0, 1, 9), arrow(1, 2, 8), arrow(2, 0, 1), arrow(1, 1, 5)],
  );
  expect(boxes.map(({ y }) => y)).toEqual([0, 96, 192]);
});

test('a child lies under its only parent', () => {
  const { boxes } = layOutGraph([box, box, box], [arrow(0, 2)]);
  expect(boxes[2]!.x).toBeCloseTo(boxes[0]!.x);
});

test('nothing has a picture of no size', () => {
  expect(layOutGraph([], [])).toEqual({ boxes: [], width: 0, height: 0 });
});

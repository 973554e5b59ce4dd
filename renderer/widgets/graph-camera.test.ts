import { expect, test } from 'vitest';
import { bringIntoSight, heaviestRoot, startCamera, wholeCamera, zoomCamera } from './graph-camera';

const size = { width: 800, height: 400 };
const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
const small = { boxes: [box(0, 0)], width: 300, height: 200 };
const large = { boxes: [box(0, 0), box(2900, 0), box(1500, 1900)], width: 3000, height: 2000 };

test('a graph that fits is shown whole and in the middle', () => {
  const camera = startCamera(small, size, 0);
  expect(camera).toEqual(wholeCamera(small, size));
  expect(camera.x).toBeCloseTo((800 - 300 * camera.scale) / 2);
});

test('a graph too large to be read whole begins at its first box, at a size to read', () => {
  expect(wholeCamera(large, size).scale).toBeLessThan(0.25);
  for (const [first, box] of large.boxes.entries()) {
    const { x, y, scale } = startCamera(large, size, first);
    expect(scale).toBeGreaterThanOrEqual(0.9);
    expect(x + box.x * scale).toBeGreaterThanOrEqual(0);
    expect(x + (box.x + box.width) * scale).toBeLessThanOrEqual(size.width);
    expect(y + box.y * scale).toBeGreaterThanOrEqual(0);
    expect(y + (box.y + box.height) * scale).toBeLessThanOrEqual(size.height);
  }
});

test('zooming leaves what is under the pointer where it is', () => {
  const before = { x: 10, y: 20, scale: 1 };
  const after = zoomCamera(before, 2, 110, 70);
  expect(after).toEqual({ x: -90, y: -30, scale: 2 });
  expect(zoomCamera(before, 1000, 0, 0).scale).toBe(4);
});

test('a box out of sight is brought in, one in sight moves nothing', () => {
  const camera = { x: 0, y: 0, scale: 1 };
  expect(bringIntoSight(camera, box(100, 100), size)).toBe(camera);
  expect(bringIntoSight(camera, box(1000, 100), size)).toEqual({ x: -316, y: 0, scale: 1 });
  expect(bringIntoSight(camera, box(100, -50), size)).toEqual({ x: 0, y: 66, scale: 1 });
});

test('the heaviest root is one that nobody else calls', () => {
  const arrows = [
    { source: 0, target: 1, weight: 5 },
    { source: 2, target: 1, weight: -9 },
    { source: 1, target: 3, weight: 14 },
    { source: 2, target: 2, weight: 100 },
  ];
  expect(heaviestRoot(4, arrows)).toBe(2);
  expect(heaviestRoot(0, [])).toBe(-1);
  // All in one circle.
  expect(heaviestRoot(2, [arrows[0]!, { source: 1, target: 0, weight: 1 }])).toBe(0);
});

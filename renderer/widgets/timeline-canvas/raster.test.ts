import { expect, test } from 'vitest';
import { stateCount } from './model';
import { drawValueLine, fillStates, mix, toPixel, type Raster } from './raster';

const [R, U, S, W, dot] = ['R', 'u', 's', 'w', '·'] as const;
const colors = { states: [1, 2, 3, 4], faint: [11, 12, 13, 14], background: 0 };
const letters: Record<number, string> = {
  ...{ 0: dot, 1: U, 11: U, 2: R, 3: S, 13: S, 4: W },
};

/** One line a row of pixels. */
function draw(width: number, height: number, parts: readonly (readonly number[])[]): string {
  const raster: Raster = { pixels: new Uint32Array(width * height), width, height };
  const columns = new Float32Array(width * stateCount);
  parts.forEach((part, x) => columns.set(part, x * stateCount));
  fillStates(raster, columns, 0, height, 1, colors);
  const lines = Array.from({ length: height }, (_, y) =>
    Array.from(raster.pixels.subarray(y * width, (y + 1) * width), (p) => letters[p]).join(''),
  );
  return lines.join('\n');
}

test('stacks states to scale, running at the bottom', () => {
  const half = [0, 0.5, 0, 0.5];
  const quarter = [0.25, 0.25, 0.25, 0.25];
  expect(draw(3, 4, [half, quarter, [0, 1, 0, 0]])).toBe('wwR\nwuR\nRsR\nRRR');
});

test('a state that is there is seen, however short', () => {
  expect(draw(1, 4, [[0, 0.001, 0, 0]])).toBe('·\n·\n·\nR');
});

test('a line of values is broken where it is level, and whole where it jumps', () => {
  const raster: Raster = { pixels: new Uint32Array(9 * 4), width: 9, height: 4 };
  const columns = new Float32Array(9 * stateCount);
  for (let x = 0; x < 9; x++) columns.set(x < 8 ? [2, 2] : [2, 4], x * stateCount);
  drawValueLine(raster, columns, 0, 4, 4, 1);
  const lines = Array.from({ length: 4 }, (_, y) =>
    raster.pixels.subarray(y * 9, y * 9 + 9).join(''),
  );
  expect(lines).toEqual(['000000001', '000000001', '111110001', '000000000']);
});

test('colours come as CSS has them and as pixels have them', () => {
  expect(toPixel('#102030').toString(16)).toBe('ff302010');
  expect(mix(0xff000000, 0xffffffff, 256)).toBe(0xffffffff);
  expect(mix(0xff000000, 0xffffffff, 0)).toBe(0xff000000);
});

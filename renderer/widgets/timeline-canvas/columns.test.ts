import { expect, test } from 'vitest';
import { sumColumns, valueColumns } from './columns';
import { stateCount, type LaneData } from './model';

const spans = (
  list: readonly (readonly [begin: number, end: number, state: number])[],
): LaneData => ({
  kind: 'spans',
  lane: 1,
  begin: Float64Array.from(list, ([begin]) => begin),
  end: Float64Array.from(list, ([, end]) => end),
  state: Uint8Array.from(list, ([, , state]) => state),
  goid: new Float64Array(list.length),
});
const columnsOf = (data: LaneData, from: number, to: number, width: number) => {
  const out = new Float32Array(width * stateCount);
  sumColumns(data, from, to, width, out);
  return out;
};
const sumOf = (columns: Float32Array, state: number) =>
  columns.reduce((sum, part, i) => (i % stateCount === state - 1 ? sum + part : sum), 0);

test('a span thinner than a pixel counts by its exact part', () => {
  const columns = columnsOf(spans([[10, 11, 2]]), 0, 1000, 10);
  expect(columns[1]).toBeCloseTo(0.01);
  expect(sumOf(columns, 2)).toBeCloseTo(0.01);
});

test('a span that crosses columns is shared among them', () => {
  const columns = columnsOf(spans([[50, 250, 2]]), 0, 1000, 10);
  expect([columns[1], columns[5], columns[9]].map((part) => part?.toFixed(3))).toEqual([
    '0.500',
    '1.000',
    '0.500',
  ]);
});

test('spans and their buckets give the same picture when the grid is the same', () => {
  const data = spans([
    [0, 30, 1],
    [30, 80, 2],
    [80, 150, 4],
    [150, 400, 2],
  ]);
  const width = 4;
  const stateNs = new Float32Array(width * stateCount);
  columnsOf(data, 0, 400, width).forEach((part, i) => (stateNs[i] = part * 100));
  const density: LaneData = { kind: 'density', lane: 1, from: 0, widthNs: 100, stateNs };
  expect(columnsOf(density, 0, 400, width)).toEqual(columnsOf(data, 0, 400, width));
});

test('at any zoom the columns sum to the time in sight', () => {
  const list = Array.from(
    { length: 500 },
    (_, i) => [i * 20, i * 20 + 1 + (i % 19), 1 + (i % 4)] as const,
  );
  for (const width of [7, 100, 1333]) {
    const columns = columnsOf(spans(list), 1000, 9000, width);
    for (let state = 1; state <= 4; state++) {
      const expected = list
        .filter(([, , each]) => each === state)
        .reduce((sum, [b, e]) => sum + Math.max(0, Math.min(e, 9000) - Math.max(b, 1000)), 0);
      expect((sumOf(columns, state) / width) * 8000).toBeCloseTo(expected, 0);
    }
  }
});

test('a value keeps its least and its greatest in every column', () => {
  const data: LaneData & { kind: 'values' } = {
    kind: 'values',
    lane: 1,
    from: 0,
    widthNs: 10,
    least: Float64Array.of(NaN, 3, 5, 1),
    greatest: Float64Array.of(NaN, 4, 9, 2),
  };
  const out = new Float32Array(2 * stateCount);
  expect(valueColumns(data, 0, 40, 2, out)).toBe(9);
  expect([out[0], out[1], out[4], out[5]]).toEqual([3, 4, 1, 9]);
});

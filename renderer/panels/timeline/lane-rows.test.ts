import { expect, test } from 'vitest';
import { timelineSummaryFixture as summary } from '../../testing/timeline-fixture';
import { createLaneModel, groupHeight, rowHeight } from './lane-rows';

const [first, second] = summary.groups;

test('groups are folded at first: one row each', () => {
  const model = createLaneModel(summary, 'groups', new Set());
  expect(model.count).toBe(summary.groups.length);
  expect(model.height).toBe(summary.groups.length * groupHeight);
  expect(model.placeOf(first!.group, 0, 0)).toBeUndefined();
});

test('a group that is open shows its members before the next group', () => {
  const model = createLaneModel(summary, 'groups', new Set([first!.group]));
  const rows = model.between(0, model.height);
  expect(rows).toHaveLength(summary.groups.length + first!.goroutines);
  expect(rows[1]).toMatchObject({ kind: 'goroutine', group: first!.group, index: 0 });
  expect(rows[first!.goroutines + 1]).toMatchObject({ kind: 'group', group: second });
  expect(model.placeOf(first!.group, 2, 9)).toBe(groupHeight + 2 * rowHeight);
});

test('only rows in sight are made, of however many', () => {
  const model = createLaneModel({ ...summary, goroutines: 1_000_000 }, 'goroutines', new Set());
  const rows = model.between(500_000 * rowHeight, 500_000 * rowHeight + 90);
  expect(rows.map((row) => row.kind === 'goroutine' && row.index)).toEqual([
    500_000, 500_001, 500_002, 500_003, 500_004,
  ]);
});

test('rows lie one under the other without a gap', () => {
  const model = createLaneModel(summary, 'groups', new Set(summary.groups.map((g) => g.group)));
  let y = 0;
  for (const row of model.between(0, model.height)) {
    expect(row.y).toBe(y);
    y += row.height;
  }
  expect(y).toBe(model.height);
});

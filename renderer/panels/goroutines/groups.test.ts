import { expect, test } from 'vitest';
import type { GoroutineRow } from '../../../app/contract/views';
import { groupGoroutines, isInGroup } from './groups';

const row = (
  goid: number,
  line: number | undefined,
  waitReason = '',
  stuck = false,
): GoroutineRow => ({
  goid,
  function: 'main.work',
  state: 'running',
  waitReason,
  createdBy: line === undefined ? undefined : { function: 'main.run', file: '/p/a.go', line },
  stack: [],
  provenStuck: stuck,
  sources: ['trace'],
});
const rows = [
  row(1, 3),
  row(2, 9, 'chan receive', true),
  row(3, 9, 'chan receive'),
  row(4, undefined),
];

test('goroutines group by the line that made them, the largest group first', () => {
  expect(
    groupGoroutines(rows, 'created').map(({ label, count, stuck }) => [label, count, stuck]),
  ).toEqual([
    ['main.run  a.go:9', 2, 1],
    ['', 1, 0],
    ['main.run  a.go:3', 1, 0],
  ]);
});

test('a running goroutine groups by its state, a waiting one by what it waits for', () => {
  const groups = groupGoroutines(rows, 'state');
  expect(groups.map(({ key }) => key)).toEqual(['chan receive', 'running']);
  expect(rows.filter((each) => isInGroup(each, groups[0]!, 'state'))).toHaveLength(2);
});

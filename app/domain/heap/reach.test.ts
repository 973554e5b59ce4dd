import { expect, test } from 'vitest';
import { EdgeBuilder, type Edges } from './edges';
import { ReachGrowth } from './reach';

/** `rows[n]` are the nodes that node n refers to. */
function edgesOf(rows: readonly (readonly number[])[]): Edges {
  const builder = new EdgeBuilder(rows.length, 4);
  for (const row of rows) {
    for (const to of row) builder.add(to, 0);
    builder.endRow();
  }
  return builder.finish();
}

// 0 map → 1 table → 2 entry; roots: 3 variable → map, 4 a goroutine inside the table; 5 all roots.
const edges = edgesOf([[1], [2], [], [0], [1], [4, 3]]);

/** @param turns the sources of each turn. */
function parentsOf(turns: readonly (readonly number[])[]): number[] {
  const growth = new ReachGrowth(edges.nodeCount, 5);
  for (const sources of turns) {
    for (const source of sources) growth.start(source, 5);
    growth.grow(edges);
  }
  return [...growth.finish(edges, 5).parent];
}

test('the nearest root names what several reach', () => {
  expect(parentsOf([[4, 3]])).toEqual([3, 4, 1, 5, 5, -1]);
});

test('what is held back is reached once it is let go, and only then leads on', () => {
  const growth = new ReachGrowth(edges.nodeCount, 5);
  growth.hold([1]);
  growth.start(3, 5);
  growth.grow(edges);
  expect(growth.isReached(0)).toBe(true);
  expect(growth.isReached(2)).toBe(false);
  growth.release([1]);
  expect(growth.isReached(1)).toBe(false);
  growth.start(4, 5);
  growth.grow(edges);
  expect([...growth.finish(edges, 5).parent]).toEqual([3, 4, 1, 5, 5, -1]);
});

test('a root of a later turn names nothing that an earlier one reaches by a longer way', () => {
  expect(parentsOf([[3], [4]])).toEqual([3, 0, 1, 5, 5, -1]);
});

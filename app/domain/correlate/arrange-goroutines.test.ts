import { describe, expect, test } from 'vitest';
import { goroutineViewSchema, type GoroutineViewInput } from '../../contract/goroutines';
import { arrangeGoroutines } from './arrange-goroutines';
import { describeGoroutine, findGoroutine, printGoroutines } from './describe-goroutine';
import { manyGoroutines } from './testing/many-goroutines';

const count = 100_000;
const table = manyGoroutines(count);
const all = Array.from({ length: count }, (_, row) => row);
const isEnded = (row: number) => row % 10 === 9;
const isSystem = (row: number) => row % 1000 === 0;
const isUsual = (row: number) => !isEnded(row) && !isSystem(row);
const originOf = (row: number) => (row % 9 < 3 ? 1 : (row % 9) - 1);
const arrange = (view: GoroutineViewInput) =>
  arrangeGoroutines(table, goroutineViewSchema.parse(view));
const rowsOf = (view: GoroutineViewInput) => [...arrange(view).order];

describe('100,000 goroutines', () => {
  test('come by goid, without ended ones and the runtime’s own', () => {
    expect(rowsOf({})).toEqual(all.filter(isUsual));
    expect(rowsOf({ ended: true })).toEqual(all.filter((row) => !isSystem(row)));
    expect(rowsOf({ ended: true, system: true })).toHaveLength(count);
  });

  test('sort by a number both ways, equal ones by goid, unknown ones last', () => {
    const known = all.filter((row) => isUsual(row) && row % 4 !== 0);
    const unknown = all.filter((row) => isUsual(row) && row % 4 === 0);
    const created = (row: number) => (row * 7919) % 1000;
    for (const [direction, sign] of [
      ['ascending', 1],
      ['descending', -1],
    ] as const) {
      const wanted = [...known].sort((a, b) => sign * (created(a) - created(b)) || a - b);
      expect(rowsOf({ sorting: { column: 'createdAt', direction } })).toEqual([
        ...wanted,
        ...unknown,
      ]);
    }
  });

  test('sort by a text, and by the place in the source', () => {
    const byFunction = rowsOf({ sorting: { column: 'function', direction: 'ascending' } });
    const usual = all.filter(isUsual);
    const odd = usual.filter((row) => row % 2 === 1);
    expect(byFunction.slice(0, odd.length)).toEqual(odd);
    const byLine = rowsOf({ sorting: { column: 'createdBy', direction: 'ascending' } });
    expect(byLine).toEqual([...usual].sort((a, b) => originOf(b) - originOf(a) || a - b));
  });

  test('group by the go statement, largest first, each sorted in itself', () => {
    const { order, groups } = arrange({
      grouping: 'created',
      sorting: { column: 'running', direction: 'descending' },
    });
    expect(groups).toHaveLength(7);
    expect(groups[0]).toMatchObject({
      stack: [{ function: 'main.run', file: '/p/run.go', line: 70 }],
      count: all.filter((row) => isUsual(row) && originOf(row) === 1).length,
      stuck: all.filter((row) => isUsual(row) && originOf(row) === 1 && row % 50 === 1).length,
      ended: 0,
    });
    expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(order.length);
    let start = 0;
    for (const group of groups) {
      const rows = [...order.slice(start, (start += group.count))];
      const line = group.stack[0]!.line;
      expect(rows.every((row) => 71 - originOf(row) === line)).toBe(true);
      expect(rows).toEqual(
        [...rows].sort((a, b) => ((b * 104_729) % 1_000_003) - ((a * 104_729) % 1_000_003)),
      );
    }
  });

  test('group by what they wait for, running ones by their state', () => {
    const { groups } = arrange({ grouping: 'state', ended: true });
    expect(groups.map(({ key }) => key).sort()).toEqual([
      'state IO wait',
      'state chan receive',
      'state ended',
      'state running',
      'state select',
      'state sync.Mutex.Lock',
    ]);
    expect(groups.find(({ key }) => key === 'state ended')).toMatchObject({ ended: 10_000 });
  });

  test('filter by every word, in any column, and by goid', () => {
    expect(rowsOf({ filter: 'MUTEX serve.go' })).toEqual(
      all.filter((row) => isUsual(row) && row % 5 === 2 && row % 2 === 1),
    );
    expect(rowsOf({ filter: 'run.go:70' })).toEqual(
      all.filter((row) => isUsual(row) && originOf(row) === 1),
    );
    expect(rowsOf({ filter: 'g3001 ' })).toEqual([]);
    expect(rowsOf({ filter: 'g3004' })).toEqual([1001]);
    expect(rowsOf({ filter: 'no such word' })).toEqual([]);
  });

  test('are those of one function or one creator when so asked', () => {
    expect(rowsOf({ of: { function: 'main.work' } })).toEqual(
      all.filter((row) => isUsual(row) && row % 2 === 0),
    );
    expect(rowsOf({ of: { createdBy: 'main.run' } })).toHaveLength(all.filter(isUsual).length);
    expect(rowsOf({ of: {} })).toEqual([]);
  });

  test('pages put together are the whole, and each is found by its goid', () => {
    const { order } = arrange({ grouping: 'state' });
    const pages = [];
    for (let offset = 0; offset < order.length; offset += 1000) {
      pages.push(...order.subarray(offset, offset + 1000));
    }
    expect(pages).toEqual([...order]);
    const row = order[54_321]!;
    expect(describeGoroutine(table, row)).toMatchObject({ goid: 3 * row + 1 });
    expect(findGoroutine(table, 3 * row + 1)).toBe(row);
    expect(findGoroutine(table, 3 * row + 2)).toBe(-1);
    expect(findGoroutine(table, 1e12)).toBe(-1);
  });

  test('print as TSV in the order shown', () => {
    const { order } = arrange({ sorting: { column: 'goid', direction: 'descending' } });
    const columns = [
      { id: 'goid' as const, title: 'G' },
      { id: 'blockedAt' as const, title: 'Blocked at' },
    ];
    const lines = printGoroutines(table, order, columns).split('\n');
    expect(lines).toHaveLength(order.length + 1);
    expect(lines.slice(0, 2)).toEqual(['G\tBlocked at', '299995\tmain.work work.go:12']);
  });
});

test('no goroutines are no groups', () => {
  const view = goroutineViewSchema.parse({ grouping: 'created' });
  expect(arrangeGoroutines(manyGoroutines(0), view)).toEqual({
    order: new Int32Array(0),
    groups: [],
  });
});

test('of very many groups the smallest are one', () => {
  const wide = manyGoroutines(5000);
  const places = wide.places.slice();
  for (let row = 0; row < 5000; row++) wide.creation[row] = row + 1;
  const creations = [[], ...Array.from({ length: 5000 }, (_, line) => [{ ...places[1]!, line }])];
  const view = goroutineViewSchema.parse({ grouping: 'created', ended: true, system: true });
  const { groups, order } = arrangeGoroutines({ ...wide, creations }, view);
  expect(groups).toHaveLength(1000);
  expect(groups[999]).toMatchObject({ key: 'others', count: 4001 });
  expect(order).toHaveLength(5000);
});

import { expect, test } from 'vitest';
import { arrangeRows, nextSorting, toTsv, type Column } from './table-model';

interface Row {
  readonly name: string;
  readonly size: number | undefined;
}
const rows: Row[] = [
  { name: 'main.b\tc', size: 2 },
  { name: 'main.a', size: undefined },
  { name: 'bytes.grow', size: 10 },
];
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name },
  { id: 'size', title: 'Size', value: (row) => row.size },
];
const namesBy = (filter: string, sorting?: Parameters<typeof arrangeRows>[3]) =>
  arrangeRows(rows, columns, filter, sorting).map(({ name }) => name);

test('numbers sort by size, nothing counts as the largest', () => {
  expect(namesBy('', { column: 'size', direction: 'ascending' })).toEqual([
    'main.b\tc',
    'bytes.grow',
    'main.a',
  ]);
});

test('a filter may be an expression, and a name stands for itself', () => {
  expect(namesBy('^bytes|\\.a$')).toEqual(['main.a', 'bytes.grow']);
  expect(namesBy('grow(')).toEqual([]);
  const named = [{ name: 'main.(*Pool).get', size: 1 }];
  expect(arrangeRows(named, columns, 'main.(*Pool)', undefined)).toHaveLength(1);
  expect(arrangeRows(named, columns, 'main.(*Poo', undefined)).toHaveLength(1);
});

test('a filter wants every word', () => {
  expect(namesBy('MAIN .a')).toEqual(['main.a']);
  expect(namesBy('main zzz')).toEqual([]);
});

test('the copy keeps exact values and its columns', () => {
  expect(toTsv(rows, columns)).toBe('Name\tSize\nmain.b c\t2\nmain.a\t\nbytes.grow\t10');
});

test('a heading sorts down, then up, then not', () => {
  const down = nextSorting(undefined, 'size');
  const up = nextSorting(down, 'size');
  expect([down?.direction, up?.direction, nextSorting(up, 'size')]).toEqual([
    'descending',
    'ascending',
    undefined,
  ]);
});

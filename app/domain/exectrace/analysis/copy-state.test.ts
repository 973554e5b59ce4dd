import { expect, test } from 'vitest';
import { copyState } from './copy-state';

class Counter {
  readonly times = new Float64Array([1, 2, 3]);
  readonly byName = new Map([['a', { count: 1 }]]);
  readonly list: readonly [Float64Array, { count: number }] = [this.times, { count: 2 }];
  readonly told: string[] = [];
  constructor(
    readonly tables: { rows: number },
    private readonly tell: (text: string) => void,
  ) {}
  add(): void {
    this.times[0]!++;
    this.byName.get('a')!.count++;
    this.list[1].count++;
    this.tell('added');
  }
}

test('what happens to a copy does not happen to the original', () => {
  const told: string[] = [];
  const tables = { rows: 7 };
  const original = new Counter(tables, (text) => told.push(text));
  const copy = copyState(original, [tables]);
  copy.add();
  expect(copy).toBeInstanceOf(Counter);
  expect([copy.times[0], copy.byName.get('a')?.count, copy.list[1].count]).toEqual([2, 2, 3]);
  expect([original.times[0], original.byName.get('a')?.count, original.list[1].count]).toEqual([
    1, 1, 2,
  ]);
  expect(told).toEqual(['added']);
});

test('what is held twice is copied once, and what is shared is not copied', () => {
  const tables = { rows: 7 };
  const copy = copyState(new Counter(tables, () => undefined), [tables]);
  expect(copy.list[0]).toBe(copy.times);
  expect(copy.tables).toBe(tables);
});

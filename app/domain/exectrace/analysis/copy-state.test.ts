import { expect, test } from 'vitest';
import { Kernel } from '../kernel/kernel';
import { highestProc, rowSumsArray } from '../kernel/layout';
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
  const copy = copyState(original, [tables], new Kernel());
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
  const copy = copyState(new Counter(tables, () => undefined), [tables], new Kernel());
  expect(copy.list[0]).toBe(copy.times);
  expect(copy.tables).toBe(tables);
});

test('what lies in the memory of the kernel lies in that of its copy', () => {
  const kernel = new Kernel();
  const sums = kernel.f64(rowSumsArray, 4).fill(1);
  kernel.words[highestProc] = 3;
  const copy = copyState({ sums, kernel }, [], kernel);
  expect([...copy.sums]).toEqual([1, 1, 1, 1]);
  expect(copy.kernel.words[highestProc]).toBe(3);
  const grown = copy.kernel.withRoomFor(rowSumsArray, copy.sums, 1e6);
  grown.fill(2);
  copy.sums.fill(2);
  expect([...sums]).toEqual([1, 1, 1, 1]);
});

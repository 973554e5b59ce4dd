import { expect, test } from 'vitest';
import { err, ok } from '../../app/contract/result';
import { PageStore, pageSize, type LoadRows } from './row-pages';

const total = 100_050;

/** A list of numbers whose pages come when told to. */
function openList() {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const load: LoadRows<number> = (offset, limit) => {
    asked.push(offset / pageSize);
    const length = Math.min(limit, total - offset);
    const rows = Array.from({ length }, (_, i) => offset + i);
    return new Promise((resolve) => answers.push(() => resolve(ok(rows))));
  };
  const store = new PageStore(load, total);
  store.attach(() => undefined);
  const answerAll = async () => {
    for (let answer = answers.shift(); answer; answer = answers.shift()) {
      answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { store, asked, answerAll };
}

test('loads what is in sight, then the neighbours', async () => {
  const { store, asked, answerAll } = openList();
  expect(store.rowAt(250)).toBeUndefined();
  store.want(250, 320);
  expect(asked).toEqual([2, 3]);
  await answerAll();
  expect(asked).toEqual([2, 3, 4, 1]);
  expect([250, 320, 199, 499].map((index) => store.rowAt(index))).toEqual([250, 320, 199, 499]);
});

test('pages that went by while scrolling are never asked for', async () => {
  const { store, asked, answerAll } = openList();
  for (let first = 0; first < 90_000; first += 500) store.want(first, first + 40);
  await answerAll();
  expect(asked.length).toBeLessThan(8);
  expect(store.rowAt(89_500)).toBe(89_500);
});

test('keeps a bounded number of pages, those in sight among them', async () => {
  const { store, answerAll } = openList();
  for (let first = 0; first < total; first += pageSize) {
    store.want(first, first + 40);
    await answerAll();
  }
  const kept = Array.from({ length: total / pageSize }, (_, page) => store.rowAt(page * pageSize));
  expect(kept.filter((row) => row !== undefined).length).toBeLessThanOrEqual(60);
  expect(store.rowAt(total - 1)).toBe(total - 1);
  expect(store.rowAt(total)).toBeUndefined();
});

test('a failure is kept and not asked for again', async () => {
  let count = 0;
  const store = new PageStore<number>(() => {
    count++;
    return Promise.resolve(err({ code: 'disk', message: 'gone' }));
  }, total);
  let told = 0;
  store.attach(() => told++);
  store.want(0, 10);
  await new Promise((resolve) => setImmediate(resolve));
  store.want(500, 510);
  expect([store.failure?.message, count <= 2, told > 0]).toEqual(['gone', true, true]);
});

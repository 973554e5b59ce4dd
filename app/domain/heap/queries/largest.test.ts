import { describe, expect, test } from 'vitest';
import { pageByKey } from './largest';

describe('a page of the largest', () => {
  const keys = Array.from({ length: 500 }, (_, i) => (i * 7919) % 101);
  const candidates = keys.map((_, i) => i);
  const sorted = (sign: number) =>
    [...candidates].sort((a, b) => sign * (keys[a]! - keys[b]!) || a - b);

  test.each([
    { offset: 0, limit: 10 },
    { offset: 37, limit: 100 },
    { offset: 490, limit: 50 },
    { offset: 500, limit: 5 },
    { offset: 9999, limit: 5 },
  ])('is that of a stable sort: %o', (page) => {
    const { offset, limit } = page;
    const keyOf = (candidate: number) => keys[candidate]!;
    expect(pageByKey(candidates, keyOf, page)).toEqual(sorted(-1).slice(offset, offset + limit));
    expect(pageByKey(candidates, keyOf, page, true)).toEqual(
      sorted(1).slice(offset, offset + limit),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { keeperOf, withoutKeys } from './keepers';

const step = (via: string, type: string) => ({ via, type, count: 1 });

describe('keeperOf', () => {
  test('names a pool by the variable or field it is, and what the next collection takes', () => {
    const path = [step('', '[]*main.owner'), step('[3]', 'main.owner')];
    const local = [
      ...path,
      step('.pool.local', '[]sync.poolLocal'),
      step('[0].private', 'main.buf'),
    ];
    expect(keeperOf('main.owners', local)).toBe('sync.Pool main.owners[3].pool');
    const victim = [step('', 'sync.Pool'), step('.victim', '[]sync.poolLocal')];
    expect(keeperOf('main.pool', victim)).toBe(
      'sync.Pool main.pool, from before the last collection',
    );
  });

  test('names the list of pending timers', () => {
    const path = [
      step('', '[]*runtime.p'),
      step('[1]', 'runtime.p'),
      step('.timers.heap', '[]runtime.timerWhen'),
    ];
    expect(keeperOf('runtime.allp', path)).toBe('pending timers');
    expect(keeperOf('main.list', path)).toBeUndefined();
  });

  test('leaves a path without such a keeper to its root', () => {
    expect(
      keeperOf('main.cache', [step('', 'map[string]int'), step('["k"]', 'int')]),
    ).toBeUndefined();
  });
});

test('paths that differ in a key or an index read alike', () => {
  expect(withoutKeys('["a\\"]b"].list[17].next')).toBe('[*].list[*].next');
});

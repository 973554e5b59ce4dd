import { expect, test } from 'vitest';
import { placeOf } from './place';
import { frame } from './testing/summaries';

const goroot = '/usr/local/go/src';

test.each([
  [
    'out of locks and channels',
    [frame('sync.(*Mutex).Lock', 45, `${goroot}/sync/mutex.go`), frame('main.add', 9)],
    'main.add',
  ],
  [
    'out of what is linked into the runtime by name',
    [frame('time.Sleep', 363, `${goroot}/runtime/time.go`), frame('main.add', 9)],
    'main.add',
  ],
  [
    'out of packages below others, also of a build that trims paths',
    [frame('net/http.(*conn).serve', 5, 'net/http/server.go'), frame('example.com/shop.f', 2)],
    'example.com/shop.f',
  ],
  [
    'to a module without a dot in its name',
    [
      frame('time.Sleep', 1, `${goroot}/time/sleep.go`),
      frame('shop/cart.Add', 2, '/w/shop/cart/a.go'),
    ],
    'shop/cart.Add',
  ],
  [
    'to the leaf where all is of Go',
    [frame('runtime.gopark', 5, `${goroot}/runtime/proc.go`)],
    'runtime.gopark',
  ],
])('a stack points %s', (_, stack, expected) => {
  expect(placeOf(stack)?.function).toBe(expected);
});

test('no stack points nowhere', () => {
  expect(placeOf([])).toBe(undefined);
  expect(placeOf(undefined)).toBe(undefined);
});

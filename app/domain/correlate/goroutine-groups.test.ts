import { expect, test } from 'vitest';
import type { GoroutineDump } from '../pprof/goroutine-text';
import { computeGoroutineGroups } from './goroutine-groups';
import { createUserFilter } from './user-module';

const isUser = createUserFilter(['example.com/shop']);
const creator = { function: 'main.(*Server).run', file: '/src/shop/run.go', line: 12 };

const dump = (goid: number, state: string, ...functions: string[]): GoroutineDump => ({
  goid,
  state,
  waitMinutes: undefined,
  lockedToThread: false,
  leaked: false,
  labels: {},
  frames: functions.map((name, i) => ({ function: name, file: '/src/shop/work.go', line: 30 + i })),
  elidedFrames: 0,
  createdBy: { ...creator, goid: 1 },
});
const waiting = (goid: number) =>
  dump(goid, 'chan receive', 'runtime.gopark', 'main.work', 'main.(*Server).run.gowrap1');

test('groups by creation line, function and waiting line; wrappers of the compiler do not count', () => {
  const groups = computeGoroutineGroups(
    [
      { atSeconds: 0, goroutines: [waiting(7)] },
      { atSeconds: 4, goroutines: [waiting(7), waiting(8), waiting(9)] },
    ],
    isUser,
  );
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({
    function: 'main.work',
    createdBy: creator,
    blockedAt: { function: 'main.work', line: 31 },
    reason: 'chan receive',
    counts: { atSeconds: [0, 4], values: [1, 3] },
    goids: [7, 8, 9],
    survival: 1,
  });
});

test('survival tells traffic from a leak: who of the earlier dumps is still there', () => {
  const [group] = computeGoroutineGroups(
    [
      { atSeconds: 0, goroutines: [waiting(1001), waiting(1002), waiting(1003)] },
      { atSeconds: 4, goroutines: [waiting(1004), waiting(1005), waiting(1003)] },
      { atSeconds: 8, goroutines: [waiting(1006), waiting(1007), waiting(1003)] },
    ],
    isUser,
  );
  expect(group!.survival).toBeCloseTo(1 / 5);
});

test('goroutine 1, the agent and running goroutines are no suspects', () => {
  const goroutines = [
    dump(1, 'select', 'main.main'),
    dump(5, 'running', 'main.spin'),
    dump(6, 'IO wait', 'internal/poll.runtime_pollWait', 'main.trivetAgentServe'),
  ];
  expect(computeGoroutineGroups([{ atSeconds: 0, goroutines }], isUser)).toEqual([]);
});

test.each([
  ['main.work', true],
  ['main.trivetAgentServe', false],
  ['example.com/shop.New', true],
  ['example.com/shop/cart.(*Cart).Add', true],
  ['example.com/shopping.New', false],
  ['bytes.(*Buffer).grow', false],
])('%s is of the user: %s', (name, expected) => expect(isUser(name)).toBe(expected));

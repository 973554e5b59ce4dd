import { expect, test } from 'vitest';
import { kindOfWait } from './wait-kind';

const none = () => undefined;
const stack =
  (...names: string[]) =>
  (depth: number) =>
    names[depth];

test.each([
  ['chan send', 'chan'],
  ['select', 'select'],
  ['sync.(*Cond).Wait', 'sync'],
  ['network', 'network'],
  ['sleep', 'sleep'],
  ['GC background sweeper wait', 'gc'],
  ['system goroutine wait', 'other'],
  ['a reason of a Go to come', 'other'],
])('"%s" is %s', (reason, kind) => expect(kindOfWait(reason, none)).toBe(kind));

test('a wait that does not say its reason is told by where it waits', () => {
  expect(kindOfWait('', none)).toBe('other');
  expect(kindOfWait('', stack('runtime.gopark', 'runtime.chanrecv1', 'main.f'))).toBe('chan');
  expect(kindOfWait('forever', stack('runtime.block', 'main.main'))).toBe('select');
  expect(kindOfWait('', stack('sync.runtime_SemacquireMutex', 'sync.(*Mutex).Lock'))).toBe('sync');
  expect(kindOfWait('', stack('internal/poll.runtime_pollWait', 'net.Read'))).toBe('network');
});

test('only the leaf tells, not who called far above', () => {
  const far = Array.from({ length: 10 }, (_, i) => `main.f${i}`);
  expect(kindOfWait('', stack(...far, 'sync.(*Once).Do'))).toBe('other');
});

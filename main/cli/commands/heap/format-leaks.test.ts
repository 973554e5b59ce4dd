import { expect, test } from 'vitest';
import type { WaitGroup } from '../../../../app/contract/heap-leaks';
import { formatLeaks } from './format-leaks';

const frame = (name: string, line: number) => ({ function: name, file: 'work.go', line });

const leaked: WaitGroup = {
  verdict: 'proven',
  function: 'main.work',
  createdBy: frame('main.main', 4),
  blockedAt: frame('main.work', 9),
  reason: 'chan send',
  count: 1200,
  proven: 1199,
  goids: Array.from({ length: 1200 }, (_, i) => i + 7),
  earlier: undefined,
  targets: [{ kind: 'chan', address: 0xc0000a, name: 'chan string', length: 2, capacity: 2 }],
  distinctTargets: 1200,
  heldBy: 'local out of main.work in goroutine 7',
  alive: undefined,
  suspicion: undefined,
  waitedMs: 90_000,
  stack: [frame('runtime.gopark', 1), frame('main.work', 9), frame('runtime.goexit', 1)],
};
const locked: WaitGroup = {
  ...leaked,
  verdict: 'suspected',
  count: 1,
  proven: 0,
  goids: [5],
  reason: 'sync.RWMutex.RLock',
  targets: [{ kind: 'lock', address: 0xc0000b, name: '' }],
  distinctTargets: 1,
  heldBy: 'main.cache["a"].mu',
  alive: { code: 'global', holder: 'main.cache["a"].mu' },
  suspicion: 'lock-held',
  waitedMs: undefined,
};

test('tells what is proven, what is suspected and why, and who only waits', () => {
  const idle: WaitGroup = { ...locked, verdict: 'alive', suspicion: undefined };
  expect(formatLeaks([leaked, locked, idle], 3)).toBe(`\
1,199 proven never to run again · 1 suspected · 1 wait and may be woken

1,200 main.work  PROVEN
  waits in chan send at work.go:9, for at least 1 min 30 s
  created by main.main at work.go:4
  on chan string (0xc0000a, 2 of 2 in its buffer) and 1,199 others
  held by local out of main.work in goroutine 7
  proven for 1,199 of them: nothing that can still run reaches what is waited for
  goroutines 7, 8, 9, 10, 11, 12, 13, 14, …
    main.work at work.go:9

1 main.work  SUSPECTED
  waits in sync.RWMutex.RLock at work.go:9
  created by main.main at work.go:4
  on sync.RWMutex (0xc0000b)
  held by main.cache["a"].mu
  suspected, not proven: nobody waits this long for a lock that is let go; the variable main.cache["a"].mu reaches what it waits for
  goroutines 5
    main.work at work.go:9

1 main.work  ALIVE
  waits in sync.RWMutex.RLock at work.go:9
  created by main.main at work.go:4
  on sync.RWMutex (0xc0000b)
  held by main.cache["a"].mu
  may be woken: the variable main.cache["a"].mu reaches what it waits for
  goroutines 5
    main.work at work.go:9

3 more goroutines need nobody else to go on.
`);
});

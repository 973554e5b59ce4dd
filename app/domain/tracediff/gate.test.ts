import { describe, expect, test } from 'vitest';
import { diffTraces } from './diff-traces';
import { parseGate } from './gate';
import { judgeGates } from './judge-gates';
import { row, run, runsOf } from './testing/summaries';
import type { TraceSummary } from './trace-summary';

function parse(text: string) {
  const gate = parseGate(text);
  if (!gate.ok) throw new Error(gate.error);
  return gate.value;
}
const judge = (
  gates: readonly string[],
  a: readonly TraceSummary[],
  b: readonly TraceSummary[],
  any = false,
) => judgeGates(diffTraces(a, b), gates.map(parse), { any });

describe('a gate is read', () => {
  test.each([
    ['sched.p99>+20%', 'sched.p99', '>', 'relative', 0.2],
    [' sched.p99 > +20% ', 'sched.p99', '>', 'relative', 0.2],
    ['mmu.10ms<-5%', 'mmu.10ms', '<', 'relative', -0.05],
    ['gc.pause.max>5ms', 'gc.pause.max', '>', 'value', 5e6],
    ['gc.pause.max>+200us', 'gc.pause.max', '>', 'change', 2e5],
    ['gc.pause.max>+200µs', 'gc.pause.max', '>', 'change', 2e5],
    ['blocked.chan>1.5s/s', 'blocked.chan', '>', 'value', 1.5e9],
    ['goroutines.alive>+100', 'goroutines.alive', '>', 'change', 100],
    ['heap.floor>64MiB', 'heap.floor', '>', 'value', 64 * 2 ** 20],
    ['heap.slope>+1KiB/s', 'heap.slope', '>', 'change', 1024],
    ['gc.cpu>25%', 'gc.cpu', '>', 'value', 0.25],
  ])('%s', (text, name, operator, of, limit) => {
    const gate = parse(text);
    expect(gate.metric.name).toBe(name);
    expect(gate).toMatchObject({ operator, of });
    expect(gate.limit).toBeCloseTo(limit, 12);
  });

  test('with the rows it looks at', () => {
    expect(parse('goroutines.alive[main.(*Server).run]>+10').match).toBe('main.(*Server).run');
    expect(parse('blocked.time[*]>+50%').match).toBe('*');
  });

  test.each([
    ['sched.p98>+20%', 'there is no metric "sched.p98"; the nearest is "sched.p90"'],
    ['gorutines.alive>+20', 'the nearest is "goroutines.alive"'],
    ['gc.pausemax>5ms', 'the nearest is "gc.pause.max"'],
    ['sched.p99', 'a gate is METRIC'],
    ['sched.p99=5', 'a gate is METRIC'],
    ['', 'a gate is METRIC'],
    ['sched.p99>20%', '"sched.p99" is compared with a change in % with its sign (+20%) or a time'],
    ['sched.p99>5', 'or a time (5ms'],
    ['sched.p99>5MiB', 'or a time (5ms'],
    ['sched.p99>5constructor', 'or a time (5ms'],
    ['heap.floor>5ms', 'or a size (64MiB'],
    ['goroutines.alive>5ms', 'or a number (100, +10)'],
    ['goroutines.alive>5/s', 'or a number (100, +10)'],
    ['gc.cpu[main.main]>5%', '"gc.cpu" has no rows to choose from'],
  ])('%s is refused in one line that says where the metrics are listed', (text, reason) => {
    const gate = parseGate(text);
    expect(gate.ok).toBe(false);
    const message = gate.ok ? '' : gate.error;
    expect(message).toContain(reason);
    expect(message).toContain('trivet help trace');
    expect(message.length).toBeLessThan(300);
  });

  test('answers for anything', () => {
    const parts = ['sched.p99', '[', ']', '>', '<', '+', '-', '5', '%', 'ms', '/s', ' ', '\u0000'];
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: 6 }, (_, k) => parts[(i * 7 + k * k * (i % 11)) % 13]);
      parseGate(text.join(''));
    }
    parseGate('a.'.repeat(100_000));
    parseGate(`${'['.repeat(50_000)}>`);
  });
});

describe('a gate is judged', () => {
  const slow = runsOf('sched.p99', [130, 128, 132, 131, 129]);
  const fast = runsOf('sched.p99', [100, 98, 102, 101, 99]);

  test('on a change that the test shows', () => {
    expect(judge(['sched.p99>+20%'], fast, slow)[0]).toMatchObject({ state: 'failed', q: 2 / 252 });
    expect(judge(['sched.p99>+40%'], fast, slow)[0]?.state).toBe('passed');
    expect(judge(['sched.p99<-20%'], slow, fast)[0]?.state).toBe('failed');
  });

  test('not on one that may be chance, unless it is told to', () => {
    const a = runsOf('sched.p99', [100, 400, 98, 300, 99]);
    const b = runsOf('sched.p99', [350, 97, 360, 101, 340]);
    const [outcome] = judge(['sched.p99>+20%'], a, b);
    expect(outcome?.state).toBe('passed');
    expect(outcome?.says).toMatch(/100 ns → 340 ns \(\+240 %\); q = 0\.69, which may be chance/);
    expect(judge(['sched.p99>+20%'], a, b, true)[0]?.state).toBe('failed');
  });

  test('on the size alone where there are too few runs to test', () => {
    expect(judge(['sched.p99>+20%'], [fast[0]!], [slow[0]!])[0]?.state).toBe('failed');
  });

  test('on the value of B without any test', () => {
    const b = [9e6, 6e6, 1e6, 7e6, 2e6].map((x) => run({ 'gc.pause.max': x }));
    expect(judge(['gc.pause.max>5ms'], b, b)[0]?.state).toBe('failed');
    expect(judge(['gc.pause.max>6ms'], b, b)[0]?.state).toBe('passed');
  });

  test('as skipped when there is nothing to judge', () => {
    expect(judge(['gc.pause.max>5ms'], fast, slow)[0]).toMatchObject({
      state: 'skipped',
      says: 'A side has no value to compare.',
    });
    expect(judge(['goroutines.alive[main.gone]>+5'], fast, slow)[0]).toMatchObject({
      state: 'skipped',
      says: 'No row matches [main.gone].',
    });
  });

  test('from nothing, any part more is too much', () => {
    const [none, some] = [runsOf('blocked.sync', [0]), runsOf('blocked.sync', [5])];
    expect(judge(['blocked.sync>+1000%'], none, some)[0]?.state).toBe('failed');
    expect(judge(['blocked.sync>+1000%'], none, none)[0]?.state).toBe('passed');
  });

  test('never on identical runs', () => {
    const runs = [1, 2, 3, 4, 5].map((x) => run({ 'sched.p99': x, 'goroutines.alive': x }));
    const gates = ['sched.p99>+0%', 'goroutines.alive>+0', 'sched.p99<-0%'];
    for (const any of [false, true]) {
      const states = judge(gates, runs, runs, any).map(({ state }) => state);
      expect(states).toEqual(['passed', 'passed', 'passed']);
    }
  });
});

describe('a gate names the place', () => {
  const goroutines = (leaked: number) => [
    run(
      { 'goroutines.alive': 10 + leaked },
      {
        goroutines: [
          row('main.serve', 12, { 'goroutines.alive': 10 }),
          row('main.leak', 41, { 'goroutines.alive': leaked }),
        ],
      },
    ),
  ];

  test('of the row that it chose', () => {
    const gates = ['main.leak', 'main.go:41', '*'].map((match) => `goroutines.alive[${match}]>+20`);
    for (const outcome of judge(gates, goroutines(0), goroutines(50))) {
      expect(outcome.state).toBe('failed');
      expect(outcome.row?.key).toBe('main.leak');
      expect(outcome.contributor?.stack?.[0]?.line).toBe(41);
    }
  });

  test('that adds most to a total', () => {
    const [outcome] = judge(['goroutines.alive>+20'], goroutines(0), goroutines(50));
    expect(outcome?.row?.key).toBe(undefined);
    expect(outcome?.contributor?.key).toBe('main.leak');
  });

  test('of the right kind of wait', () => {
    const blocked = (chan: number, sync: number) => [
      run(
        { 'blocked.chan': chan },
        {
          blocked: [
            row('main.recv', 5, { 'blocked.time': chan }, 'chan receive', 'chan'),
            row('main.lock', 6, { 'blocked.time': sync }, 'sync', 'sync'),
          ],
        },
      ),
    ];
    const [outcome] = judge(['blocked.chan>+20%'], blocked(10, 10), blocked(20, 900));
    expect(outcome?.contributor?.key).toBe('chan receive at main.recv');
  });
});

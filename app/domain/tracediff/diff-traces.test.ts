import { describe, expect, test } from 'vitest';
import { traceDiffSchema } from '../../contract/trace-diff';
import { diffTraces } from './diff-traces';
import { isHeadline, metrics as allMetrics } from './metrics';
import { otherMetrics, reachOf } from './reach';
import { row, run, runsOf } from './testing/summaries';

const metric = (diff: ReturnType<typeof diffTraces>, name: string) =>
  diff.metrics.find((each) => each.metric === name);

describe('with five runs a side', () => {
  test('a difference in every run is significant, by medians', () => {
    const diff = diffTraces(
      runsOf('sched.p99', [10, 12, 11, 13, 14]),
      runsOf('sched.p99', [24, 20, 22, 21, 23]),
    );
    expect(diff.tested).toBe(true);
    expect(metric(diff, 'sched.p99')).toMatchObject({
      ...{ a: 12, b: 22, delta: 10, verdict: 'worse' },
      ratio: 22 / 12,
      p: 2 / 252,
      q: 2 / 252,
    });
    expect(traceDiffSchema.parse(diff)).toEqual(diff);
  });

  test('what overlaps is not shown, however large it looks; the same is only what is close', () => {
    const diff = diffTraces(
      runsOf('sched.p99', [10, 50, 12, 90, 14]),
      runsOf('sched.p99', [60, 11, 95, 70, 13]),
    );
    expect(metric(diff, 'sched.p99')).toMatchObject({
      ...{ b: 60, a: 14, verdict: 'not-shown' },
    });
    const close = diffTraces(
      runsOf('sched.p99', [100, 101, 102, 103, 104]),
      runsOf('sched.p99', [105, 99, 102.5, 103.5, 98]),
    );
    expect(metric(close, 'sched.p99')?.verdict).toBe('same');
  });

  test('a headline is shown alone among many metrics that do not differ; others need more runs', () => {
    // What each metric has in ten runs that are all alike: no order of them separates five from five.
    const noise = [5, 1, 8, 3, 9, 4, 7, 2, 6, 10];
    const make = (from: number, alive: number, select: number, runs = 5) =>
      Array.from({ length: runs }, (_, i) => {
        const x = noise[(from + i) % noise.length]! + i / 100;
        const metrics = Object.fromEntries(names.map((name) => [name, x]));
        return run({ ...metrics, 'goroutines.alive': alive + i, 'blocked.select': select + i });
      });
    const names = allMetrics.map(({ name }) => name);
    const diff = diffTraces(make(0, 20, 10), make(5, 300, 900));
    expect(metric(diff, 'goroutines.alive')).toMatchObject({ verdict: 'worse', p: 2 / 252 });
    expect(metric(diff, 'blocked.select')).toMatchObject({ verdict: 'not-shown', p: 2 / 252 });
    const reach = reachOf(diff, otherMetrics(diff));
    expect(reach).toEqual({
      tests: allMetrics.length - 6,
      leastQ: ((allMetrics.length - 6) * 2) / 252,
      runsNeeded: 7,
    });
    const more = diffTraces(make(0, 20, 10, 7), make(5, 300, 900, 7));
    expect(metric(more, 'blocked.select')?.verdict).toBe('worse');
    expect(reachOf(more, otherMetrics(more))).toBe(undefined);
  });

  test('more is better, worse or neither, as the metric has it', () => {
    const a = [1, 2, 3, 4, 5].map((x) =>
      run({ 'mmu.10ms': x / 10, 'goroutines.created': x, 'heap.floor': x + 100 }),
    );
    const b = [1, 2, 3, 4, 5].map((x) =>
      run({ 'mmu.10ms': x / 10 + 0.5, 'goroutines.created': x + 50, 'heap.floor': x }),
    );
    const diff = diffTraces(a, b);
    expect(metric(diff, 'mmu.10ms')?.verdict).toBe('better');
    expect(metric(diff, 'goroutines.created')?.verdict).toBe('changed');
    expect(metric(diff, 'heap.floor')?.verdict).toBe('better');
  });

  test('the same runs on both sides show nothing', () => {
    const runs = [3, 1, 4, 1, 5].map((x) =>
      run(
        { 'sched.p99': x, 'gc.cpu': x / 10 },
        { goroutines: [row('main.serve', 9, { 'goroutines.alive': x })] },
      ),
    );
    const diff = diffTraces(runs, runs);
    for (const each of [...diff.metrics, ...diff.goroutines]) {
      expect(['same', 'unknown']).toContain(each.verdict);
    }
  });

  test('values that are all alike do not weaken the test of those that are not', () => {
    const make = (shift: number) =>
      [1, 2, 3, 4, 5].map((x) =>
        run({ 'sched.p99': x + shift, 'gc.count': 0, 'blocked.gc': 0, 'stw.count': 0 }),
      );
    expect(metric(diffTraces(make(0), make(10)), 'sched.p99')?.q).toBe(2 / 252);
    expect(metric(diffTraces(make(0), make(10)), 'gc.count')).toEqual({
      ...{ metric: 'gc.count', unit: 'count/s', a: 0, b: 0, delta: 0, verdict: 'same' },
    });
  });
});

test('with fewer runs only the size decides, and nothing claims to be tested', () => {
  const diff = diffTraces(runsOf('gc.pause.max', [100]), runsOf('gc.pause.max', [130]));
  expect(diff.tested).toBe(false);
  const found = metric(diff, 'gc.pause.max');
  expect(found?.verdict).toBe('worse');
  expect(found).not.toHaveProperty('p');
  const close = diffTraces(runsOf('gc.pause.max', [100]), runsOf('gc.pause.max', [104]));
  expect(metric(close, 'gc.pause.max')?.verdict).toBe('same');
});

test('a metric that one side has no value of is unknown, not zero', () => {
  const diff = diffTraces(runsOf('gc.pause.max', [100]), [run({})]);
  expect(metric(diff, 'gc.pause.max')).toEqual({
    ...{ metric: 'gc.pause.max', unit: 'ns', a: 100, verdict: 'unknown' },
  });
});

describe('a row of a table', () => {
  const leak = [row('main.leak', 41, { 'goroutines.alive': 50, 'goroutines.created': 50 })];

  test('that is new counts from nothing, and shows its line', () => {
    const diff = diffTraces([run({})], [run({}, { goroutines: leak })]);
    const alive = diff.goroutines.find((each) => each.metric === 'goroutines.alive');
    expect(alive).toMatchObject({ key: 'main.leak', a: 0, b: 50, delta: 50, verdict: 'worse' });
    expect(alive?.stack?.[0]?.line).toBe(41);
    expect(alive).not.toHaveProperty('ratio');
  });

  test('has no quantile where it is missing', () => {
    const b = run({}, { functions: [row('main.work', 0, { 'sched.p99': 5, 'sched.total': 9 })] });
    const { functions } = diffTraces([run({})], [b]);
    const p99 = functions.find((each) => each.metric === 'sched.p99');
    expect(p99).toEqual({
      ...{ metric: 'sched.p99', unit: 'ns', key: 'main.work', b: 5, verdict: 'unknown' },
    });
    const total = functions.find((each) => each.metric === 'sched.total');
    expect(total).toMatchObject({ a: 0, b: 9 });
  });

  test('too small to matter is told but neither tested nor called, nor called the same', () => {
    const make = (shift: number) =>
      [1, 2, 3, 4, 5].map((x) =>
        run(
          {},
          {
            blocked: [
              row('main.big', 3, { 'blocked.time': 1e6 + x }),
              row('main.tiny', 4, { 'blocked.time': x + shift }),
            ],
          },
        ),
      );
    const { blocked } = diffTraces(make(0), make(10));
    const tiny = blocked.find(
      ({ key, metric }) => key === 'main.tiny' && metric === 'blocked.time',
    );
    expect(tiny).toMatchObject({ a: 3, b: 13, p: 2 / 252, verdict: 'not-shown' });
    expect(tiny).not.toHaveProperty('q');
  });
});

test('of comparisons without any difference, about one in twenty calls something in a family', () => {
  // A small linear congruential generator: the same sequence in every run of this test.
  let state = 12345;
  const random = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  const names = ['sched.p50', 'sched.p99', 'gc.cpu', 'heap.floor', 'blocked.chan', 'mmu.1ms'];
  const side = () =>
    Array.from({ length: 7 }, () => run(Object.fromEntries(names.map((name) => [name, random()]))));
  const rounds = 1000;
  const called = { headline: 0, other: 0 };
  for (let i = 0; i < rounds; i++) {
    const { metrics } = diffTraces(side(), side());
    const found = metrics.filter(({ verdict }) => verdict === 'worse' || verdict === 'better');
    if (found.some((row) => isHeadline(row.metric))) called.headline++;
    if (found.some((row) => !isHeadline(row.metric))) called.other++;
  }
  for (const count of Object.values(called)) {
    expect(count / rounds).toBeLessThan(0.06);
    expect(count).toBeGreaterThan(0);
  }
});

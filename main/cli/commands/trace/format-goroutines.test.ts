import { expect, test } from 'vitest';
import type { TraceGoroutines } from '../../../../app/contract/trace-stats';
import { formatGoroutines } from './format-goroutines';

const row = (goid: number): TraceGoroutines['groups'][number]['goroutines'][number] => ({
  ...{ goid, state: 'waiting', reason: 'chan receive', stack: [], sinceNs: 0 },
  ...{ runningNs: 1, runnableNs: 1, waitingNs: 1, syscallNs: 0 },
});
const document: TraceGoroutines = {
  format: 1,
  durationNs: 1e9,
  groups: [
    {
      ...{ startFunction: 'main.wait', creationStack: [], places: [], system: false },
      ...{ existing: 0, created: 20, ended: 0, alive: 20, omitted: 0 },
      goroutines: Array.from({ length: 20 }, (_, i) => row(i + 10)),
    },
  ],
  warnings: [],
};
const format = (limit: number, aliveOnly = false) =>
  formatGoroutines(document, () => undefined, { limit, aliveOnly });

test('as many goroutines of a group as wanted, and how to see the others', () => {
  expect(format(8)).toContain('… 12 more (--limit)');
  expect(format(8)).not.toMatch(/^ +18 /m);
  expect(format(20)).toMatch(/^ +29 /m);
  expect(format(20)).not.toContain('more');
  expect(format(0)).toContain('… 20 more (--limit)');
});

test('totals of some groups do not read as those of the trace', () => {
  expect(format(8)).toMatch(/^20 alive/);
  expect(format(8, true)).toMatch(/^Groups with living goroutines: 20 alive/);
});

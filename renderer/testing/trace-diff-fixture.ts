import type { TraceDiff, TraceDiffRow, TraceDiffRun } from '../../app/contract/trace-diff';
import { sourceFile } from './findings-fixture';

const runs = (side: string): TraceDiffRun[] =>
  [1, 2, 3, 4, 5, 6].map((index) => ({
    file: `/runs/${side}/run-${index}.trace`,
    durationNs: 1e8 + index * 1e6,
    events: 4000,
    warnings: [],
  }));

const row = (
  metric: string,
  unit: TraceDiffRow['unit'],
  [a, b]: readonly [number, number],
  verdict: TraceDiffRow['verdict'],
  more: Partial<TraceDiffRow> = {},
): TraceDiffRow => ({
  ...{ metric, unit, a, b, delta: b - a, verdict, p: 0.002, q: 0.011 },
  ...(a !== 0 && { ratio: b / a }),
  ...more,
});

const frame = (name: string, line: number) => ({ function: name, file: sourceFile, line });

/** Six runs a side: a lock became a convoy, and 46 goroutines stay. */
export const traceDiffFixture: TraceDiff = {
  format: 1,
  a: runs('before'),
  b: runs('after'),
  tested: true,
  metrics: [
    row('sched.p99', 'ns', [92_700, 118_000], 'not-shown', { q: 0.41 }),
    row('gc.pause.max', 'ns', [537_000, 391_000], 'better'),
    row('gc.cpu', 'share', [0.041, 0.043], 'same', { q: 0.62 }),
    row('blocked.sync', 'ns/s', [726_000, 1.64e9], 'worse'),
    row('goroutines.alive', 'count', [4, 50], 'worse'),
    row('goroutines.created', 'count/s', [890, 413], 'changed'),
    row('heap.floor', 'bytes', [2_453_000, 2_460_000], 'same', { q: 0.9 }),
  ],
  pauses: [row('stw.max', 'ns', [120_000, 98_000], 'better', { key: 'GC mark termination' })],
  functions: [row('sched.p99', 'ns', [28_000, 91_000], 'worse', { key: 'main.syncBatch' })],
  blocked: [
    row('blocked.time', 'ns/s', [0, 1.64e9], 'worse', {
      key: 'sync at sync.(*Mutex).Lock ← main.syncBatch',
      about: 'sync',
      kind: 'sync',
      stack: [
        {
          function: 'sync.(*Mutex).Lock',
          file: '/usr/local/go/src/sync/mutex.go',
          line: 45,
        },
        frame('main.syncBatch', 12),
      ],
    }),
  ],
  goroutines: [
    row('goroutines.alive', 'count', [0, 46], 'worse', {
      key: 'main.syncBatch at main.(*Syncer).run',
      about: 'main.syncBatch',
      stack: [frame('main.(*Syncer).run', 24)],
    }),
  ],
};

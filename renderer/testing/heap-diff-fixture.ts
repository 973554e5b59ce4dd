import type { HeapDiff } from '../../app/contract/heap-diff';

const mib = 2 ** 20;
const change = (before: number, after: number, bytes = 2048) => ({
  before: { objects: before, bytes: before * bytes },
  after: { objects: after, bytes: after * bytes },
  delta: { objects: after - before, bytes: (after - before) * bytes },
  retainedBefore: before * bytes,
  retainedAfter: after * bytes,
});
const summary = {
  goVersion: 'go1.26.8',
  pid: 4711,
  stoppedAtMs: 1_790_000_000_000,
  pauseMs: 8,
  reachableBytes: 60 * mib,
  reachableObjects: 30_000,
  allocatedObjects: 30_000,
  allocatedBytes: 60 * mib,
  coverage: 1,
  trusted: true,
  warnings: [],
};

/** `main.cache` grows, `main.index` shrinks a little. */
export const heapDiffFixture: HeapDiff = {
  format: 1,
  before: summary,
  after: summary,
  secondsBetween: 12,
  total: change(100, 30_000),
  fate: {
    kept: { objects: 90, bytes: mib },
    new: { objects: 29_910, bytes: 58 * mib },
    gone: { objects: 10, bytes: 20_480 },
  },
  doubts: [],
  roots: [
    { root: 'main.cache', kind: 'global', ...change(80, 29_990) },
    { root: 'main.index', kind: 'global', ...change(20, 10) },
  ],
  paths: [
    {
      root: 'main.cache',
      pattern: 'main.cache[*]',
      type: '[2048]uint8',
      allocations: [],
      example: { node: 120, expression: 'main.cache["batch-20"]' },
      ...change(80, 29_990),
    },
  ],
  types: [{ type: '[2048]uint8', ...change(100, 30_000) }],
};

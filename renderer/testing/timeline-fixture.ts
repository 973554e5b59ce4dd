import type { TimelineSummary } from '../../app/contract/timeline';

const group = (group: number, name: string, goroutines: number) => ({
  group,
  lane: 20 + group,
  function: name,
  createdBy: { function: 'main.run', file: '/src/datasync/sync.go', line: 24 },
  existing: false,
  system: name.startsWith('runtime.'),
  goroutines,
  alive: goroutines,
});

/** Two Ps, three groups: a trace that is read to its end. */
export const timelineSummaryFixture: TimelineSummary = {
  trace: '/sessions/1/trace/trace-01.trace',
  endNs: 4_200_000_000,
  share: 1,
  goroutines: 8,
  spans: 12_345,
  startSeconds: 3,
  heapProfilesNs: [1e9, 3e9],
  ...{ gcLane: 0, stwLane: 1, heapLane: 2, goalLane: 3 },
  procs: [
    { lane: 4, id: 0 },
    { lane: 5, id: 1 },
  ],
  threads: [{ lane: 6, id: 4711 }],
  groups: [group(0, 'main.syncBatch', 5), group(1, 'main.run', 2), group(2, 'runtime.bgsweep', 1)],
};

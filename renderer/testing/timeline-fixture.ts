import { ok } from '../../app/contract/result';
import type { TimelineLane, TimelineSummary } from '../../app/contract/timeline';
import type { Answers } from './fake-bridge';

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

const goids = [20, 21, 22, 23, 24, 7, 8, 3];
const ofGroup = (group: number | undefined) =>
  group === undefined ? goids : [goids.slice(0, 5), goids.slice(5, 7), goids.slice(7)][group]!;
const laneOf = (goid: number) => 100 + goid;
const frame = { function: 'main.syncBatch', file: '/src/datasync/sync.go', line: 16 };

/** Every goroutine waits from its second half on. */
const spansOf = (lane: number): TimelineLane => ({
  kind: 'spans',
  lane,
  begin: Float64Array.of(0, 2e9),
  end: Float64Array.of(2e9, 4.2e9),
  state: Uint8Array.of(2, 4),
  goid: Float64Array.of(0, 0),
});

/** Answers that fit the summary. */
export const timelineAnswers: Answers = {
  'trace.open': () => ok(timelineSummaryFixture),
  'trace.choose': () => ok({ ...timelineSummaryFixture, heapProfilesNs: [], startSeconds: 0 }),
  'trace.goroutines': ({ group, offset, limit }) =>
    ok({
      total: ofGroup(group).length,
      rows: ofGroup(group)
        .slice(offset, offset + limit)
        .map((goid) => ({ lane: laneOf(goid), goid, function: 'main.syncBatch', beginNs: 0 })),
    }),
  'trace.spans': ({ lanes }) => ok({ endNs: 4.2e9, lanes: lanes.map(spansOf) }),
  'trace.find': ({ text }) =>
    ok(
      text === 'chan receive'
        ? { place: { lane: laneOf(21), beginNs: 2e9, endNs: 4.2e9, goid: 21, group: 0, row: 1 } }
        : {},
    ),
  'trace.next': ({ kind }) =>
    ok({ place: { lane: 0, beginNs: kind === 'gc' ? 1e9 : 0, endNs: 2e9 } }),
  'trace.arrows': () => ok({ arrows: [], notShown: 3 }),
  'trace.at': ({ lane, atNs }) =>
    ok({
      detail: {
        lane,
        beginNs: atNs < 2e9 ? 0 : 2e9,
        endNs: atNs < 2e9 ? 2e9 : 4.2e9,
        state: atNs < 2e9 ? 'running' : 'waiting',
        reason: atNs < 2e9 ? '' : 'chan receive',
        stack: [frame],
        ...(lane >= 100 && { goid: lane - 100 }),
        function: 'main.syncBatch',
      },
    }),
  'trace.goroutine': ({ goid }) =>
    ok({ place: { lane: laneOf(goid), beginNs: 0, endNs: 4.2e9, goid, group: 0, row: 0 } }),
  'trace.never-ran': () => ok({ lanes: [] }),
};

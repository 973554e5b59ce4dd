import { ok } from '../../app/contract/result';
import type { TraceSummaryDocument, TracePathView } from '../../app/contract/trace-summary';
import type { Answers } from './fake-bridge';
import { sourceFile } from './findings-fixture';

const frame = (name: string, line: number) => ({ function: name, file: sourceFile, line });
const times = (count: number, totalNs: number, maxNs: number) => ({
  ...{ count, totalNs, maxNs },
  p50Ns: maxNs / 100,
  p90Ns: maxNs / 10,
  p99Ns: maxNs / 2,
});
const mib = 2 ** 20;
const durationNs = 4_200_000_000;
const syncBatch = frame('main.syncBatch', 16);
const run = frame('main.run', 24);

/** A trace of 4.2 s with two collections, a task, and two functions that waited for a P. */
export const traceSummaryFixture: TraceSummaryDocument = {
  stats: {
    format: 1,
    traceVersion: '1.26',
    ...{ generations: 4, durationNs, events: 54_321, procs: 2, threads: 5, cpuSamples: 0, logs: 0 },
    kinds: { GoBlock: 1000, GoUnblock: 990 },
    buckets: { count: 4, widthNs: 1.2e9 },
    goroutines: { existing: 4, created: 61, ended: 12, alive: 53, neverEnded: [] },
    schedulingLatency: {
      ...times(900, 5e7, 8e6),
      buckets: [
        { fromNs: 1024, count: 880 },
        { fromNs: 7_864_320, count: 20 },
      ],
      byFunction: [
        {
          function: 'main.syncBatch',
          ...times(600, 4e7, 8e6),
          buckets: [{ fromNs: 1024, count: 600 }],
        },
        { function: 'main.run', ...times(300, 1e7, 2e6), buckets: [{ fromNs: 2048, count: 300 }] },
      ],
    },
    blocking: [
      {
        ...{ kind: 'chan', waits: 46, totalNs: 9e9, maxNs: 4e9, openWaits: 46 },
        top: [
          {
            ...{ reason: 'chan receive', waits: 46, totalNs: 9e9, maxNs: 4e9, openWaits: 46 },
            stack: [syncBatch],
          },
        ],
      },
    ],
    wakes: [
      {
        ...{ waker: [run], woken: [syncBatch], reason: 'chan receive' },
        ...{ wakes: 30, totalNs: 2e9, maxNs: 1e8 },
      },
      { waker: [], woken: [run], reason: 'sleep', wakes: 12, totalNs: 1e9, maxNs: 9e7 },
    ],
    gc: {
      ...{ cycles: 2, cpuShare: 0.031, dedicatedNs: 6e7, fractionalNs: 0, idleNs: 1e6 },
      assists: times(3, 2e6, 1e6),
      ...{ sweeps: 20, sweepNs: 1e6, sweptBytes: 90 * mib, reclaimedBytes: 30 * mib },
      stops: { ...times(4, 4e5, 2e5), byKind: [] },
    },
    heap: {
      ...{ firstFloorBytes: 10 * mib, lastFloorBytes: 30 * mib, floorBytesPerSecond: 7 * mib },
      peakBytes: 60 * mib,
      floor: [
        { atNs: 1.1e9, bytes: 10 * mib },
        { atNs: 3.1e9, bytes: 30 * mib },
      ],
      goal: [{ atNs: 0, bytes: 40 * mib }],
      inUse: [
        { atNs: 0, bytes: 4 * mib },
        { atNs: 4e9, bytes: 60 * mib },
      ],
    },
    utilisation: { capacityNs: 8.4e9, runningNs: 4.2e9, share: 0.5, stoppedNs: 8e5 },
    mmu: [
      { windowNs: 1e4, utilisation: 0 },
      { windowNs: 1e8, utilisation: 0.9 },
    ],
    tasks: {
      begun: 1,
      ended: 1,
      byName: [{ name: 'batch', begun: 1, ended: 1, ...times(1, 1e9, 1e9) }],
    },
    regions: {
      ...{ begun: 2, ended: 1 },
      byName: [{ name: 'store', begun: 2, ended: 1, ...times(1, 5e8, 5e8) }],
    },
    warnings: [],
  },
  wakePlaces: [{ waker: run, woken: syncBatch }, { woken: run }],
  waitPlaces: [{ place: syncBatch }],
  busy: { widthNs: 1.2e9, running: [0.5, 1, 1.5, 1], collecting: [0, 0.1, 0.2, 0] },
  collections: [
    { beginNs: 1e9, endNs: 1.1e9, floorBytes: 10 * mib },
    { beginNs: 3e9, endNs: 3.1e9, floorBytes: 30 * mib },
  ],
  stops: [
    { beginNs: 1e9, endNs: 1e9 + 2e5, kind: 'GC sweep termination' },
    { beginNs: 3.1e9, endNs: 3.1e9 + 1e5, kind: 'GC mark termination' },
  ],
  annotations: [
    { what: 'task', name: 'batch', task: 1, goid: 20, beginNs: 1e9, endNs: 2e9 },
    { what: 'region', name: 'store', task: 1, goid: 20, beginNs: 1.2e9, endNs: 1.7e9 },
    { what: 'region', name: 'store', task: 0, goid: 21, beginNs: 4e9 },
  ],
};

export const tracePathFixture: TracePathView = {
  format: 1,
  ...{ beginNs: 1e9, endNs: 2e9, isComplete: true, omitted: 0 },
  timeIn: { running: 7e8, runnable: 3e8 },
  segments: [
    { goid: 7, state: 'running', beginNs: 1e9, endNs: 1.7e9, reason: '', stack: [run] },
    { goid: 20, state: 'runnable', beginNs: 1.7e9, endNs: 2e9, reason: '', stack: [run] },
  ],
  places: [{ place: run }, { place: run }],
};

/** Answers that fit the timeline's. */
export const traceSummaryAnswers: Answers = {
  'trace.summary': () => ok(traceSummaryFixture),
  'trace.path': () => ok(tracePathFixture),
  'trace.stop-summary': () => ok({}),
};

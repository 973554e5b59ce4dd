import { describe, expect, test } from 'vitest';
import type { GoroutineGroup, StackTable, TraceAnalysis } from '../exectrace/trace-analysis';
import { HistogramRecorder } from '../stats/histogram';
import { computeTraceSummary } from './compute-trace-summary';
import { metrics, metricsOf, tableNames } from './metrics';
import { frame } from './testing/summaries';

const ms = 1e6;

// Stacks 1 and 2: main.recv at lines 20 and 30; stack 3: main.lock; stack 4: runtime.bgsweep.
const stacks: StackTable = {
  functions: ['main.recv', 'main.lock', 'runtime.bgsweep'],
  files: ['/src/shop/main.go'],
  frameFunction: Int32Array.of(0, 0, 1, 2),
  frameFile: Int32Array.of(0, 0, 0, 0),
  frameLine: Int32Array.of(20, 30, 40, 50),
  offsets: Int32Array.of(0, 0, 1, 2, 3, 4),
  frames: Int32Array.of(0, 1, 2, 3),
};

const group = (name: string, counts: Partial<GoroutineGroup>): GoroutineGroup => ({
  startFunction: name,
  creationStack: [frame('main.main', 7)],
  createdBy: frame('main.main', 7),
  ...{ existing: 0, created: 0, ended: 0, alive: 0, blocked: [], goids: [], strips: [] },
  createdIn: new Uint32Array(0),
  endedIn: new Uint32Array(0),
  aliveAt: new Float64Array(0),
  ...{ agent: false, system: false },
  ...counts,
});

function histogramOf(values: readonly number[]): HistogramRecorder {
  const histogram = new HistogramRecorder();
  values.forEach((value) => histogram.add(value));
  return histogram;
}

/** Half a second on two Ps. */
const trace: TraceAnalysis = {
  ...({
    version: 26,
    generations: 1,
    events: 10,
    eventsByType: new Float64Array(0),
    clocks: [],
    buckets: { count: 1, width: 0.5e9 },
    user: {},
    ...{ procs: 2, threads: 2, cpuSamples: 0, goroutines: {} },
  } as unknown as TraceAnalysis),
  duration: (500 * ms) as TraceAnalysis['duration'],
  warnings: [],
  stacks,
  latency: {
    all: histogramOf([10, 20, 30]),
    byFunction: [{ function: 'main.recv', histogram: histogramOf([10, 20]) }],
  },
  blocking: {
    // The last two: of nobody that the trace tells of, and an idle goroutine of the runtime.
    count: 5,
    kind: Uint8Array.of(0, 0, 2, 7, 7),
    reason: Int32Array.of(0, 0, 1, 2, 3),
    stack: Int32Array.of(1, 2, 3, 0, 4),
    waits: Float64Array.of(1, 2, 4, 1, 1),
    totalNs: Float64Array.of(10 * ms, 30 * ms, 5 * ms, 500 * ms, 500 * ms),
    maxNs: Float64Array.of(10 * ms, 20 * ms, 2 * ms, 500 * ms, 500 * ms),
    openWaits: new Float64Array(5),
    openNs: new Float64Array(5),
    reasons: ['chan receive', 'sync', '', 'GC sweep wait'],
  },
  utilisation: {
    capacityNs: 1000 * ms,
    runningNs: 500 * ms,
    gcWorkerNs: 100 * ms,
    gcIdleNs: 50 * ms,
    gcAssistNs: 20 * ms,
    sweepNs: 30 * ms,
    stoppedNs: 1 * ms,
    bucketNs: ms as TraceAnalysis['duration'],
    running: new Float64Array(0),
    gc: new Float64Array(0),
  },
  mmu: {
    windowNs: Float64Array.of(0.5 * ms, 1.5 * ms),
    utilisation: Float64Array.of(0.2, 0.4),
    resolutionNs: 0,
  },
  gc: {
    count: 2,
    begin: new Float64Array(2),
    end: new Float64Array(2),
    floorBytes: new Float64Array(2),
  },
  stw: {
    count: 4,
    begin: Float64Array.of(0, 100, 1000, 2000),
    end: Float64Array.of(10, 130, 1500, NaN),
    kind: Int32Array.of(0, 1, 2, 0),
    kinds: ['GC sweep termination', 'GC mark termination', 'start trace'],
  },
  heap: {
    alloc: { at: Float64Array.of(1, 2), value: Float64Array.of(5, 9), total: 2 },
    goal: { at: new Float64Array(0), value: new Float64Array(0), total: 0 },
    floor: { at: Float64Array.of(1, 2, 3), value: Float64Array.of(3, 1, 2), total: 3 },
    floorBytesPerSecond: 7,
  },
  groups: [
    group('main.recv', { created: 6, ended: 1, alive: 5 }),
    group('main.recv', { created: 2, alive: 2, creationStack: [frame('main.main', 9)] }),
    group('main.agent', { created: 100, alive: 100, agent: true }),
    group('runtime.bgsweep', { existing: 1, alive: 1, system: true }),
  ],
};

describe('computeTraceSummary', () => {
  const summary = computeTraceSummary(trace, 'one.trace');

  test('divides what piles up by the length of the trace, and nothing else', () => {
    expect(summary.metrics).toMatchObject({
      'trace.duration': 500 * ms,
      'sched.count': 6,
      'sched.total': 120,
      'sched.p50': 20,
      'sched.max': 30,
      'gc.count': 4,
      'blocked.time': 90 * ms,
      'blocked.chan': 80 * ms,
      'blocked.sync': 10 * ms,
      'blocked.waits': 14,
      'blocked.max': 20 * ms,
      'heap.floor': 2,
      'heap.peak': 9,
      'heap.slope': 7,
    });
  });

  test('counts pauses of the collector apart, and none that the trace cut off', () => {
    expect(summary.metrics).toMatchObject({
      'gc.pause.count': 4,
      'gc.pause.p50': 10,
      'gc.pause.max': 30,
      'gc.pause.total': 80,
      'stw.count': 6,
      'stw.max': 500,
    });
    expect(summary.tables.pauses.map(({ key }) => key)).toEqual(trace.stw.kinds);
  });

  test('tells parts of the machine', () => {
    expect(summary.metrics['gc.cpu']).toBeCloseTo(0.2, 12);
    expect(summary.metrics['gc.assist']).toBeCloseTo(0.02, 12);
    expect(summary.metrics['procs.busy']).toBeCloseTo(0.5, 12);
    expect(summary.metrics['mmu.1ms']).toBeCloseTo(0.3, 12);
    expect(summary.metrics).not.toHaveProperty('mmu.10ms');
  });

  test('counts the goroutines of the program only', () => {
    expect(summary.metrics).toMatchObject({
      'goroutines.created': 16,
      'goroutines.ended': 2,
      'goroutines.alive': 7,
    });
  });

  test('joins stacks that differ in lines only, showing the heavier', () => {
    const [first, second] = summary.tables.blocked;
    expect(first).toMatchObject({
      ...{ about: 'chan receive', kind: 'chan', stack: [{ line: 30 }] },
      values: { 'blocked.time': 80 * ms, 'blocked.waits': 6, 'blocked.max': 20 * ms },
    });
    expect(second?.kind).toBe('sync');
    expect(summary.tables.blocked).toHaveLength(2);
    expect(summary.tables.goroutines).toMatchObject([
      { about: 'main.recv', stack: [{ line: 7 }], values: { 'goroutines.alive': 7 } },
    ]);
  });

  test('gives every table row the metrics of its table', () => {
    for (const table of tableNames) {
      const known = metricsOf(table).map(({ name }) => name);
      for (const { values } of summary.tables[table]) {
        for (const name of Object.keys(values)) expect(known).toContain(name);
      }
    }
  });

  test('names no metric that is not in the catalogue', () => {
    const known = metrics.map(({ name }) => name);
    expect(Object.keys(summary.metrics).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('leaves out what an empty trace has no value of', () => {
    const empty = computeTraceSummary(
      {
        ...trace,
        duration: 0 as TraceAnalysis['duration'],
        latency: { all: new HistogramRecorder(), byFunction: [] },
        stw: { ...trace.stw, count: 0 },
        utilisation: { ...trace.utilisation, capacityNs: 0 },
        groups: [],
      },
      'empty.trace',
    );
    for (const name of ['sched.p99', 'gc.pause.max', 'gc.cpu']) {
      expect(empty.metrics).not.toHaveProperty([name]);
    }
    expect(Object.values(empty.metrics).every(Number.isFinite)).toBe(true);
  });
});

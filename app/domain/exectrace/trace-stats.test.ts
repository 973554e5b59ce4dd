import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { traceGoroutinesSchema, traceStatsSchema } from '../../contract/trace-stats';
import { analyzeTrace } from './analyze-trace';
import { createFramePicker } from './program-frame';
import type { StackTable, TraceAnalysis } from './trace-analysis';
import { GoFixtures } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';
import { computeTraceGoroutines } from './trace-goroutines';
import { computeTraceStats } from './trace-stats';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

let trace: TraceAnalysis;
beforeAll(() => {
  const read = analyzeTrace(sourceOfBytes(readFileSync(fixtures.record('go1.27.4', 10))));
  if (!read.ok) throw new Error(read.error.code);
  trace = read.value;
}, 300_000);

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('the statistics are what their schema says, and nothing is lost on the way', () => {
  const stats = computeTraceStats(trace);
  expect(traceStatsSchema.parse(throughJson(stats))).toEqual(stats);
});

test('the statistics name what was started and not ended, without the agent', () => {
  const { goroutines, events, kinds } = computeTraceStats(trace);
  expect(goroutines.neverEnded[0]).toMatchObject({ startFunction: 'main.waitForever', alive: 25 });
  expect(JSON.stringify(goroutines)).not.toContain('trivetAgent');
  expect(goroutines.alive).toBe(goroutines.existing + goroutines.created - goroutines.ended);
  expect(Object.values(kinds).reduce((a, b) => a + b)).toBe(events);
});

test('what is told over time and by length adds up to the totals', () => {
  const { buckets, goroutines, schedulingLatency, durationNs } = computeTraceStats(trace);
  expect(buckets.count * buckets.widthNs).toBeGreaterThanOrEqual(durationNs);
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
  for (const { overTime, created, ended, alive } of goroutines.neverEnded) {
    expect(overTime.alive).toHaveLength(buckets.count);
    expect(overTime.alive.at(-1)).toBe(alive);
    expect(sum(overTime.created)).toBe(created);
    expect(sum(overTime.ended)).toBe(ended);
  }
  for (const row of [schedulingLatency, ...schedulingLatency.byFunction]) {
    expect(sum(row.buckets.map(({ count }) => count))).toBe(row.count);
    expect(row.buckets.at(-1)!.fromNs).toBeLessThanOrEqual(row.maxNs);
    expect(row.buckets.at(-1)!.fromNs * 1.07 + 1).toBeGreaterThan(row.maxNs);
  }
});

test('the heap is told with its floor, its goal and what is in use', () => {
  const { heap, gc } = computeTraceStats(trace);
  expect(heap.floor.length).toBeGreaterThan(0);
  expect(heap.floor.length).toBeLessThanOrEqual(gc.cycles);
  expect(heap.floor[0]?.bytes).toBe(heap.firstFloorBytes);
  expect(heap.floor.at(-1)?.bytes).toBe(heap.lastFloorBytes);
  expect(Math.max(...heap.inUse.map(({ bytes }) => bytes))).toBe(heap.peakBytes);
  expect(heap.goal.length).toBeGreaterThan(0);
  for (const series of [heap.floor, heap.goal, heap.inUse]) {
    const times = series.map(({ atNs }) => atNs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});

test('blocking is summed by kind and told without the agent', () => {
  const { blocking } = computeTraceStats(trace);
  expect(JSON.stringify(blocking)).not.toContain('trivetAgent');
  const chan = blocking.find(({ kind }) => kind === 'chan')!;
  expect(chan.openWaits).toBeGreaterThanOrEqual(28);
  expect(chan.top[0]!.totalNs).toBeLessThanOrEqual(chan.totalNs);
  expect(blocking.map(({ totalNs }) => totalNs)).toEqual(
    blocking.map(({ totalNs }) => totalNs).sort((a, b) => b - a),
  );
});

test('goroutines are listed under where they were started, the living first', () => {
  const document = computeTraceGoroutines(trace);
  expect(traceGoroutinesSchema.parse(throughJson(document))).toEqual(document);
  const finish = document.groups.find((group) => group.startFunction === 'main.finish')!;
  expect(finish.goroutines).toHaveLength(40);
  expect(finish.goroutines.every(({ state }) => state === 'ended')).toBe(true);
  for (const group of document.groups) {
    const ended = group.goroutines.map(({ state }) => state === 'ended');
    expect(ended).toEqual([...ended].sort());
    expect(group.goroutines.length + group.omitted).toBe(group.existing + group.created);
  }
  expect(document.groups.some(({ startFunction }) => startFunction.includes('trivet'))).toBe(false);
});

test('only the living, when only they are asked for', () => {
  const { groups } = computeTraceGoroutines(trace, { aliveOnly: true });
  expect(groups.flatMap((group) => group.goroutines).some(({ state }) => state === 'ended')).toBe(
    false,
  );
  expect(groups.some(({ startFunction }) => startFunction === 'main.finish')).toBe(false);
});

test('a stack is shown by its first frame outside the library', () => {
  const frame = (name: string, file: string) => ({ function: name, file, line: 1 });
  const table = (file: string) =>
    ({
      functions: ['runtime.gopark'],
      files: [file],
      frameFunction: Int32Array.of(0),
      frameFile: Int32Array.of(0),
    }) as unknown as StackTable;
  const installed = createFramePicker(table('/opt/go/src/runtime/proc.go'));
  const lock = frame('sync.(*Mutex).Lock', '/opt/go/src/sync/mutex.go');
  const own = frame('example.com/shop.(*Cart).Add', '/home/ann/src/shop/cart.go');
  const serve = frame('net/http.(*conn).serve', '/opt/go/src/net/http/server.go');
  expect(installed([lock, own, serve])).toBe(own);
  expect(installed([lock, serve])).toBe(serve);
  expect(installed([])).toBeUndefined();
  const trimmed = createFramePicker(table('runtime/proc.go'));
  const trimmedLock = frame('sync.(*Mutex).Lock', 'sync/mutex.go');
  const trimmedOwn = frame('example.com/shop.(*Cart).Add', 'example.com/shop@v1.2.0/cart.go');
  expect(trimmed([trimmedLock, trimmedOwn])).toBe(trimmedOwn);
});

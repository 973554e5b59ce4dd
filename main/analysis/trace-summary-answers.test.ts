import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tracePathViewSchema, traceSummarySchema } from '../../app/contract/trace-summary';
import type { TraceSummaryDocument } from '../../app/contract/trace-summary';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { must } from '../target/testing/build-fixture';
import { analyzeTraceFile } from './trace-file';
import { traceSummaryAnswers } from './trace-summary-answers';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());
const answers = traceSummaryAnswers();

let chain: string;
let shapes: string;
let summary: TraceSummaryDocument;
beforeAll(async () => {
  chain = fixtures.recordChain('local');
  shapes = fixtures.record('local', 300, 100);
  summary = must(await answers['trace.summary']({ trace: shapes }));
}, 300_000);

test('the summary is what its schema says', () => {
  expect(traceSummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
});

test('its moments are those that its figures count', () => {
  const { stats, collections, stops, wakePlaces, waitPlaces } = summary;
  expect(collections.length).toBe(stats.gc.cycles);
  expect(
    stops.filter(({ beginNs, endNs }) => beginNs !== undefined && endNs !== undefined).length,
  ).toBe(stats.gc.stops.count);
  const longest = stops.reduce(
    (high, { beginNs = Infinity, endNs = 0 }) => Math.max(high, endNs - beginNs),
    0,
  );
  expect(longest).toBe(stats.gc.stops.maxNs);
  expect(wakePlaces).toHaveLength(stats.wakes.length);
  expect(waitPlaces).toHaveLength(stats.blocking.reduce((sum, { top }) => sum + top.length, 0));
});

test('the Ps at work over time add up to the time they ran', () => {
  const { stats, busy } = summary;
  const last = busy.running.length - 1;
  const ranNs = busy.running.reduce((sum, ps, i) => {
    const within = i < last ? busy.widthNs : stats.durationNs - i * busy.widthNs;
    return sum + ps * within;
  }, 0);
  expect(ranNs / stats.utilisation.runningNs).toBeCloseTo(1, 6);
  for (const [i, ps] of busy.running.entries()) {
    expect(ps).toBeLessThanOrEqual(stats.procs * 1.000001);
    expect(busy.collecting[i]).toBeLessThanOrEqual(ps * 1.000001);
  }
});

test('tasks and regions are listed with who and when', async () => {
  const { annotations } = must(await answers['trace.summary']({ trace: chain }));
  const trace = must(analyzeTraceFile(chain));
  const tasks = annotations.filter(({ what }) => what === 'task');
  expect(tasks.map(({ task }) => task)).toEqual([...trace.tasks.id]);
  expect(tasks[0]?.goid).toBe(trace.tasks.beganOn[0]);
  expect(tasks[0]?.endNs).toBe(trace.tasks.end[0]);
});

test('a path has a place for every segment, and no gap', async () => {
  const path = must(await answers['trace.path']({ trace: chain, of: { task: 1 } }));
  expect(tracePathViewSchema.parse(JSON.parse(JSON.stringify(path)))).toEqual(path);
  expect(path.places).toHaveLength(path.segments.length);
  path.segments.slice(1).forEach((segment, i) => {
    expect(segment.beginNs).toBe(path.segments[i]!.endNs);
  });
  const none = await answers['trace.path']({ trace: chain, of: { goid: 99_999, fromNs: 0 } });
  expect(none).toMatchObject({ ok: false, error: { code: 'usage' } });
});

test('a trace is read again only when it has changed', async () => {
  const told: number[] = [];
  const tell = (share: number) => told.push(share);
  expect(must(await answers['trace.summary']({ trace: shapes }, tell))).toBe(summary);
  expect(told).toEqual([]);
  const bytes = readFileSync(shapes);
  const half = join(shapes, '..', 'half.trace');
  writeFileSync(half, bytes);
  const whole = must(await answers['trace.summary']({ trace: half }, tell));
  expect(told.at(-1)).toBe(1);
  writeFileSync(half, bytes.subarray(0, bytes.length - 5_000));
  const cut = must(await answers['trace.summary']({ trace: half }, tell));
  expect(cut.stats.events).toBeLessThan(whole.stats.events);
  expect(cut.stats.warnings).not.toEqual([]);
});

test('what is no trace is refused', async () => {
  const missing = await answers['trace.summary']({ trace: '/no/such.trace' });
  expect(missing).toMatchObject({ ok: false, error: { code: 'disk' } });
});

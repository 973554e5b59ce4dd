import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceSecond } from '../../../contract/session';
import { analyzeTrace } from '../analyze-trace';
import { GrowingBytes } from '../growing-bytes';
import { GoFixtures } from '../testing/go-fixtures';
import type { TraceAnalysis } from '../trace-analysis';
import { TraceReader } from '../trace-reader';
import { sourceOfBytes } from '../trace-source';
import { LiveRecorder } from './live-recorder';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

const millisecondNs = 1e6;
const startedAtMs = 1_000_000;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe.each(['go1.24.10', 'go1.27.4'])('a running trace of %s', (go) => {
  let whole: TraceAnalysis;
  const seconds: TraceSecond[] = [];
  /** Told before the trace was complete. */
  let early = 0;

  beforeAll(() => {
    const bytes = new Uint8Array(readFileSync(fixtures.record(go, 10, 3)));
    const trace = analyzeTrace(sourceOfBytes(bytes));
    if (!trace.ok) throw new Error(trace.error.code);
    whole = trace.value;
    const source = new GrowingBytes();
    const recorder = new LiveRecorder(startedAtMs, millisecondNs);
    const reader = new TraceReader(source, recorder);
    for (let at = 0; at < bytes.length; at += 5000) {
      source.append(bytes.subarray(at, at + 5000));
      while (reader.advance() === 'more');
      early = seconds.push(...recorder.take());
    }
    reader.finish();
    seconds.push(...recorder.finish());
  }, 300_000);

  const program = () => whole.groups.filter((group) => !group.agent && !group.system);

  test('is told in steps of equal length, most of them before its end', () => {
    expect(early).toBeGreaterThan(seconds.length / 4);
    seconds.slice(0, -1).forEach(({ atMs }, i) => expect(atMs).toBeCloseTo(startedAtMs + i + 1, 6));
    expect(seconds.at(-1)!.atMs).toBeCloseTo(startedAtMs + whole.duration / 1e6, 3);
  });

  test('counts goroutines, pauses and events as the whole trace does', () => {
    expect(sum(seconds.map(({ created }) => created))).toBe(
      sum(program().map(({ created }) => created)),
    );
    expect(sum(seconds.map(({ ended }) => ended))).toBe(sum(program().map(({ ended }) => ended)));
    expect(seconds.at(-1)!.alive).toBe(sum(program().map(({ alive }) => alive)));
    expect(sum(seconds.map(({ events }) => events))).toBe(whole.events);
    const { stw } = whole;
    const pauses = [...stw.kind.keys()].filter(
      (i) => stw.kinds[stw.kind[i]!]!.includes('GC') && !Number.isNaN(stw.end[i]!),
    );
    expect(sum(seconds.map(({ gcPauses }) => gcPauses))).toBe(pauses.length);
    expect(pauses.length).toBeGreaterThan(0);
    const longest = Math.max(...pauses.map((i) => stw.end[i]! - stw.begin[i]!));
    expect(Math.max(...seconds.map(({ gcPauseMaxMs }) => gcPauseMaxMs))).toBeCloseTo(
      longest / 1e6,
      9,
    );
  });

  test('ends at the heap that the trace told last, and knows scheduling latency', () => {
    const { alloc } = whole.heap;
    expect(seconds.at(-1)!.heapBytes).toBe(alloc.value[alloc.value.length - 1]);
    expect(seconds.some(({ schedLatencyP99Ms }) => schedLatencyP99Ms > 0)).toBe(true);
  });
});

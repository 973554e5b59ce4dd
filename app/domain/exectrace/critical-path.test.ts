import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GoroutineId, TraceNs } from '../../contract/units';
import { getStack } from './analysis-access';
import { analyzeTrace } from './analyze-trace';
import { computeCriticalPath, type CriticalPath, type CriticalPathOf } from './critical-path';
import type { TraceAnalysis } from './trace-analysis';
import { GoFixtures } from './testing/go-fixtures';
import { sourceOfBytes, type TraceSource } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

describe.each(['go1.22.12', 'go1.27.4'])('the critical path in a trace of %s', (go) => {
  let source: TraceSource;
  let trace: TraceAnalysis;
  beforeAll(() => {
    source = sourceOfBytes(readFileSync(fixtures.recordChain(go)));
    const read = analyzeTrace(source);
    if (!read.ok) throw new Error(read.error.code);
    trace = read.value;
  }, 300_000);

  function pathOf(of: CriticalPathOf): CriticalPath {
    const path = computeCriticalPath(source, of);
    if (!path.ok) throw new Error(path.error.code);
    return path.value;
  }

  const startOf = (goid: GoroutineId): string => {
    const row = trace.goroutines.goid.indexOf(goid);
    return trace.stacks.functions[trace.goroutines.startFunction[row]!] ?? '';
  };
  const withoutRepeats = (names: readonly string[]) =>
    names.filter((name, i) => name !== names[i - 1]);

  test('of a task goes through those that it waited for', () => {
    const { segments, isComplete, begin, end } = pathOf({ task: trace.tasks.id[0]! });
    expect(isComplete).toBe(true);
    expect([begin, end]).toEqual([trace.tasks.begin[0], trace.tasks.end[0]]);
    expect(withoutRepeats(segments.map(({ goid }) => startOf(goid)))).toEqual([
      'main.handler',
      'main.worker',
      'main.compute',
      'main.worker',
      'main.handler',
    ]);
  });

  test('has no gap and no overlap', () => {
    const { segments, begin, end } = pathOf({ task: trace.tasks.id[0]! });
    expect(segments[0]?.begin).toBe(begin);
    expect(segments[segments.length - 1]?.end).toBe(end);
    segments.slice(1).forEach((segment, i) => expect(segment.begin).toBe(segments[i]!.end));
  });

  test('keeps a wait that no goroutine ended, and follows the others', () => {
    const { segments, stacks } = pathOf({ task: trace.tasks.id[0]! });
    const waits = segments.filter(({ state }) => state === 'waiting');
    expect(waits.map(({ goid, reason }) => [startOf(goid), reason])).toEqual([
      ['main.compute', 'sleep'],
    ]);
    expect(waits[0]!.end - waits[0]!.begin).toBeGreaterThanOrEqual(3e6);
    const functions = getStack(stacks, waits[0]!.stack).map((frame) => frame.function);
    expect(functions).toContain('main.compute');
  });

  test('gives each its part', () => {
    const { segments } = pathOf({ task: trace.tasks.id[0]! });
    const partOf = (name: string) =>
      segments
        .filter(({ goid }) => startOf(goid) === name)
        .reduce((sum, { begin, end }) => sum + end - begin, 0);
    // What the program spins and sleeps, by its own clock.
    expect(partOf('main.compute')).toBeGreaterThan(7.9e6);
    expect(partOf('main.worker')).toBeGreaterThan(1.9e6);
    expect(partOf('main.handler')).toBeGreaterThan(0.9e6);
  });

  test('says where one goroutine let the next go on', () => {
    const { segments, stacks } = pathOf({ task: trace.tasks.id[0]! });
    const last = segments.filter(({ goid }) => startOf(goid) === 'main.worker').at(-1)!;
    // The wake-up comes after all that the worker does: it is runnable time that follows.
    expect(last.state).toBe('running');
    const functions = getStack(stacks, last.stack).map((frame) => frame.function);
    expect(functions).toContain('main.worker');
  });

  test('of a region is a goroutine over a range', () => {
    const { regions } = trace;
    const row = Array.from(regions.name, (name) => regions.names[name]).indexOf('answer');
    const { segments } = pathOf({
      goid: regions.goid[row] as GoroutineId,
      begin: regions.begin[row] as TraceNs,
      end: regions.end[row] as TraceNs,
    });
    expect(new Set(segments.map(({ goid }) => startOf(goid)))).toEqual(new Set(['main.handler']));
  });

  test('of a range alone is that of the goroutine last seen in it', () => {
    const { segments } = pathOf({
      begin: trace.tasks.begin[0] as TraceNs,
      end: trace.tasks.end[0] as TraceNs,
    });
    expect(segments[segments.length - 1]?.end).toBe(trace.tasks.end[0]);
    expect(segments[0]?.begin).toBe(trace.tasks.begin[0]);
  });

  test('of what is not in the trace is an error', () => {
    const range = { begin: 0 as TraceNs, end: 1e9 as TraceNs };
    const none = { ...range, goid: 999_999 as GoroutineId };
    expect(computeCriticalPath(source, { task: 12_345 })).toEqual({
      ok: false,
      error: { code: 'no-such-task' },
    });
    expect(computeCriticalPath(source, none)).toEqual({
      ok: false,
      error: { code: 'no-such-goroutine' },
    });
    const late = { goid: 1 as GoroutineId, begin: 9e17 as TraceNs };
    expect(computeCriticalPath(source, { ...late, end: 1e18 as TraceNs })).toEqual({
      ok: false,
      error: { code: 'idle' },
    });
  });

  test('has an answer for every truncation of the trace', () => {
    const bytes = source.read(0, source.size).slice();
    for (let size = 0; size < bytes.length; size += Math.ceil(bytes.length / 200)) {
      const cut = sourceOfBytes(bytes.subarray(0, size));
      expect(computeCriticalPath(cut, { task: trace.tasks.id[0]! })).toHaveProperty('ok');
    }
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getGoroutine, getStack, traceTimeOfWall } from './analysis-access';
import { analyzeTrace } from './analyze-trace';
import { goroutineStates, type GoroutineGroup, type TraceAnalysis } from './trace-analysis';
import { formatTraceError } from './trace-error';
import { GoFixtures, toolchains } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

const mainGo = readFileSync(new URL('testdata/shapes/main.go', import.meta.url), 'utf8');
const lineInLeak = mainGo.slice(0, mainGo.indexOf('go waitForever()', mainGo.indexOf('func leak')));
const leakLine = lineInLeak.split('\n').length;

function analyze(bytes: Uint8Array): TraceAnalysis {
  const trace = analyzeTrace(sourceOfBytes(bytes));
  if (!trace.ok) throw new Error(formatTraceError(trace.error));
  return trace.value;
}

describe.each(toolchains)('a trace of $go', ({ go, version }) => {
  let trace: TraceAnalysis;
  let startedMs = 0;
  beforeAll(() => {
    startedMs = Date.now();
    trace = analyze(readFileSync(fixtures.record(go, 10)));
  }, 300_000);

  const groupOf = (name: string, created: boolean): GoroutineGroup | undefined =>
    trace.groups.find((g) => g.startFunction === name && (g.createdBy !== undefined) === created);

  test('is read whole', () => {
    expect(trace.version).toBe(version);
    expect(trace.warnings).toEqual([]);
    expect(trace.generations).toBeGreaterThan(0);
    expect(trace.procs).toBe(4);
    expect(trace.eventsByType.reduce((a, b) => a + b)).toBe(trace.events);
  });

  test('tells goroutines that never ended by the line that created them', () => {
    const leaked = groupOf('main.waitForever', true);
    expect(leaked).toMatchObject({ existing: 0, created: 25, ended: 0, alive: 25 });
    expect(leaked?.createdBy).toMatchObject({ function: 'main.leak', line: leakLine });
    expect(leaked?.createdBy?.file).toMatch(/shapes\/main\.go$/);
    expect(leaked?.goids).toHaveLength(25);
    expect(leaked?.aliveAt[trace.buckets.count - 1]).toBe(25);
  });

  test('tells where they wait, and for what', () => {
    const blocked = groupOf('main.waitForever', true)?.blocked;
    expect(blocked).toMatchObject([{ state: 'waiting', reason: 'chan receive', count: 25 }]);
    expect(blocked?.[0]?.stack.map((frame) => frame.function)).toContain('main.waitForever');
  });

  test('counts goroutines that ended', () => {
    const finished = groupOf('main.finish', true);
    expect(finished).toMatchObject({ created: 40, ended: 40, alive: 0 });
    expect(finished?.endedIn.reduce((a, b) => a + b)).toBe(40);
    expect(finished?.strips.length).toBe(12);
    for (const strip of finished?.strips ?? []) {
      expect(strip.running.length).toBeGreaterThan(0);
      expect(strip.running.length % 2).toBe(0);
      expect([...strip.running]).toEqual([...strip.running].sort((a, b) => a - b));
    }
  });

  // Go 1.22 tells no stack of a goroutine that did nothing during the trace.
  test.skipIf(version < 23)('tells goroutines older than the trace by where they wait', () => {
    const old = groupOf('main.waitForever', false);
    expect(old).toMatchObject({ existing: 3, created: 0, ended: 0, alive: 3 });
    expect(old?.blocked[0]?.stack.map((frame) => frame.function)).toContain('main.waitForever');
  });

  test.skipIf(version < 23)("marks the agent's goroutines and the runtime's own", () => {
    expect(groupOf('main.trivetAgentServe', false)).toMatchObject({ agent: true, system: false });
    expect(groupOf('runtime.bgsweep', false)).toMatchObject({ agent: false, system: true });
    expect(groupOf('main.finish', true)).toMatchObject({ agent: false, system: false });
  });

  test('accounts for every nanosecond of every goroutine', () => {
    const { goroutines, duration } = trace;
    for (let row = 0; row < goroutines.count; row++) {
      const goroutine = getGoroutine(trace, row)!;
      const lived = (goroutine.endedAt ?? duration) - goroutine.firstSeen;
      const told = goroutineStates.reduce((sum, state) => sum + goroutine.timeIn[state], 0);
      expect(told, `goroutine ${goroutine.goid}`).toBe(lived);
    }
  });

  test('names the goroutine that created another, and the stack', () => {
    const row = trace.goroutines.goid.indexOf(groupOf('main.waitForever', true)!.goids[0]!);
    const goroutine = getGoroutine(trace, row)!;
    expect(goroutine).toMatchObject({ startFunction: 'main.waitForever', parent: 1 });
    expect(goroutine.createdBy.map((frame) => frame.function)).toContain('main.leak');
    expect(getStack(trace.stacks, 0)).toEqual([]);
  });

  test('tells the heap after each collection', () => {
    const floors = [...trace.gc.floorBytes].filter((bytes) => !Number.isNaN(bytes));
    expect(floors.length).toBeGreaterThanOrEqual(5);
    // The program keeps one more MiB before each of its five collections.
    const risen = Math.max(...floors) - Math.min(...floors);
    expect(risen).toBeGreaterThan(3.9 * 2 ** 20);
    expect(risen).toBeLessThan(6 * 2 ** 20);
    expect(trace.heap.goal.total).toBeGreaterThanOrEqual(5);
    for (let i = 0; i < trace.gc.count; i++) {
      const span = trace.gc.end[i]! - trace.gc.begin[i]!;
      expect(Number.isNaN(span) || span > 0).toBe(true);
    }
  });

  test('names the stops of the world', () => {
    expect(trace.stw.count).toBeGreaterThanOrEqual(10);
    expect(trace.stw.kinds).toContain('GC mark termination');
  });

  test('counts tasks, regions and logs by name', () => {
    expect(trace.user).toEqual({
      tasksBegun: 7,
      tasksEnded: 7,
      tasks: [{ name: 'job', count: 7 }],
      regionsBegun: 7,
      regionsEnded: 7,
      regions: [{ name: 'step', count: 7 }],
      logs: 7,
    });
  });

  test('aligns with the wall clock from Go 1.25 on', () => {
    if (version < 25) {
      expect(trace.clocks).toEqual([]);
      expect(traceTimeOfWall(trace.clocks, startedMs)).toBeUndefined();
      return;
    }
    expect(trace.clocks).toHaveLength(trace.generations);
    expect(traceTimeOfWall(trace.clocks, startedMs)).toBeLessThan(0);
    expect(traceTimeOfWall(trace.clocks, Date.now())).toBeGreaterThan(trace.duration);
  });
});

describe('other formats', () => {
  const header = (text: string) => sourceOfBytes(new TextEncoder().encode(text.padEnd(16, '\0')));

  test.each(['1.11', '1.19', '1.21'])('of Go %s are refused by name', (go) => {
    const trace = analyzeTrace(header(`go ${go} trace`));
    expect(trace).toEqual({ ok: false, error: { code: 'unsupported-version', go, older: true } });
    if (!trace.ok) expect(formatTraceError(trace.error)).toContain(`Go ${go}`);
  });

  test('newer than we know are refused by name', () => {
    const error = { code: 'unsupported-version', go: '1.31', older: false };
    expect(analyzeTrace(header('go 1.31 trace'))).toEqual({ ok: false, error });
  });

  test('that are no trace are refused', () => {
    expect(analyzeTrace(header('hello'))).toEqual({ ok: false, error: { code: 'not-a-trace' } });
    expect(analyzeTrace(sourceOfBytes(new Uint8Array()))).toMatchObject({ ok: false });
  });

  test('without events are damaged', () => {
    const error = { code: 'damaged', at: 16, reason: 'it holds no events' };
    expect(analyzeTrace(header('go 1.26 trace'))).toEqual({ ok: false, error });
  });
});

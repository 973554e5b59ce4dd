import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getStack } from './analysis-access';
import { analyzeTrace } from './analyze-trace';
import { blockingKinds } from './time-analysis';
import { goroutineStates, type GoroutineState, type TraceAnalysis } from './trace-analysis';
import { formatTraceError } from './trace-error';
import { GoFixtures, toolchains } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

describe.each(toolchains)('the time of a trace of $go', ({ go, version }) => {
  let trace: TraceAnalysis;
  beforeAll(() => {
    const read = analyzeTrace(sourceOfBytes(readFileSync(fixtures.record(go, 10))));
    if (!read.ok) throw new Error(formatTraceError(read.error));
    trace = read.value;
  }, 300_000);

  const timeIn = (state: GoroutineState): number =>
    sum(
      trace.goroutines.stateNs.filter(
        (_, i) => i % goroutineStates.length === goroutineStates.indexOf(state),
      ),
    );
  const functionsOf = (stack: number) =>
    getStack(trace.stacks, stack).map((frame) => frame.function);
  const waitsIn = (name: string) =>
    Array.from({ length: trace.blocking.count }, (_, row) => row)
      .filter((row) => functionsOf(trace.blocking.stack[row]!).includes(name))
      .map((row) => ({
        kind: blockingKinds[trace.blocking.kind[row]!],
        reason: trace.blocking.reasons[trace.blocking.reason[row]!],
        waits: trace.blocking.waits[row]!,
        openWaits: trace.blocking.openWaits[row]!,
      }));

  test('is the time of its goroutines, by state', () => {
    const { blocking, runnable, utilisation } = trace;
    const syscall = blockingKinds.indexOf('syscall');
    const isSyscall = (_: number, row: number) => blocking.kind[row] === syscall;
    expect(sum(runnable.totalNs)).toBe(timeIn('runnable'));
    expect(sum(blocking.totalNs.filter(isSyscall))).toBe(timeIn('syscall'));
    expect(sum(blocking.totalNs)).toBe(timeIn('waiting') + timeIn('syscall'));
    expect(utilisation.runningNs).toBe(timeIn('running'));
  });

  test('has a latency for every time that a goroutine got a P', () => {
    const { all, byFunction } = trace.latency;
    expect(all.total).toBe(sum(trace.runnable.waits) - sum(trace.runnable.openWaits));
    expect(all.sum).toBe(sum(trace.runnable.totalNs) - sum(trace.runnable.openNs));
    expect(sum(all.counts)).toBe(all.total);
    expect(sum(byFunction.map(({ histogram }) => histogram.total))).toBe(all.total);
    const finish = byFunction.find((row) => row.function === 'main.finish');
    expect(finish?.histogram.total).toBeGreaterThanOrEqual(40);
  });

  test('counts waits that never end', () => {
    const leaked = waitsIn('main.waitForever').filter(({ reason }) => reason !== '');
    expect(leaked).toEqual([{ kind: 'chan', reason: 'chan receive', waits: 25, openWaits: 25 }]);
    expect(waitsIn('time.Sleep')).toContainEqual(
      expect.objectContaining({ kind: 'sleep', reason: 'sleep' }),
    );
  });

  // Go 1.22 tells no stack of a goroutine that did nothing during the trace.
  test.skipIf(version < 23)('tells the kind of waits older than the trace by their stack', () => {
    const old = waitsIn('main.waitForever').filter(({ reason }) => reason === '');
    expect(old).toEqual([{ kind: 'chan', reason: '', waits: 3, openWaits: 3 }]);
    // The trace tells of them late, but they have waited since before it began.
    const { blocking, duration } = trace;
    const row = Array.from({ length: blocking.count }, (_, i) => i).find(
      (i) =>
        blocking.reasons[blocking.reason[i]!] === '' &&
        functionsOf(blocking.stack[i]!).includes('main.waitForever'),
    );
    expect(blocking.totalNs[row!]).toBe(3 * duration);
  });

  test('tells who woke whom', () => {
    const { wakes, blocking } = trace;
    const woken = sum(wakes.wakes) + wakes.wakesWithoutRow;
    const syscall = blockingKinds.indexOf('syscall');
    const ended = blocking.waits.map((waits, row) =>
      blocking.kind[row] === syscall ? 0 : waits - blocking.openWaits[row]!,
    );
    expect(woken).toBe(sum(ended));
    const pairs = Array.from({ length: wakes.count }, (_, row) => [
      functionsOf(wakes.wakerStack[row]!).find((name) => name.startsWith('main.')),
      functionsOf(blocking.stack[wakes.wait[row]!]!).find((name) => name.startsWith('main.')),
    ]);
    expect(pairs).toContainEqual(['main.work.func2', 'main.work.func1']);
    expect(pairs).toContainEqual(['main.work.func1', 'main.work.func2']);
  });

  test('of the Ps is within what there was', () => {
    const { utilisation, gcWork, buckets, duration, stw } = trace;
    expect(utilisation.capacityNs).toBe(4 * duration);
    expect(utilisation.runningNs).toBeLessThanOrEqual(utilisation.capacityNs);
    expect(utilisation.bucketNs).toBe(buckets.width);
    expect(sum(utilisation.running)).toBeCloseTo(utilisation.runningNs, 0);
    const { gcWorkerNs, gcIdleNs, gcAssistNs } = utilisation;
    expect(sum(utilisation.gc)).toBeCloseTo(gcWorkerNs + gcIdleNs + gcAssistNs, 0);
    expect(gcWorkerNs).toBe(gcWork.dedicatedNs + gcWork.fractionalNs);
    expect(gcWorkerNs + gcIdleNs).toBeGreaterThan(0);
    const stopped = sum(stw.end.map((end, row) => end - stw.begin[row]!));
    expect(utilisation.stoppedNs).toBe(4 * stopped);
  });

  test('of tasks and regions is told one by one', () => {
    const { tasks, regions } = trace;
    expect(tasks.count).toBe(7);
    expect(regions.count).toBe(7);
    for (let row = 0; row < 7; row++) {
      expect(tasks.names[tasks.name[row]!]).toBe('job');
      expect(regions.names[regions.name[row]!]).toBe('step');
      expect(regions.task[row]).toBe(tasks.id[row]);
      expect(tasks.parent[row]).toBe(-1);
      expect([tasks.beganOn[row], tasks.endedOn[row], regions.goid[row]]).toEqual([1, 1, 1]);
      const moments = [tasks.begin[row], regions.begin[row], regions.end[row], tasks.end[row]];
      expect(moments).toEqual([...moments].sort((a, b) => a! - b!));
    }
    expect(tasks.byName).toMatchObject([{ name: 'job', begun: 7, ended: 7 }]);
    expect(regions.byName[0]?.durations.total).toBe(7);
    expect(regions.byName[0]?.durations.sum).toBe(sum(regions.end) - sum(regions.begin));
  });
});

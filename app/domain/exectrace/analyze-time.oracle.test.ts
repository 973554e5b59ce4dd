import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeProfile } from '../pprof/decode-profile';
import { encodeProfile } from '../pprof/encode-profile';
import type { Profile } from '../pprof/profile';
import { stackSeries } from '../pprof/stack-series';
import { analyzeTrace } from './analyze-trace';
import type { TraceAnalysis } from './trace-analysis';
import { formatTraceError } from './trace-error';
import { computeTraceProfile } from './trace-profile';
import { GoFixtures } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

/** Value by sample type and stack, stacks as text. */
function valuesOf(profile: Profile): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [sampleType, name] of ['count', 'ns'].entries()) {
    const series = stackSeries([{ atSeconds: 0, profile }], { sampleType, includeAgent: true });
    if (!series.ok) throw new Error(series.error.code);
    for (const stack of series.value.stacks) {
      const frames = stack.frames.map((frame) => `${frame.function} ${frame.file}:${frame.line}`);
      const key = `${name} ${frames.join(' < ')}`;
      values[key] = (values[key] ?? 0) + stack.values[0]!;
    }
  }
  return values;
}

// The oldest format; and more than one generation, with the network, by the installed Go whose tool compares.
describe.each([
  { name: 'shapes of go1.22.12', record: () => fixtures.record('go1.22.12', 10), talks: false },
  { name: 'chain of the installed Go', record: () => fixtures.recordChain('local'), talks: true },
])('a trace of $name', ({ record, talks }) => {
  let file = '';
  let trace: TraceAnalysis;
  beforeAll(() => {
    file = record();
    const read = analyzeTrace(sourceOfBytes(readFileSync(file)));
    if (!read.ok) throw new Error(formatTraceError(read.error));
    trace = read.value;
  }, 300_000);

  test.each([
    ['sched', 'sched'],
    ['sync', 'sync'],
    ['syscall', 'syscall'],
    ['network', 'net'],
  ] as const)(
    'has the %s profile that go tool trace -pprof=%s writes, stack by stack',
    (kind, type) => {
      const theirs = execFileSync('go', ['tool', 'trace', `-pprof=${type}`, file], {
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const expected = decodeProfile(gunzipSync(theirs));
      const ours = decodeProfile(encodeProfile(computeTraceProfile(trace, kind)));
      if (!expected.ok || !ours.ok) throw new Error('a profile cannot be decoded');
      expect(ours.value.sampleTypes).toEqual(expected.value.sampleTypes);
      if (kind !== 'network' || talks) expect(expected.value.samples.length).toBeGreaterThan(0);
      expect(valuesOf(ours.value)).toEqual(valuesOf(expected.value));
    },
    300_000,
  );

  test.runIf(talks)('has more than one generation', () => {
    expect(trace.generations).toBeGreaterThan(1);
  });

  test('has the minimum mutator utilisation that Go computes', () => {
    const mmu = fixtures.buildMmu();
    const windows = [...trace.mmu.windowNs];
    expect(windows.length).toBeGreaterThan(6);
    const expected = mmu(file, windows);
    windows.forEach((window, i) => {
      expect(trace.mmu.utilisation[i], `${window} ns`).toBeCloseTo(expected.get(window)!, 9);
    });
    // There was something to measure.
    if (!talks) expect(Math.min(...trace.mmu.utilisation)).toBeLessThan(1);
  }, 300_000);
});

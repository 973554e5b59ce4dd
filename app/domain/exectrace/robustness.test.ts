import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyzeTrace } from './analyze-trace';
import { formatTraceError } from './trace-error';
import { readTraceVersion } from './trace-header';
import { GoFixtures } from './testing/go-fixtures';
import { randomNumbers } from './testing/random-numbers';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

// An answer is required, not a particular one: no throw, no endless loop.
describe.each(['go1.22.12', 'go1.27.4'])('a small trace of %s', (go) => {
  let bytes = new Uint8Array();
  beforeAll(() => {
    bytes = Uint8Array.from(readFileSync(fixtures.record(go, -1)));
  }, 300_000);

  test('has an answer for every truncation, with a warning or an error', () => {
    let warned = 0;
    for (let end = 0; end < bytes.length; end++) {
      const trace = analyzeTrace(sourceOfBytes(bytes.subarray(0, end)));
      if (!trace.ok) continue;
      warned += trace.value.warnings.length;
      expect(trace.value.events).toBeGreaterThan(0);
    }
    // Format 1.26 has one generation here: cut anywhere, it is incomplete.
    if (go === 'go1.22.12') expect(warned).toBeGreaterThan(0);
  }, 120_000);

  test('has an answer for 3,000 random mutations', () => {
    const below = randomNumbers(go.length);
    for (let round = 0; round < 3000; round++) {
      const mutant = bytes.slice();
      for (let i = below(4); i >= 0; i--) mutant[16 + below(mutant.length - 16)] = below(256);
      analyzeTrace(sourceOfBytes(mutant));
    }
  }, 120_000);
});

describe('a trace of several generations', () => {
  let bytes = new Uint8Array();
  beforeAll(() => {
    bytes = Uint8Array.from(readFileSync(fixtures.record('go1.27.4', -1)));
  }, 300_000);

  test('keeps the complete ones when a later one is cut off', () => {
    const longer = new Uint8Array(bytes.length * 2 - 16 - 5);
    longer.set(bytes);
    longer.set(bytes.subarray(16, bytes.length - 5), bytes.length);
    const whole = analyzeTrace(sourceOfBytes(bytes));
    const cut = analyzeTrace(sourceOfBytes(longer));
    expect(readTraceVersion(sourceOfBytes(longer))).toMatchObject({ ok: true, value: 26 });
    if (!whole.ok || !cut.ok) throw new Error('one of them was not read at all');
    expect(cut.value.generations).toBe(whole.value.generations);
    expect(cut.value.groups.map((g) => g.alive)).toEqual(whole.value.groups.map((g) => g.alive));
    expect(cut.value.warnings).toHaveLength(1);
    const [warning] = cut.value.warnings;
    expect(warning?.completeGenerations).toBe(whole.value.generations);
    expect(warning?.at).toBeGreaterThanOrEqual(bytes.length);
  });
});

test('stops when it is told to', () => {
  const source = sourceOfBytes(readFileSync(fixtures.record('go1.27.4', -1)));
  const trace = analyzeTrace(source, { onProgress: () => true });
  expect(trace).toEqual({ ok: false, error: { code: 'cancelled' } });
}, 300_000);

test.each(['1.11', '1.19', '1.21'])('refuses a trace of Go %s, and names it', (version) => {
  const source = sourceOfBytes(Buffer.from(`go ${version} trace\0\0\0`));
  const trace = analyzeTrace(source);
  expect(trace).toEqual({
    ok: false,
    error: { code: 'unsupported-version', go: version, older: true },
  });
  expect(!trace.ok && formatTraceError(trace.error)).toContain(`Go ${version}`);
});

test.each(['1.24', '1.27', '1.99'])('refuses format %s, which it does not know', (version) => {
  const trace = analyzeTrace(sourceOfBytes(Buffer.from(`go ${version} trace\0\0\0`)));
  const error = { code: 'unsupported-version', go: version, older: false };
  expect(trace).toEqual({ ok: false, error });
  expect(!trace.ok && formatTraceError(trace.error)).toMatch(
    `Go ${version}, which the reader does not know`,
  );
});

test.each(['', 'go 1.2', 'go 1.26 trace', 'go 2.26 trace\0\0\0', 'go 1.26 trace\0\0x'])(
  'refuses %j, which is no trace',
  (text) => {
    expect(analyzeTrace(sourceOfBytes(Buffer.from(text)))).toEqual({
      ok: false,
      error: { code: 'not-a-trace' },
    });
  },
);

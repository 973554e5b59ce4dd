import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceSink } from './event-block';
import { GrowingBytes } from './growing-bytes';
import { readTrace } from './read-trace';
import { EventPrinter } from './testing/print-events';
import { GoFixtures } from './testing/go-fixtures';
import { randomNumbers } from './testing/random-numbers';
import { TraceReader } from './trace-reader';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

const nobody: TraceSink = { onEvents: () => undefined };

/** Feeds `bytes` in chunks of up to `largest` bytes; the reader works after each. */
function readInChunks(bytes: Uint8Array, largest: number, seed: number) {
  const below = randomNumbers(seed);
  const printer = new EventPrinter();
  const source = new GrowingBytes();
  const reader = new TraceReader(source, printer);
  /** Lines there were before the last byte had come. */
  let early = 0;
  for (let at = 0; at < bytes.length;) {
    const chunk = bytes.subarray(at, at + 1 + below(largest));
    at += chunk.length;
    early = printer.lines.length;
    source.append(chunk);
    while (reader.advance() === 'more');
  }
  return { outcome: reader.finish(), lines: printer.lines, early };
}

function readAtOnce(bytes: Uint8Array) {
  const printer = new EventPrinter();
  return { outcome: readTrace(sourceOfBytes(bytes), printer), lines: printer.lines };
}

describe.each(['go1.22.12', 'go1.27.4'])('a trace of %s that arrives in chunks', (go) => {
  let bytes = new Uint8Array();
  beforeAll(() => {
    bytes = Uint8Array.from(readFileSync(fixtures.record(go, 10, 3)));
  }, 300_000);

  test.each([1, 100, 5000, 300_000])(
    'of up to %i bytes has the same events',
    (largest) => {
      // A byte at a time costs a call each: the beginning has a few generations already.
      const part = largest === 1 ? bytes.subarray(0, 60_000) : bytes;
      const whole = readAtOnce(part);
      const parts = readInChunks(part, largest, largest);
      expect(parts.outcome).toEqual(whole.outcome);
      expect(parts.lines.length).toBe(whole.lines.length);
      expect(parts.lines.findIndex((line, i) => line !== whole.lines[i])).toBe(-1);
    },
    60_000,
  );

  test('is told generation by generation, before its end', () => {
    const { outcome, lines, early } = readInChunks(bytes, 5000, 1);
    expect(outcome).toMatchObject({ ok: true, value: { warning: undefined } });
    expect(outcome.ok && outcome.value.generations).toBeGreaterThan(2);
    expect(early).toBeGreaterThan(lines.length / 4);
    expect(early).toBeLessThan(lines.length);
  }, 60_000);

  test('has the same damage as a file', () => {
    const below = randomNumbers(go.length);
    for (let round = 0; round < 12; round++) {
      const mutant = bytes.slice(0, below(bytes.length));
      mutant[below(mutant.length)] = below(256);
      const whole = readAtOnce(mutant);
      const parts = readInChunks(mutant, 50_000, round);
      expect(parts.outcome).toEqual(whole.outcome);
      expect(parts.lines.length).toBe(whole.lines.length);
    }
  }, 120_000);

  test('is over at the first damage, whatever comes later', () => {
    const source = new GrowingBytes();
    const reader = new TraceReader(source, nobody);
    source.append(bytes.subarray(0, bytes.length - 1));
    source.append(new Uint8Array(100).fill(0xee));
    while (reader.advance() === 'more');
    expect(reader.advance()).toBe('ended');
    const outcome = reader.finish();
    source.append(bytes);
    expect(reader.advance()).toBe('ended');
    expect(reader.finish()).toBe(outcome);
  });
});

test('waits for the header, and refuses what is none', () => {
  const source = new GrowingBytes();
  const reader = new TraceReader(source, nobody);
  expect(reader.advance()).toBe('waiting');
  source.append(new Uint8Array(15));
  expect(reader.advance()).toBe('waiting');
  source.append(new Uint8Array(1));
  expect(reader.advance()).toBe('ended');
  expect(reader.finish()).toEqual({ ok: false, error: { code: 'not-a-trace' } });
});

test('memory of a stream is bounded by what the reader has not released', () => {
  const source = new GrowingBytes();
  const chunk = new Uint8Array(1000);
  for (let i = 0; i < 10_000; i++) {
    source.append(chunk.fill(i & 255));
    if (i % 10 === 9) source.release(source.size - 1500);
  }
  expect(source.size).toBe(10_000_000);
  expect([...source.read(source.size - 1002, 4)]).toEqual([14, 14, 15, 15]);
  expect(source.read(source.size - 5, 100).length).toBe(5);
  expect(source.read(source.size - 5, 100).buffer.byteLength).toBeLessThan(200_000);
});

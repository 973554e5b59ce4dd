import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTrace } from './read-trace';
import { EventPrinter } from './testing/print-events';
import { GoFixtures, toolchains, type GoldenTrace } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
let printWithGo: (file: string) => string;

beforeAll(() => {
  printWithGo = fixtures.buildPrinter();
}, 300_000);
afterAll(() => fixtures.dispose());

/** The stream as lines, closed by ERR where it broke, as the oracle prints it. */
function printWithOurs(file: string): string[] {
  const printer = new EventPrinter();
  const read = readTrace(sourceOfBytes(readFileSync(file)), printer);
  const whole = read.ok && read.value.warning === undefined;
  return whole ? printer.lines : [...printer.lines, 'ERR'];
}

/** Compared by hand: a difference of two long lists takes a test runner minutes to show. */
function firstDifference(file: string): string | undefined {
  const theirs = printWithGo(file).slice(0, -1).split('\n');
  const ours = printWithOurs(file);
  expect(theirs.length).toBeGreaterThan(1);
  for (let i = 0; i < Math.max(theirs.length, ours.length); i++) {
    if (theirs[i] !== ours[i]) return `line ${i + 1}\nGo:   ${theirs[i]}\nours: ${ours[i]}`;
  }
  return undefined;
}

describe("golden tests of the installed Go's own reader", () => {
  let golden: readonly GoldenTrace[] = [];
  beforeAll(() => {
    golden = fixtures.golden();
  }, 300_000);

  test('there are some, that pass and that fail', () => {
    expect(golden.length).toBeGreaterThanOrEqual(20);
    expect(new Set(golden.map(({ expected }) => expected)).size).toBe(2);
  });

  test('have the verdict that Go gives them', () => {
    const verdicts = golden.map(({ name, file }) => {
      const read = readTrace(sourceOfBytes(readFileSync(file)), { onEvents: () => undefined });
      const whole = read.ok && read.value.warning === undefined;
      return `${name} ${whole ? 'SUCCESS' : 'FAILURE'}`;
    });
    expect(verdicts).toEqual(golden.map(({ name, expected }) => `${name} ${expected}`));
  });

  test('have the events of Go, in its order', () => {
    for (const { name, file } of golden) expect(firstDifference(file), name).toBeUndefined();
  });
});

test.each(toolchains)(
  'a trace of $go has the events that its reader sees, in its order',
  ({ go }) => {
    expect(firstDifference(fixtures.record(go, 10))).toBeUndefined();
  },
  300_000,
);

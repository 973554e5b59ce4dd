import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTrace } from './read-trace';
import { readFuzzCorpus } from './testing/fuzz-corpus';
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
  // A name may hold a line break, and bytes that are no UTF-8.
  const ours = printWithOurs(file).flatMap((event) =>
    event.replace(/\p{Surrogate}/gu, '\ufffd').split('\n'),
  );
  expect(theirs.length).toBeGreaterThan(0);
  for (let i = 0; i < Math.max(theirs.length, ours.length); i++) {
    if (theirs[i] !== ours[i]) return `line ${i + 1}\nGo:   ${theirs[i]}\nours: ${ours[i]}`;
  }
  return undefined;
}

const goldenToolchains = ['local', 'go1.22.12', 'go1.23.12', 'go1.25.5', 'go1.27.4'];

describe.each(goldenToolchains)("golden tests of Go's own reader (%s)", (go) => {
  let golden: readonly GoldenTrace[] = [];
  beforeAll(() => {
    golden = fixtures.golden(go);
  }, 300_000);

  test('there are some, that pass and that fail', () => {
    expect(golden.length).toBeGreaterThanOrEqual(19);
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
  }, 60_000);
});

describe("the fuzz corpus of Go's own reader", () => {
  // Formats before 1.22 are refused, and an id beyond our limits is damage.
  const beyond = ['4055b17cae1a3443', 'large-id'];

  test('has the events of Go, in its order, and ends as there', () => {
    const corpus = readFuzzCorpus().filter(({ name }) => !beyond.includes(name));
    expect(corpus.length).toBeGreaterThan(10);
    const folder = mkdtempSync(join(tmpdir(), 'trivet-fuzz-'));
    for (const { name, bytes } of corpus) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      expect(firstDifference(file), name).toBeUndefined();
    }
    rmSync(folder, { recursive: true });
  });
});

test.each(toolchains)(
  'a trace of $go has the events that its reader sees, in its order',
  ({ go }) => {
    expect(firstDifference(fixtures.record(go, 10))).toBeUndefined();
  },
  300_000,
);

// Each mode once, of the oldest format and the newest: `scripts/oracle/trace-matrix.mjs` has them all.
test.each([
  ['go1.22.12', 'syscalls', 8],
  ['go1.22.12', 'cpuprofile', 2],
  ['go1.22.12', 'gc', 8],
  ['go1.27.4', 'coroutines', 8],
  ['go1.27.4', 'tasks', 2],
  ['go1.27.4', 'cgo', 2],
  ['go1.27.4', 'http', 8],
  ['go1.27.4', 'goroutines', 1],
] as const)(
  '%s: %s on %i Ps has the events that its reader sees, in its order',
  (go, mode, procs) => {
    expect(firstDifference(fixtures.recordProgram(go, mode, procs))).toBeUndefined();
  },
  300_000,
);

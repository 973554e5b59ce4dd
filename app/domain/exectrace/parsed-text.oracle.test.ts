import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { ParsedText } from './parsed-text';
import { readTrace } from './read-trace';
import { GoFixtures, toolchains } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

function printWithOurs(file: string): string {
  const parts: Buffer[] = [];
  const sink = new ParsedText((part) => parts.push(Buffer.from(part)));
  const read = readTrace(sourceOfBytes(readFileSync(file)), sink);
  expect(read).toMatchObject({ ok: true, value: { warning: undefined } });
  return Buffer.concat(parts).toString();
}

test.each(toolchains)(
  'a trace of $go has the text of go tool trace -d=parsed',
  ({ go }) => {
    const file = fixtures.record(go, 10);
    const theirs = execFileSync('go', ['tool', 'trace', '-d=parsed', file], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    }).split('\n');
    const ours = printWithOurs(file).split('\n');
    const at = theirs.findIndex((line, i) => line !== ours[i]);
    expect(ours[at], `line ${at + 1}`).toBe(theirs[at]);
    expect(ours.length).toBe(theirs.length);
  },
  300_000,
);

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LineSplitter } from '../../../main/process/line-splitter';
import { parseMiLine } from './parse-line';
import { splitTargetText } from './target-text';

// Recorded from gdb 13.1 on go1.26.8 linux/amd64; testdata/README.md has the commands.
const testdata = new URL('testdata/', import.meta.url);
const files = readdirSync(testdata).filter((name) => name.endsWith('.mi'));
const transcripts = files.map((name) => readFileSync(new URL(name, testdata)));
const lines = transcripts.flatMap((bytes) => bytes.toString('utf8').trimEnd().split('\n'));

/** A linear congruential generator: the same numbers on every machine. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An answer is required, not a particular one: no throw, no endless loop, nothing lost. */
function expectAnswer(line: string): void {
  const parsed = parseMiLine(line);
  const { targetText, record } = splitTargetText(line);
  if (parsed.ok) expect(targetText === '' && record !== undefined).toBe(true);
  else expect(targetText !== '' || line === '').toBe(true);
}

test('every truncation of every transcript is answered, also in the middle of a character', () => {
  let answers = 0;
  for (const bytes of transcripts) {
    for (let end = 0; end <= bytes.length; end++) {
      const start = end === 0 ? 0 : bytes.lastIndexOf(10, end - 1) + 1;
      expectAnswer(bytes.toString('utf8', start, end));
      answers++;
    }
  }
  expect(answers).toBeGreaterThan(10_000);
});

test('10,000 mutations of the transcripts are answered', () => {
  const random = generator(20_240_611);
  const structure = '"\\{}[],=^*+~@&()0123456789\r\0\x80ü';
  let refused = 0;
  for (let i = 0; i < 10_000; i++) {
    const chars = [...lines[random(lines.length)]!];
    for (let edits = 1 + random(4); edits > 0; edits--) {
      const at = random(chars.length + 1);
      const char = structure[random(structure.length)]!;
      const length = random(8);
      switch (random(5)) {
        case 0: // another character
          chars[at] = char;
          break;
        case 1: // one more
          chars.splice(at, 0, char);
          break;
        case 2: // some fewer
          chars.splice(at, length);
          break;
        case 3: // some of them twice
          chars.splice(at, 0, ...chars.slice(at, at + length));
          break;
        default: {
          // a piece of another line
          const other = lines[random(lines.length)]!;
          const from = random(other.length);
          chars.splice(at, length, ...other.slice(from, from + 30));
        }
      }
    }
    const mutated = chars.join('');
    expectAnswer(mutated);
    if (!parseMiLine(mutated).ok) refused++;
  }
  expect(refused).toBeGreaterThan(1000); // else they were hardly mutated
  expect(refused).toBeLessThan(10_000);
});

test('what the target prints is told from GDB’s record on the same line', () => {
  const stop = '*stopped,reason="exited-normally"';
  // A number alone would be the token of the record.
  for (const text of ['x5', '=x', '{"a":', 'größe ^done', '~"', '"\\', '12^running,']) {
    const { targetText, record } = splitTargetText(text + stop);
    expect(targetText).toBe(text);
    expect(record).toMatchObject({ kind: 'exec-async', class: 'stopped' });
  }
  expect(splitTargetText('> (gdb) ')).toMatchObject({
    targetText: '> ',
    record: { kind: 'prompt' },
  });
});

test('a transcript cut into reads of any size is the same records', () => {
  const whole =
    transcripts.find((bytes) => bytes.includes('größe')) ?? Buffer.from('~"größe 目录"\n');
  const text = Buffer.concat([whole, Buffer.from('~"größe 目录 🦫"\n')]);
  const expected = text.toString('utf8').trimEnd().split('\n').map(splitTargetText);
  for (const size of [1, 2, 3, 5, 7, 4096]) {
    const records: unknown[] = [];
    const splitter = new LineSplitter((line) => records.push(splitTargetText(line)));
    for (let at = 0; at < text.length; at += size) splitter.push(text.subarray(at, at + size));
    splitter.end();
    expect(records).toEqual(expected);
  }
});

const megabytes = (count: number, piece: string) =>
  piece.repeat(Math.floor((count << 20) / piece.length));

// Each shape once: a step that is not linear would not end in time.
test.each([
  ['50 MB in one string', () => `"${megabytes(50, 'x')}"`],
  ['50 MB of octal escapes', () => `"${megabytes(50, '\\303\\274')}"`],
  [
    '50 MB of frames',
    () => `[${megabytes(50, 'frame={level="0",addr="0x1",func="main.f"},')}"end"]`,
  ],
  ['10 MB of escaped quotes', () => `"${megabytes(10, '\\"a')}"`],
  ['10 MB under one name', () => `{${megabytes(10, 'a="b",')}z="b"}`],
  ['10 MB without names', () => `{bkpt={},${megabytes(10, '{number="1"},')}{}}`],
])('a record of %s is parsed', (_, makeValue) => {
  const line = `1^done,value=${makeValue()}`;
  expect(parseMiLine(line).ok).toBe(true);
  expect(parseMiLine(line.slice(0, -1)).ok).toBe(false); // found out in the same time
});

test('a line of 50 MB that is no record is handed on as it is', () => {
  for (const piece of ['no newline ', '1^done', '*stopped,', '~"', '={[']) {
    const line = megabytes(50, piece);
    expect(splitTargetText(line).targetText.length).toBe(line.length);
  }
});

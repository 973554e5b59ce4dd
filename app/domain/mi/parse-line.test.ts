import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCString, quoteMiArgument } from './c-string';
import { parseMiLine } from './parse-line';
import { isStop, type MiRecord } from './record';

// Recorded from gdb 13.1 on go1.26.8 linux/amd64; testdata/README.md has the commands.
const testdata = new URL('testdata/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, testdata), 'utf8').trimEnd().split('\n');
const lines = readdirSync(testdata)
  .filter((name) => name.endsWith('.mi'))
  .flatMap(read);
const printedByTarget = (line: string) => line.startsWith('grüße');

function parsed(line: string): MiRecord {
  const result = parseMiLine(line);
  if (!result.ok) throw new Error(`${line}: ${result.error.expected} at ${result.error.at}`);
  return result.value;
}

test.each(lines.filter((line) => !printedByTarget(line)))('parses %s', (line) => {
  expect(parseMiLine(line).ok).toBe(true);
});

test('a line of the target program is not taken for a record', () => {
  const own = lines.filter(printedByTarget);
  expect(own.length).toBeGreaterThan(0);
  for (const line of own) expect(parseMiLine(line)).toMatchObject({ ok: false });
});

test('answers for every truncation of every line', () => {
  // GDB can die mid-line. An answer is required, not a particular one: no throw, no endless loop.
  let answers = 0;
  for (const line of lines) {
    for (let end = 0; end <= line.length; end++) {
      parseMiLine(line.slice(0, end));
      answers++;
    }
  }
  expect(answers).toBeGreaterThan(lines.length);
});

test('a line cut inside a value is refused, never half read', () => {
  const line = lines.find((text) => text.startsWith('4^done,stack='))!;
  for (let end = '4^done,'.length; end < line.length; end++) {
    expect(parseMiLine(line.slice(0, end)).ok, line.slice(0, end)).toBe(false);
  }
});

test('answers when any one character is another', () => {
  const line = lines.find((text) => text.includes('*stopped,reason="breakpoint-hit"'))!;
  for (let at = 0; at < line.length; at++) {
    for (const char of '"\\{}[],=^\0') parseMiLine(line.slice(0, at) + char + line.slice(at + 1));
  }
});

test('nesting without end is refused, not followed', () => {
  expect(parseMiLine(`^done,a=${'{b='.repeat(100_000)}`)).toMatchObject({ ok: false });
  expect(parseMiLine(`^done,a=${'['.repeat(100_000)}`)).toMatchObject({ ok: false });
});

test('a stop is the *stopped record only', () => {
  const stops = lines
    .filter((line) => !printedByTarget(line))
    .filter((line) => isStop(parsed(line)));
  expect(stops.length).toBeGreaterThan(0);
  expect(stops.every((line) => line.startsWith('*stopped'))).toBe(true);
});

describe('values', () => {
  test('a list of results loses its repeated name', () => {
    expect(parsed('4^done,stack=[frame={level="0"},frame={level="1"}]')).toEqual({
      kind: 'result',
      token: 4,
      class: 'done',
      results: { stack: [{ level: '0' }, { level: '1' }] },
    });
  });

  test('empty strings, tuples and lists keep their place', () => {
    expect(parsed('^done,a="",b={},c=[],d=["",""]')).toMatchObject({
      results: { a: '', b: {}, c: [], d: ['', ''] },
    });
  });

  test('octal escapes are bytes of UTF-8', () => {
    expect(parsed('~"gr\\303\\274\\303\\237e\\t\\"x\\"\\n"')).toEqual({
      kind: 'console',
      text: 'grüße\t"x"\n',
    });
  });

  test('a carriage return inside a string stays', () => {
    expect(parsed('@"a\\r\\n"\r')).toEqual({ kind: 'target', text: 'a\r\n' });
  });

  test('commands of a breakpoint, printed in braces without names, are a list', () => {
    expect(parsed('^done,bkpt={script={"silent","print \\"a b\\""}}')).toMatchObject({
      results: { bkpt: { script: ['silent', 'print "a b"'] } },
    });
  });

  test('a name that repeats in a tuple becomes a list', () => {
    expect(parsed('^done,thread-ids={thread-id="2",thread-id="1",thread-id="7"}')).toMatchObject({
      results: { 'thread-ids': { 'thread-id': ['2', '1', '7'] } },
    });
  });

  test('a field may have the name of a member of Object', () => {
    expect(parsed('^done,constructor="x"')).toMatchObject({ results: { constructor: 'x' } });
  });
});

test('the locations of a breakpoint come out alike from MI 2 and MI 3', () => {
  const [two, three] = ['mi2', 'mi3'].map((version) => {
    const line = read(`several-locations-${version}.mi`).find((text) => text.startsWith('1^done'))!;
    const record = parsed(line) as unknown as { results: { bkpt: { locations: unknown } } };
    return record.results.bkpt.locations;
  });
  expect(two).toHaveLength(2);
  expect(two).toEqual(three);
});

test.each(['plain', '/a path/with spaces', 'quote " and \\', 'line\nbreak\ttab', 'größe 目录', ''])(
  'quoting %j and reading it back is the identity',
  (text) => {
    const quoted = quoteMiArgument(text);
    expect(quoted).not.toMatch(/[\x00-\x1f]/);
    expect(quoted.startsWith('"') ? parseCString(quoted, 0)?.text : quoted).toBe(text);
  },
);

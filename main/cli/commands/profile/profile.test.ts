import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { profileReportSchema } from '../../../../app/contract/profile-report';
import { encodeProfile } from '../../../../app/domain/pprof/encode-profile';
import { profileFromText } from '../../../../app/domain/pprof/testing/profile-from-text';
import { profile } from '.';
import { captureOutput } from '../../testing/capture-output';

let dir: string;
let now: string;
let before: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'trivet-profile-cli-'));
  now = save('now.pb', 'bytes 512 256\nmain main\nread &"\']]></script><b\ngrow -');
  before = save('before.pb', 'bytes 100 300\nmain main\nread gone\ngrow -');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function save(name: string, picture: string): string {
  const file = join(dir, name);
  writeFileSync(file, encodeProfile(profileFromText(picture)));
  return file;
}

let out: string;
let errors: string;
beforeEach(() => {
  [out, errors] = ['', ''];
  captureOutput({
    stdout: (text) => (out += text),
    stderr: (text) => (errors += text),
  });
});
afterEach(() => vi.restoreAllMocks());

describe('trivet profile', () => {
  test('says of a trace, and of a file with nothing in it, what it is', async () => {
    const [trace, empty] = [join(dir, 'trace.out'), join(dir, 'empty')];
    writeFileSync(trace, 'go 1.26 trace\0\0\0');
    writeFileSync(empty, '');
    expect(await profile(['top', trace])).toBe(1);
    expect(errors).toContain('trace.out is an execution trace, not a profile.');
    expect(errors).toContain('trivet trace reads it');
    expect(await profile(['top', empty])).toBe(1);
    expect(errors).toContain('empty is empty.');
    const [page, note] = [join(dir, 'page'), join(dir, 'note')];
    writeFileSync(page, '<!doctype html><title>Sign in</title>');
    writeFileSync(note, 'hello\nworld\n');
    expect(await profile(['top', page])).toBe(1);
    expect(errors).toMatch(/page is a web page, not a profile\..*a login page/s);
    expect(await profile(['top', note])).toBe(1);
    expect(errors).toContain('note is not a profile: it is text.');
  });

  test('flame does not overwrite what it draws', async () => {
    const same = save('same.html', 'bytes 512\nmain');
    const before = readFileSync(same);
    expect(await profile(['flame', same, '-o', same])).toBe(2);
    expect(await profile(['flame', now, '--base', same, '-o', same])).toBe(2);
    expect(errors).toContain('would overwrite');
    expect(readFileSync(same).equals(before)).toBe(true);
  });

  test.each(['top', 'tree', 'peek', 'lines'])('%s --json keeps to its schema', async (verb) => {
    expect(await profile([verb, now, '--base', before, '--json'])).toBe(0);
    const document = profileReportSchema.parse(JSON.parse(out));
    expect(document.view).toBe(verb);
    expect(document.unit).toBe('bytes');
  });

  test('top prints the table', async () => {
    expect(await profile(['top', now, '--focus', 'grow', '--granularity', 'lines'])).toBe(0);
    expect(out).toContain('Active filters:\n   focus=grow\n');
    expect(out).toMatch(/ 512B 66\.67% 66\.67% +512B 66\.67% {2}grow \/src\/grow\.go\n/);
  });

  test('says so when a filter matches nothing', async () => {
    expect(await profile(['top', now, '--hide', 'nothing'])).toBe(0);
    expect(errors).toBe('trivet: the expression of hide matched nothing.\n');
  });

  test.each([
    [
      [],
      2,
      /There is no "profile "\. It can: top, tree, peek, lines, disasm, flame, fetch, watch, growth\./,
    ],
    [['top'], 2, /An argument is missing: FILE\./],
    [['top', 'F', '--frob'], 2, /Unknown option/],
    [['top', 'F', '--granularity', 'x'], 2, /--granularity wants one of functions, /],
    [['top', 'F', '--base', 'a', '--diff-base', 'b'], 2, /cannot both be given/],
    [['top', 'F', '--normalize'], 2, /wants a --base/],
    [['top', 'F', '--nodecount', 'few'], 2, /--nodecount wants a number/],
    [['top', 'F', '--inflate-limit', 'much'], 2, /--inflate-limit wants a size/],
    [['flame', 'F'], 2, /Flame wants -o/],
    [['disasm', 'F'], 2, /An argument is missing: FUNCTION-RE\./],
    [['top', '/nowhere/F'], 1, /\/nowhere\/F cannot be read/],
  ])('refuses %j', async (argv, status, message) => {
    expect(await profile(argv)).toBe(status);
    expect(errors).toMatch(message);
    expect(out).toBe('');
  });

  test.each([
    [['--focus', '('], /expression of focus cannot be used: missing closing \)/],
    [['--sample-type', 'cpu'], /no sample type "cpu" among value/],
  ])('refuses %j of a profile', async (argv, message) => {
    expect(await profile(['top', now, ...argv])).toBe(2);
    expect(errors).toMatch(message);
  });
});

describe('trivet profile flame', () => {
  /** The data block of a page or picture, and the document around it. */
  async function draw(name: string, argv: readonly string[]) {
    const file = join(dir, name);
    expect(await profile(['flame', now, '-o', file, ...argv])).toBe(0);
    const text = readFileSync(file, 'utf8');
    const [, json = ''] = /id="flame-data">(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?<\/script>/.exec(text)!;
    return { text, data: JSON.parse(json) as { names: string[]; cum: number[]; base?: number[] } };
  }

  test('writes a page and a picture that hold the whole tree and nothing foreign', async () => {
    for (const name of ['flame.html', 'flame.svg']) {
      const { text, data } = await draw(name, []);
      // pprof would take "</script>" for template arguments, were it not for the first ">".
      expect(data.names).toEqual(['root', 'main', 'read', '&"\']]></script><b', 'grow']);
      expect(data.cum).toEqual([768, 768, 512, 256, 512]);
      expect(text).not.toMatch(/(src|href)="|https?:\/\/(?!www\.w3\.org)/);
      // The name that closes everything stands escaped wherever it stands.
      expect(text).not.toContain('</script><b');
    }
    const svg = readFileSync(join(dir, 'flame.svg'), 'utf8');
    // For viewers without scripts: a bar for every node.
    expect(svg.match(/<g class="bar">/g)).toHaveLength(5);
    expect(svg.match(/<!\[CDATA\[/g)).toHaveLength(svg.match(/\]\]>/g)?.length ?? 0);
  });

  test('where a name does not fit, its package path gives way first', async () => {
    const long = 'example.com/an/organisation/and/its/module/service.(*Worker).handle';
    const file = save('long.pb', `bytes 300 700\n${long} ${long}Other`);
    const svg = join(dir, 'long.svg');
    expect(await profile(['flame', file, '-o', svg])).toBe(0);
    const texts = readFileSync(svg, 'utf8').match(/<text x[^>]*>[^<]*/g) ?? [];
    expect(texts.some((each) => each.endsWith('>service.(*Worker).handle'))).toBe(true);
    expect(texts.some((each) => each.endsWith(`>${long}Other`))).toBe(true);
  });

  test('shows both profiles of a difference, also what is gone', async () => {
    const { data } = await draw('difference.html', ['--diff-base', before]);
    expect(data.names).toContain('gone');
    expect(data.base?.[0]).toBe(400);
    expect(data.cum[0]).toBe(768);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { heapDocumentSchema } from '../../../../app/contract/heap-documents';
import {
  removeSeries,
  takeSeries,
  type SnapshotSeries,
} from '../../../../app/domain/heap/testing/take-series';
import { heap } from '.';
import { captureOutput } from '../../testing/capture-output';

let series: SnapshotSeries;
let a: string;
let b: string;
let binary: readonly string[];

beforeAll(async () => {
  series = await takeSeries('growing', 'go1.26.8', 2);
  [a, b] = series.files as [string, string];
  binary = ['--binary', series.binary];
});
afterAll(() => removeSeries(series));

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

/** Columns of the line that ends with a text. */
const figuresOf = (name: string) => {
  const line = out.split('\n').find((each) => each.trimEnd().endsWith(name));
  if (line === undefined) throw new Error(`no line "${name}" in\n${out}`);
  return line.trim().slice(0, -name.length).trim().split(/ {2,}/);
};

describe('trivet heap', () => {
  test.each([
    ['top', []],
    ['top', ['--type', 'main.item']],
    ['roots', []],
    ['why', ['main.item']],
    ['why', ['main.cache']],
  ])('%s %j --json keeps to its schema', async (verb, more) => {
    expect(await heap([verb, a, ...more, ...binary, '--json'])).toBe(0);
    const document = heapDocumentSchema.parse(JSON.parse(out));
    expect(document.view).toBe(more[0] === '--type' ? 'objects' : verb);
    expect(errors).toBe('');
  });

  test('top tells types, what they retain, coverage and the self-check', async () => {
    expect(await heap(['top', a, ...binary])).toBe(0);
    expect(figuresOf('  main.item')).toEqual(['7.5 KiB', expect.any(String), '13.8 KiB', '160']);
    expect(out).toMatch(/types known of \d+(\.\d+)? %\./);
    expect(out).toMatch(/Self-check: 0 % off the runtime's own count of allocated bytes\./);
    expect(out).toMatch(/ main\.cache\[\*\]\.parts {2}\[\]\*int ×100\n +allocated by main\.fill /);
    expect(out).toMatch(/ main\.cache {2}map\[string\]\*main\.item$/m);
  });

  test('top --type lists objects with their values', async () => {
    expect(await heap(['top', a, '--type', 'main.session', '--limit', '2', ...binary])).toBe(0);
    expect(out).toMatch(/^20 × main\.session$/m);
    expect(out).toMatch(
      /48 B +24 B +0x[0-9a-f]+ +main\.session\{user: nil, label: "the same label of all"\}/,
    );
    expect(out).toMatch(/^ {2}… 18 more$/m);
  });

  test('why groups the ways to a type', async () => {
    expect(await heap(['why', a, '*main.item', ...binary])).toBe(0);
    expect(out).toMatch(/^160 × main\.item: 7\.5 KiB, keep /m);
    expect(out).toMatch(/ 100 {2}main\.cache\[\*\] {3}e\.g\. main\.cache\["old-\d+"\]$/m);
    expect(out).toMatch(/ 29 {2}main\.list\.next\(…\) /m);
    expect(out).toMatch(/main\.fill main\.go:\d+ ← main\.main main\.go:\d+/);
  });

  test('why of an address tells the path and the value', async () => {
    await heap(['top', a, '--type', 'main.session', '--limit', '1', ...binary]);
    const address = /0x[0-9a-f]+/.exec(out)![0];
    out = '';
    expect(await heap(['why', a, address, ...binary])).toBe(0);
    expect(out).toMatch(/^Alive by main\.sessions\[\d+\]$/m);
    expect(out).toMatch(/^ {2}main\.session\{user: nil, label: "the same label of all"\}$/m);
    expect(out).toMatch(/^ {2}main\.sessions +\[\]\*main\.session/m);
  });

  test.each([
    ['0x10', 'Nothing in the snapshot is called 0x10.'],
    ['no.Such', 'Nothing in the snapshot is called no.Such.'],
    ['main.', 'main. may be any of these.'],
  ])('why %s says what is wrong', async (text, message) => {
    expect(await heap(['why', a, text, ...binary])).toBe(2);
    expect(errors).toContain(`trivet: ${message}\n`);
    expect(out).toBe('');
  });

  test('roots can be narrowed', async () => {
    expect(await heap(['roots', a, '--kind', 'global', '--match', 'main.', ...binary])).toBe(0);
    expect(figuresOf('main.cache  map[string]*main.item')[2]).toMatch(/^\d+$/);
    expect(out).not.toContain('runtime.');
    expect(await heap(['roots', a, '--kind', 'heap', ...binary])).toBe(2);
    out = '';
    expect(await heap(['roots', a, '--match', 'no such', ...binary])).toBe(0);
    expect(out).toContain('No root holds anything.\n');
  });

  test('diff says what grew, and keeps to its schema', async () => {
    expect(await heap(['diff', a, b, ...binary])).toBe(0);
    expect(figuresOf('main.cache[*]  main.item').slice(0, 2)).toEqual(['+1.88 KiB', '+40']);
    expect(figuresOf('main.released[*]  main.item').slice(0, 3)).toEqual([
      '−1.41 KiB',
      '−30',
      '0 B',
    ]);
    out = '';
    expect(await heap(['diff', a, b, ...binary, '--json'])).toBe(0);
    expect(heapDocumentSchema.parse(JSON.parse(out)).view).toBe('diff');
  });

  test('diff refuses the wrong order, unless forced', async () => {
    expect(await heap(['diff', b, a, ...binary])).toBe(2);
    expect(errors).toContain('The second was taken before the first.');
    expect(await heap(['diff', b, a, ...binary, '--force'])).toBe(0);
    expect(out).toContain('! The second was taken before the first.');
  });

  test('asks for the executable where a snapshot does not tell it', async () => {
    const nameless = join(series.folder, 'nameless.trvsnap');
    writeFileSync(nameless, nameBinary(readFileSync(a), undefined));
    expect(await heap(['top', nameless, '--json'])).toBe(2);
    expect(errors).toContain('Name the executable that ran with --binary.');
    expect(JSON.parse(out)).toMatchObject({ format: 1, failure: { code: 'usage' } });
  });

  test('refuses another executable, and a file that is no snapshot', async () => {
    expect(await heap(['top', a, '--binary', process.execPath])).toBe(1);
    expect(await heap(['top', series.binary, ...binary])).toBe(1);
    expect(errors).toContain('it does not begin with TRVSNAP1');
    expect(await heap(['top', join(series.folder, 'none'), ...binary])).toBe(1);
    expect(errors).toContain('There is no ');
  });

  test('finds the executable that the snapshot names, as long as it is there', async () => {
    const named = join(series.folder, 'named.trvsnap');
    writeFileSync(named, nameBinary(readFileSync(a), series.binary));
    expect(await heap(['roots', named, '--match', 'main.cache'])).toBe(0);
    expect(out).toContain('main.cache  map[string]*main.item');
    writeFileSync(named, nameBinary(readFileSync(a), '/no/such/file'));
    expect(await heap(['roots', named])).toBe(2);
    expect(errors).toContain('is no longer at /no/such/file.');
  });

  test('reads the snapshot of a bundle, by its folder and by its file', async () => {
    const bundle = join(series.folder, 'bundle');
    mkdirSync(join(bundle, 'heap'), { recursive: true });
    mkdirSync(join(bundle, 'program'));
    copyFileSync(series.binary, join(bundle, 'program', 'growing'));
    const inside = join(bundle, 'heap', 'snapshot.trvsnap.gz');
    const bytes = readFileSync(a);
    writeFileSync(inside, bytes[0] === 0x1f ? bytes : gzipSync(bytes));
    writeFileSync(join(bundle, 'manifest.json'), JSON.stringify(manifestOf()));
    for (const path of [bundle, inside]) {
      out = '';
      expect(await heap(['roots', path, '--match', 'main.cache'])).toBe(0);
      expect(out).toContain('main.cache  map[string]*main.item');
    }
  });
});

function manifestOf() {
  const artefact = (path: string, kind: string) => ({
    ...{ path, kind, sizeBytes: 0, sha256: '0'.repeat(64), command: '' },
    ...{ startedAtMs: 0, endedAtMs: 0 },
  });
  return {
    ...{ format: 1, trivet: '0.1.0', id: 'x', createdAtMs: 0, forcedCollections: 0, steps: [] },
    target: {
      ...{ mode: 'launch', module: 'growing', package: 'growing', projectDir: '/growing' },
      ...{ args: [], pid: 1 },
    },
    tools: { os: 'linux', cpus: 1, node: '16' },
    artefacts: [
      artefact('program/growing', 'program'),
      artefact('heap/snapshot.trvsnap.gz', 'heap-snapshot'),
    ],
  };
}

/** The snapshot with another header: chunks are counted from the end of it. */
function nameBinary(file: Buffer, path: string | undefined): Buffer {
  const bytes = file[0] === 0x1f ? gunzipSync(file) : file;
  const length = Number(bytes.readBigUInt64LE(8));
  const header = { ...JSON.parse(bytes.subarray(16, 16 + length).toString()), binary: path };
  const text = Buffer.from(JSON.stringify(header));
  const begin = Buffer.alloc(Math.ceil((16 + text.length) / 16) * 16);
  bytes.copy(begin, 0, 0, 8);
  begin.writeBigUInt64LE(BigInt(text.length), 8);
  text.copy(begin, 16);
  return Buffer.concat([begin, bytes.subarray(Math.ceil((16 + length) / 16) * 16)]);
}

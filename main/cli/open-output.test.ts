import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isSameFile, openOutput } from './open-output';
import { OutputFailed } from './output-failed';

const root = mkdtempSync(join(tmpdir(), 'trivet-output-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(root, 'case-'))));

function open(file: string) {
  const output = openOutput(file);
  if (!output.ok) throw new Error(output.error.message);
  return output.value;
}
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a file', () => {
  test('has all that was written, in order, once it is complete', () => {
    const file = join(folder, 'whole');
    const output = open(file);
    output.write(bytes('one '));
    output.write(bytes('two'));
    expect(existsSync(file)).toBe(false);
    output.close(true);
    expect(readFileSync(file, 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['whole']);
  });

  test('that could not be finished leaves nothing', () => {
    const output = open(join(folder, 'half'));
    output.write(bytes('one'));
    output.close(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that was there before stays as it was until the new one is complete', () => {
    const file = join(folder, 'precious');
    writeFileSync(file, 'precious');
    chmodSync(file, 0o640);
    const failed = open(file);
    failed.write(bytes('half'));
    expect(readFileSync(file, 'utf8')).toBe('precious');
    failed.close(false);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    const done = open(file);
    done.write(bytes('new'));
    done.close(true);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['precious']);
  });

  test('behind a link is replaced, not the link', () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'old');
    symlinkSync(file, link);
    const output = open(link);
    output.write(bytes('new'));
    output.close(true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'is given back by %s as it was, and the shell sees the signal',
    async (signal) => {
      const file = join(folder, 'precious');
      writeFileSync(file, 'precious');
      const program = `
        import { openOutput } from '${fileURLToPath(new URL('open-output.ts', import.meta.url))}';
        openOutput(process.argv[2]).value.write(Buffer.from('half'));
        console.log('begun');
        setInterval(() => undefined, 1000);`;
      const script = join(root, `interrupted-${signal}.cjs`);
      await build({
        stdin: { contents: program, resolveDir: root, loader: 'ts' },
        ...({ bundle: true, platform: 'node', format: 'cjs', outfile: script } as const),
      });
      const child = spawn(process.execPath, [script, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      expect(readdirSync(folder)).toHaveLength(2);
      child.kill(signal);
      const [, endedBy] = (await once(child, 'close')) as [number, string];
      expect(endedBy).toBe(signal);
      expect(readdirSync(folder)).toEqual(['precious']);
      expect(readFileSync(file, 'utf8')).toBe('precious');
    },
    60_000,
  );
});

test('a folder that does not exist, or one in the place of a file, is named, with what to do', () => {
  for (const file of [join(folder, 'none', 'file'), folder]) {
    expect(openOutput(file)).toMatchObject({ ok: false, error: { code: 'disk' } });
  }
});

test.skipIf(!existsSync('/dev/full'))(
  'a disk that is full is told as that, not as a trace that cannot be read',
  () => {
    const output = open('/dev/full');
    expect(() => output.write(new Uint8Array(10))).toThrow(OutputFailed);
    output.close(false);
    expect(existsSync('/dev/full')).toBe(true);
  },
);

test('a link to the trace is the trace', () => {
  const file = join(folder, 'trace');
  writeFileSync(file, 'trace');
  symlinkSync(file, join(folder, 'link'));
  expect(isSameFile(file, join(folder, 'link'))).toBe(true);
  expect(isSameFile(file, join(folder, 'new'))).toBe(false);
});

import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeEach, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'trivet-code-'));
const loader = join(folder, 'loader.cjs');
buildSync({
  entryPoints: [fileURLToPath(new URL('code-cache.ts', import.meta.url))],
  ...{ outfile: loader, bundle: true, platform: 'node', format: 'cjs' },
});
const bundles = join(folder, 'bundles');
const bundle = join(bundles, 'sum.cjs');
const cache = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(bundles, { recursive: true });
  writeBundle('+', 1);
});

function writeBundle(operator: string, seconds: number): void {
  writeFileSync(
    bundle,
    `exports.of = (a, b) => a ${operator} b; exports.up = require('node:path').basename(__dirname);`,
  );
  utimesSync(bundle, seconds, seconds);
}

/** A process of its own: code is kept when it ends. */
function run(): string {
  const script = `require(${JSON.stringify(loader)}).keepCompiledCode(${JSON.stringify(bundles)}, ${JSON.stringify(cache)});
    const { of, up } = require(${JSON.stringify(bundle)}); process.stdout.write(up + of(6, 7))`;
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
}

const kept = () => readdirSync(cache).map((name) => join(cache, name));

test('compiled code is kept by one process and taken by the next', () => {
  expect(run()).toBe('bundles13');
  expect(kept()).toHaveLength(1);
  const { mtimeMs } = statSync(kept()[0]!);
  expect(run()).toBe('bundles13');
  expect(kept().map((file) => statSync(file).mtimeMs)).toEqual([mtimeMs]);
});

test('a bundle that changed is compiled anew, even when it is as long as before', () => {
  run();
  const [before] = kept();
  writeBundle('*', 2);
  expect(run()).toBe('bundles42');
  expect(kept()).toHaveLength(1);
  expect(kept()).not.toContain(before);
});

test('damaged code is replaced', () => {
  run();
  const [file] = kept();
  writeFileSync(file!, 'no code');
  expect(run()).toBe('bundles13');
  expect(statSync(file!).size).toBeGreaterThan(100);
});

test('without a place for it commands run all the same', () => {
  writeFileSync(cache, 'a file in its place');
  expect(run()).toBe('bundles13');
});

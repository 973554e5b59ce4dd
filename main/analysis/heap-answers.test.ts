import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requests, type Output, type RawInput } from '../../app/contract/ipc';
import { manifestSchema } from '../../app/contract/manifest';
import {
  removeSeries,
  takeSeries,
  type SnapshotSeries,
} from '../../app/domain/heap/testing/take-series';
import { OpenBundles } from './answer-question';
import type { heapQuestions } from './protocol';

type Question = (typeof heapQuestions)[number];

let series: SnapshotSeries;
let bundle: string;
let base: string;
const bundles = new OpenBundles();

beforeAll(async () => {
  series = await takeSeries('growing', 'go1.26.8', 2);
  bundle = makeBundle('after', series.files[1]!);
  base = makeBundle('before', series.files[0]!);
});
afterAll(() => removeSeries(series));

function makeBundle(name: string, snapshot: string): string {
  const dir = join(series.folder, name);
  mkdirSync(join(dir, 'heap'), { recursive: true });
  mkdirSync(join(dir, 'program'));
  copyFileSync(series.binary, join(dir, 'program', 'growing'));
  const bytes = readFileSync(snapshot);
  const path = 'heap/snapshot.trvsnap.gz';
  writeFileSync(join(dir, path), bytes[0] === 0x1f ? bytes : gzipSync(bytes));
  const artefact = { sizeBytes: 0, sha256: '0'.repeat(64), startedAtMs: 0, endedAtMs: 0 };
  const manifest = manifestSchema.parse({
    ...{ format: 1, trivet: '0.1.0', id: 'x', createdAtMs: 0, forcedCollections: 0, steps: [] },
    target: {
      ...{ mode: 'launch', module: 'growing', package: 'growing', projectDir: '/growing' },
      ...{ args: [], pid: 1 },
    },
    tools: { os: 'linux', cpus: 1, node: '16' },
    artefacts: [
      { ...artefact, path: 'program/growing', kind: 'program', command: '' },
      { ...artefact, path, kind: 'heap-snapshot', command: '' },
    ],
  });
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
  return dir;
}

/** Asks as the window does: defaults filled in, the answer held against its schema. */
async function ask<N extends Question>(name: N, input: RawInput<N>): Promise<Output<N>> {
  const whole: unknown = requests[name].input.parse(input);
  const answer = await bundles.answers[name](whole as never);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  const parsed: unknown = requests[name].output.parse(answer.value);
  return parsed as Output<N>;
}

describe('questions about a memory snapshot', () => {
  test('say what it is', async () => {
    const summary = await ask('heap.summary', { bundle });
    expect(summary).toMatchObject({ goVersion: 'go1.26.8', trusted: true });
  });

  test('lead from the treemap down to an object and its value', async () => {
    const { cells } = await ask('heap.overview', { bundle });
    const cache = cells.find(({ label }) => label === 'main.cache')!;
    const { rows } = await ask('heap.children', { bundle, node: cache.node });
    expect(rows.length).toBeGreaterThan(0);
    const { value } = await ask('heap.value', { bundle, node: cache.node });
    expect(value!.parts).toBe(140);
    const { parts, more } = await ask('heap.parts', { bundle, ref: value!.ref!, limit: 10 });
    expect(parts).toHaveLength(10);
    expect(more).toBe(true);
    expect(parts[0]!.text).toMatch(/^&main\.item\{name: "(old|new)"/);
    const inner = await ask('heap.parts', { bundle, ref: parts[0]!.ref! });
    expect(inner.parts.map(({ name }) => name)).toEqual(['.name', '.parts', '.next']);
  });

  test('list types, objects, strings, roots and suspects', async () => {
    const { rows: types } = await ask('heap.types', { bundle });
    expect(types.find(({ type }) => type === 'main.item')!.objects).toBe(195);
    const objects = await ask('heap.objects', { bundle, type: 'main.item', limit: 3 });
    expect(objects).toMatchObject({ total: 195, rows: { length: 3 } });
    const { rows: strings } = await ask('heap.strings', { bundle });
    expect(strings.map(({ text }) => text)).toContain('the same label of all');
    const { rows: roots } = await ask('heap.roots', { bundle, filter: 'main.' });
    expect(roots[0]!.label).toBe('main.cache');
    const { rows: suspects } = await ask('heap.suspects', { bundle });
    expect(suspects[0]!.holder.root).toBe('main.cache');
    const { trusted, groups } = await ask('heap.leaks', { bundle });
    expect(trusted).toBe(true);
    expect(groups.every(({ verdict, goids }) => verdict !== 'alive' && goids.length > 0)).toBe(
      true,
    );
  });

  test('tell who keeps an object, and by which ways', async () => {
    const { rows } = await ask('heap.objects', { bundle, type: 'main.session', limit: 1 });
    const { node } = rows[0]!;
    const { path, allocation } = await ask('heap.why', { bundle, node });
    expect(path[0]!.via).toBe('main.sessions');
    expect(allocation.map((frame) => frame.function)).toContain('main.fill');
    const { why } = await ask('heap.ways', { bundle, of: { node } });
    expect(why!.expression).toMatch(/^main\.sessions\[\d+\]$/);
    const { why: ofType } = await ask('heap.ways', { bundle, of: { type: 'main.item' } });
    expect(ofType!.groups.map(({ pattern }) => pattern)).toContain('main.cache[*]');
    const { rows: above } = await ask('heap.referrers', { bundle, node });
    const { rows: below } = await ask('heap.referents', { bundle, node: above[0]!.node });
    expect(below.map((row) => row.node)).toContain(node);
    const { nodes } = await ask('heap.find', { bundle, text: rows[0]!.address! });
    expect(nodes[0]!.node).toBe(node);
  });

  test('compare it with an earlier one', async () => {
    const diff = await ask('heap.diff', { bundle, base });
    const grown = diff.paths.find(({ pattern }) => pattern === 'main.cache[*]')!;
    expect(grown.delta.objects).toBe(40);
    await expect(ask('heap.diff', { bundle: base, base: bundle })).rejects.toThrow(
      /The second was taken before the first\./,
    );
  });

  test('may name the snapshot by its file', async () => {
    const file = join(bundle, 'heap', 'snapshot.trvsnap.gz');
    expect(await ask('heap.summary', { bundle: file })).toEqual(
      await ask('heap.summary', { bundle }),
    );
    await expect(ask('heap.summary', { bundle: series.binary })).rejects.toThrow(
      /it does not begin with TRVSNAP1/,
    );
    await expect(ask('heap.summary', { bundle: join(bundle, 'no') })).rejects.toThrow();
  });

  test('refuse what names nothing', async () => {
    await expect(ask('heap.parts', { bundle, ref: 'nonsense' })).rejects.toThrow(/no value/);
    expect(await ask('heap.value', { bundle, node: 1e9 })).toEqual({});
    expect(await ask('heap.ways', { bundle, of: { node: -3 } })).toEqual({});
  });
});

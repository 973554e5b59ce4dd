import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { decodeSnapshot } from '../../app/domain/heap/snapshot';
import { must } from '../target/testing/build-fixture';
import { BlockedProgram, expectToGoOn, statusOf } from './testing/blocked-program';

const blocked = new BlockedProgram();
const hasPython = existsSync('/usr/bin/python3') || existsSync('/usr/local/bin/python3');

beforeAll(() => blocked.build());
afterEach(() => blocked.endAll());
afterAll(() => blocked.dispose());

/** Who copied, and of what kinds. */
async function take(cache: string, orders = {}) {
  const target = await blocked.run();
  const outFile = join(blocked.dir, 'plain.trvsnap');
  const cacheDir = join(blocked.dir, cache);
  let ordered = 0;
  const outcome = must(
    await blocked.take({
      ...{ pid: target.pid, outFile, cacheDir, isPlain: true, ...orders },
      onOrdered: () => void ordered++,
    }),
  );
  await expectToGoOn(target);
  const snapshot = decodeSnapshot(new Uint8Array(readFileSync(outFile)));
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const kinds = [...new Set(snapshot.value.chunks.map(({ kind }) => kind))].sort();
  return { by: outcome.gdbVersion, symbolsFrom: outcome.symbolsFrom, kinds, ordered, cacheDir };
}

test.runIf(hasPython)(
  'GDB is asked about a build once; then Python alone copies the same',
  async () => {
    const first = await take('once');
    expect(first).toMatchObject({ by: expect.stringMatching(/^\d/), symbolsFrom: 'dwarf' });
    expect(first.ordered).toBe(2); // Python had to find out that it cannot
    const second = await take('once');
    expect(second).toMatchObject({ by: expect.stringMatching(/^python 3/), symbolsFrom: 'cache' });
    expect(second.kinds).toEqual(first.kinds);
    expect(second.ordered).toBe(1);
  },
);

test('layouts that were damaged are asked for again', async () => {
  const { cacheDir } = await take('damaged');
  for (const name of readdirSync(cacheDir)) writeFileSync(join(cacheDir, name), '{"questions"');
  expect(await take('damaged')).toMatchObject({ symbolsFrom: 'dwarf' });
});

test('of a process that is gone GDB says so', async () => {
  const target = await blocked.run();
  await blocked.endAll();
  const outFile = join(blocked.dir, 'gone.trvsnap');
  const taken = await blocked.take({ pid: target.pid, outFile, isPlain: true });
  expect(taken).toMatchObject({ ok: false, error: { code: 'target-not-found' } });
});

test('a program goes on when Python is killed while it is stopped', async () => {
  await take('killed');
  const target = await blocked.run();
  const stop = new AbortController();
  await blocked.take({
    ...{ pid: target.pid, outFile: join(blocked.dir, 'killed.trvsnap'), isPlain: true },
    ...{ cacheDir: join(blocked.dir, 'killed'), signal: stop.signal },
    onProgress: (phase) => phase === 'stopped' && stop.abort(),
  });
  expect(stop.signal.aborted).toBe(true);
  await expectToGoOn(target);
  expect(statusOf(target.pid)).toMatch(/^TracerPid:\s+0$/m);
});

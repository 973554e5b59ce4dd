import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyzeTrace, sourceOfBytes } from '../../app/domain/exectrace';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { randomNumbers } from '../../app/domain/exectrace/testing/random-numbers';
import { analyzeWithThread } from './analyze-with-thread';

const fixtures = new GoFixtures();
let folder = '';
let script = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivet-analyzer-'));
  script = join(folder, 'analyzer.cjs');
  const entry = fileURLToPath(new URL('analyzer-thread.ts', import.meta.url));
  const target = { bundle: true, platform: 'node', format: 'cjs', target: 'node16' } as const;
  await build({ ...target, entryPoints: [entry], outfile: script });
}, 60_000);

afterAll(async () => {
  fixtures.dispose();
  await rm(folder, { recursive: true, force: true });
});

// Many generations, many events a generation, goroutines that come and go.
describe.each([
  ['go1.22.12', 'shapes'],
  ['go1.27.4', 'shapes'],
  ['go1.27.4', 'coroutines'],
])('a trace of %s, %s', (go, program) => {
  let bytes = new Uint8Array();
  beforeAll(() => {
    const file =
      program === 'shapes' ? fixtures.record(go, 80, 10) : fixtures.recordProgram(go, program, 2);
    bytes = Uint8Array.from(readFileSync(file));
  }, 300_000);

  test('says the same as one thread says', () => {
    const alone = analyzeTrace(sourceOfBytes(bytes));
    expect(alone).toMatchObject({ ok: true });
    expect(analyzeWithThread(sourceOfBytes(bytes), {}, script)).toEqual(alone);
    const few = { endedLimit: 3, stripsPerGroup: 0 };
    const fewAlone = analyzeTrace(sourceOfBytes(bytes), few);
    expect(analyzeWithThread(sourceOfBytes(bytes), few, script)).toEqual(fewAlone);
  }, 60_000);

  test('says the same of it when it is cut off or damaged', () => {
    const below = randomNumbers(go.length + program.length);
    const damaged = [0, 16, 40].map((end) => bytes.subarray(0, end));
    for (let i = 0; i < 5; i++) damaged.push(bytes.subarray(0, below(bytes.length)));
    for (let i = 0; i < 7; i++) {
      const mutant = bytes.slice();
      mutant[16 + below(mutant.length - 16)] = below(256);
      damaged.push(mutant);
    }
    for (const trace of damaged) {
      const alone = analyzeTrace(sourceOfBytes(trace));
      expect(analyzeWithThread(sourceOfBytes(trace), {}, script)).toEqual(alone);
    }
  }, 120_000);

  test('can be cancelled on the way', () => {
    let blocks = 0;
    const onProgress = () => ++blocks > 3;
    const read = analyzeWithThread(sourceOfBytes(bytes), { onProgress }, script);
    expect(read).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(blocks).toBe(4);
  }, 60_000);

  test('has no answer from a thread that dies', () => {
    const broken = join(folder, 'broken.cjs');
    writeFileSync(broken, 'throw new Error("it does not start")');
    expect(analyzeWithThread(sourceOfBytes(bytes), {}, broken, 1)).toBeUndefined();
  }, 60_000);
});

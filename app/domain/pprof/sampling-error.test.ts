import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeProfile } from './decode-profile';
import type { Profile } from './profile';
import { chanceUnseen, computeVariances, missedPerFound } from './sampling-error';
import { stackSeries } from './stack-series';
import { profileFromText } from './testing/profile-from-text';

/** A heap profile of one stack: `objects` of `size` bytes, as scaled by the runtime. */
function heapOf(objects: number, size: number, period: number): Profile {
  const profile = profileFromText(`bytes ${Math.trunc(objects * size)}\n main.run`);
  const column = (value: number) => ({ numbers: Float64Array.of(value) });
  return {
    ...profile,
    sampleTypes: [
      { type: 'inuse_objects', unit: 'count' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
    samples: { ...profile.samples, values: [column(objects), column(objects * size)] },
    periodType: { type: 'space', unit: 'bytes' },
    period: BigInt(period),
  };
}

/** Mulberry32: the same spread in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the runtime would record of `count` objects, by its own way: a distance in bytes to the next record. */
function record(count: number, size: number, period: number, random: () => number): number {
  const draw = () => -Math.log(1 - random()) * period;
  let recorded = 0;
  let left = draw();
  for (let i = 0; i < count; i++) {
    left -= size;
    if (left >= 0) continue;
    recorded++;
    left = draw();
  }
  return recorded;
}

test.each([
  [16, 4096, 20_000],
  [4096, 65_536, 400],
  [65_536, 65_536, 60],
  [262_144, 65_536, 60],
])('the error of objects of %i bytes at a period of %i is their spread', (size, period, count) => {
  const random = seeded(size + period);
  const found = 1 - Math.exp(-size / period);
  const runs = 3000;
  const estimates: number[] = [];
  let variance = 0;
  for (let run = 0; run < runs; run++) {
    const objects = record(count, size, period, random) / found;
    estimates.push(objects * size);
    variance += computeVariances(heapOf(objects, size, period), 1)![0]! / runs;
  }
  const mean = estimates.reduce((sum, each) => sum + each, 0) / runs;
  const spread = Math.sqrt(estimates.reduce((sum, each) => sum + (each - mean) ** 2, 0) / runs);
  // The mean is unbiased, and the error that a profile tells of itself is the spread: 3,000 runs know it to ±1.3 %.
  expect(Math.abs(mean - count * size)).toBeLessThan((4 * spread) / Math.sqrt(runs));
  expect(Math.sqrt(variance) / spread).toBeGreaterThan(0.94);
  expect(Math.sqrt(variance) / spread).toBeLessThan(1.06);
});

test('small objects are known to the root of bytes times period, large ones exactly', () => {
  const mib = 2 ** 20;
  const small = computeVariances(heapOf(mib, 16, 512 * 1024), 1)![0]!;
  expect(Math.sqrt(small)).toBeCloseTo(Math.sqrt(16 * mib * 512 * 1024), -3);
  expect(Math.sqrt(computeVariances(heapOf(8, 16 * mib, 512 * 1024), 1)![0]!)).toBeLessThan(100);
  expect(missedPerFound(64, 1)).toBe(0);
  expect(chanceUnseen(3 * 512 * 1024, 512 * 1024)).toBeCloseTo(Math.exp(-3), 12);
});

test('what is not sampled has no error', () => {
  expect(computeVariances(profileFromText('count 5\n main'), 0)).toBeUndefined();
});

describe('of a real program that knows what it keeps', () => {
  const dir = mkdtempSync(join(tmpdir(), 'trivet-sampling-'));
  const program = join(dir, 'sampling');
  beforeAll(() => {
    const cwd = fileURLToPath(new URL('testdata/sampling', import.meta.url));
    execFileSync('go', ['build', '-o', program, '.'], { cwd });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** (estimate − truth) / standard error of each site. */
  function deviations(period: number): { z: number; estimate: number; error: number }[] {
    const file = join(dir, 'heap.pb.gz');
    const truth = execFileSync(program, [String(period), file], { encoding: 'utf8' });
    const profile = decodeProfile(gunzipSync(readFileSync(file)));
    if (!profile.ok) throw new Error(profile.error.code);
    const series = stackSeries([{ atSeconds: 0, profile: profile.value }], {
      sampleType: 3,
      withVariances: true,
    });
    if (!series.ok) throw new Error(series.error.code);
    const bySite = new Map(
      series.value.stacks.map((stack) => [
        stack.frames.filter((frame) => frame.function === 'main.place').length,
        stack,
      ]),
    );
    return truth
      .trim()
      .split('\n')
      .map((line) => {
        const [site, size, count] = line.split(' ').map(Number) as [number, number, number];
        const stack = bySite.get(site);
        const estimate = stack?.values[0] ?? 0;
        const error = Math.sqrt(stack?.variances?.[0] ?? 0);
        return { z: (estimate - size * count) / error, estimate, error };
      });
  }

  test('the errors are as large as the figures are wrong', () => {
    const all = [512, 2048, 8192, 16_384].flatMap((period) => [
      ...deviations(period),
      ...deviations(period),
    ]);
    const sampled = all.filter(({ error, estimate }) => error > estimate * 0.02);
    expect(sampled.length).toBeGreaterThan(60);
    // Mean of squares of some 80 standard deviates: 1 ± 0.16; six of those aside is no accident.
    const meanSquare = sampled.reduce((sum, { z }) => sum + z * z, 0) / sampled.length;
    expect(meanSquare).toBeGreaterThan(0.3);
    expect(meanSquare).toBeLessThan(2.2);
    expect(sampled.filter(({ z }) => Math.abs(z) < 2).length / sampled.length).toBeGreaterThan(0.8);
  });

  test('at a period of 1 every byte is there and nothing is uncertain', () => {
    for (const { error, z } of deviations(1)) {
      expect(error).toBe(0);
      expect(z).toBeNaN(); // 0 / 0: the figure is the truth
    }
  });
});

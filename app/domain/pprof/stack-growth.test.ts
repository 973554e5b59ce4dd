import { describe, expect, test } from 'vitest';
import type { Profile } from './profile';
import type { TimedProfile } from './stack-series';
import { computeStackGrowth, type GrowthOptions } from './stack-growth';
import { profileFromText } from './testing/profile-from-text';

const heapTypes = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];

/** A heap profile: bytes in use by stack; as many again were allocated `turnover` times. Objects of 64 bytes. */
function heap(picture: string, turnover = 1): Profile {
  const profile = profileFromText(picture);
  const inUse = profile.samples.values[0]!.numbers;
  const scaled = (factor: number) => ({ numbers: inUse.map((value) => value * factor) });
  const values = [scaled(turnover / 64), scaled(turnover), scaled(1 / 64), scaled(1)];
  return {
    ...profile,
    sampleTypes: heapTypes,
    samples: { ...profile.samples, values },
    periodType: { type: 'space', unit: 'bytes' },
    period: 524_288n,
  };
}

const isUserFrame = (frame: { function: string }) => frame.function.startsWith('main.');
function grow(profiles: readonly TimedProfile[], options: Partial<GrowthOptions> = {}) {
  const table = computeStackGrowth(profiles, { isUserFrame, ...options });
  if (!table.ok) throw new Error(table.error.code);
  return table.value;
}

const mib = 2 ** 20;
/** One stack that leaks 2 MiB/s, one that is level, one that swings; ten profiles, 5 s apart. */
const leaking = Array.from({ length: 10 }, (_, i): TimedProfile => ({
  atSeconds: 5 * i,
  profile: heap(
    `bytes ${(1 + 2 * 5 * i) * mib}  ${8 * mib}   ${(4 + (i % 3)) * mib}
           main.run                  main.run     main.serve
           main.keep@41              main.load@7  net/http.read@9
           bytes.growSlice@5         -            -`,
    1 + i,
  ),
}));

describe('computeStackGrowth', () => {
  test('names the stack that grows, with slope, interval, rank test and error', () => {
    const table = grow(leaking);
    expect(table).toMatchObject({ nature: 'gauge', isRate: false, type: heapTypes[3], tested: 2 });
    const [first] = table.rows;
    expect(first).toMatchObject({
      site: { function: 'main.keep', line: 41 },
      isUser: true,
      grows: true,
    });
    expect(first!.frames.map((frame) => frame.function)).toEqual([
      'bytes.growSlice',
      'main.keep',
      'main.run',
    ]);
    expect(first!.slope.perSecond).toBeCloseTo(2 * mib, 3);
    expect(first!.slope.low).toBeCloseTo(2 * mib, 3);
    expect(first!.p).toBeLessThan(1e-6);
    // Small objects: the root of bytes in use times period.
    expect(first!.standardError! / Math.sqrt(91 * mib * 524_288)).toBeCloseTo(1, 3);
    expect(table.rows.filter((row) => row.grows)).toHaveLength(1);
    // What never moved is not tested.
    expect(table.rows.find((row) => row.site.function === 'main.load')!.q).toBeUndefined();
  });

  test('the error of the total is that of all stacks together', () => {
    const { total, rows } = grow(leaking);
    const sum = rows.reduce((squares, row) => squares + row.standardError! ** 2, 0);
    expect(total.standardErrors![9]).toBeCloseTo(Math.sqrt(sum), 3);
    expect(total.values[9]).toBe((91 + 8 + 4) * mib);
  });

  test('a counter is shown as its increase per second', () => {
    const steady = Array.from({ length: 8 }, (_, i): TimedProfile => ({
      atSeconds: 2 * i,
      profile: heap(`bytes ${mib}\n main.churn@3`, 1 + 4 * i),
    }));
    const table = grow(steady, { sampleType: 'alloc_space' });
    expect(table).toMatchObject({ nature: 'counter', isRate: true });
    expect(table.atSeconds).toEqual([2, 4, 6, 8, 10, 12, 14]);
    // 4 MiB every 2 s, steadily: a rate that does not rise.
    expect([...table.rows[0]!.values]).toEqual(Array(7).fill(2 * mib));
    expect(table.rows[0]!.grows).toBe(false);
  });

  test('profiles from before a restart of the program are left out', () => {
    const after = leaking.map(({ atSeconds, profile }) => ({ atSeconds: atSeconds + 60, profile }));
    const table = grow([...leaking, ...after]);
    expect(table.beforeRestart).toBe(10);
    expect(table.atSeconds[0]).toBe(60);
    expect(table.rows[0]!.slope.perSecond).toBeCloseTo(2 * mib, 3);
  });

  test('among hundreds of stacks that only swing, none is called growing', () => {
    // A linear congruence as noise: 400 stacks, eight profiles; at p < 0.05 twenty would be called by chance.
    let state = 12_345;
    const noise = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    const profiles = Array.from({ length: 8 }, (_, i): TimedProfile => {
      const columns = Array.from({ length: 400 }, () => Math.trunc(mib * (1 + noise())));
      const names = columns.map((_, stack) => `main.f${stack}`);
      return {
        atSeconds: i,
        profile: heap(`bytes ${columns.join(' ')}\n ${names.join(' ')}`, 1 + i),
      };
    });
    const table = grow(profiles);
    expect(table.tested).toBe(200);
    expect(table.rows.filter((row) => row.q !== undefined && row.p < 0.05).length).toBeGreaterThan(
      0,
    );
    expect(table.rows.filter((row) => row.grows)).toEqual([]);
  });

  test('of thousands of stacks those that moved or hold most are rows, and all are in the sum', () => {
    const profiles = [0, 1, 2, 3, 4].map((i): TimedProfile => {
      const columns = Array.from({ length: 1500 }, (_, stack) => (stack === 1499 ? 10 * i : stack));
      const names = columns.map((_, stack) => `main.f${stack}`);
      return { atSeconds: i, profile: heap(`bytes ${columns.join(' ')}\n ${names.join(' ')}`) };
    });
    const table = grow(profiles);
    expect([table.stacks, table.rows.length]).toEqual([1499, 1000]); // main.f0 never held anything
    expect(table.total.values[0]).toBe((1498 * 1499) / 2);
    expect(table.rows.some((row) => row.site.function === 'main.f1498')).toBe(true);
    expect(table.rows.some((row) => row.site.function === 'main.f400')).toBe(false);
  });

  test('a hidden frame takes its stack out of sum and table', () => {
    const table = grow(leaking, { isHiddenFrame: (frame) => frame.function === 'main.serve' });
    expect(table.rows).toHaveLength(2);
    expect(table.total.values[0]).toBe(9 * mib);
  });

  test('two profiles are too few to call anything, one or none are an answer too', () => {
    expect(grow(leaking.slice(0, 2)).rows.some((row) => row.grows)).toBe(false);
    expect(grow(leaking.slice(0, 1)).rows[0]!.slope).toEqual({ perSecond: 0, low: 0, high: 0 });
    expect(computeStackGrowth([], { isUserFrame })).toMatchObject({ error: { code: 'empty' } });
  });

  test('a sample type that is not there is named', () => {
    const table = computeStackGrowth(leaking, { isUserFrame, sampleType: 'cpu' });
    expect(table).toMatchObject({ error: { code: 'no-such-sample-type', name: 'cpu' } });
  });
});

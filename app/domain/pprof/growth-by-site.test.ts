import { describe, expect, test } from 'vitest';
import { growthBySite } from './growth-by-site';
import { stackSeries, type TimedProfile } from './stack-series';
import { profileFromText } from './testing/profile-from-text';

const at = (atSeconds: number, leaked: number, other: number): TimedProfile => ({
  atSeconds,
  profile: profileFromText(`
    bytes ${leaked}               ${leaked * 2}       ${other}
          main.run                main.run            main.serve
          main.syncBatch@41       main.syncBatch@41   http.read@9
          bytes.(*Buffer).grow@12 strings.Repeat@3    -
          bytes.growSlice@5       -                   -`),
});
const series = [at(0, 10, 50), at(5, 20, 45), at(10, 30, 50), at(15, 40, 49)];
const isUser = (frame: { function: string }): boolean => frame.function.startsWith('main.');

function grow(profiles: readonly TimedProfile[]) {
  const made = stackSeries(profiles, { sampleType: 0 });
  if (!made.ok) throw new Error(made.error.code);
  return { series: made.value, sites: growthBySite(made.value, isUser) };
}

describe('stackSeries', () => {
  test('gives each stack its value in every profile, 0 where it is missing', () => {
    const late = { atSeconds: 20, profile: profileFromText('bytes 7\nmain.new@1') };
    const made = grow([at(0, 10, 50), late]).series;
    expect(made.stacks.map(({ frames, values }) => [frames[0]?.function, ...values])).toEqual([
      ['bytes.growSlice', 10, 0],
      ['strings.Repeat', 20, 0],
      ['http.read', 50, 0],
      ['main.new', 0, 7],
    ]);
  });

  test('refuses profiles of different kinds', () => {
    const other = { atSeconds: 1, profile: profileFromText('count 7\nmain') };
    expect(stackSeries([at(0, 1, 1), other], { sampleType: 0 })).toMatchObject({
      ok: false,
      error: { code: 'incompatible' },
    });
  });
});

describe('growthBySite', () => {
  test("charges library allocations to the user's line that led there", () => {
    const [first] = grow(series).sites;
    expect(first?.site).toEqual({ function: 'main.syncBatch', file: '/src/main.go', line: 41 });
    expect(first?.leaf.function).toBe('strings.Repeat');
    expect(Array.from(first?.values ?? [])).toEqual([30, 60, 90, 120]);
    expect(first).toMatchObject({ growth: 90, isUser: true, slope: { perSecond: 6 } });
    expect(first?.p).toBeCloseTo(1 / 24, 10);
  });

  test('puts what does not grow last', () => {
    const sites = grow(series).sites;
    expect(sites.map((each) => each.site.function)).toEqual(['main.syncBatch', 'main.serve']);
    expect(sites[1]).toMatchObject({ growth: -1 });
  });
});

import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeProfile } from './encode-profile';
import { flatCum } from './flat-cum';
import type { Profile } from './profile';
import { findSampleType } from './sample-type';
import { subtractProfiles } from './subtract-profiles';
import { makeGoProfiles, runPprofTop, type GoProfiles, type TopRow } from './testing/go-profiles';
import type { Granularity } from './view-options';

let made: GoProfiles;
beforeAll(() => {
  made = makeGoProfiles();
});
afterAll(() => made.dispose());

const heapTypes = ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'] as const;

function top(profile: Profile, sampleType: string, granularity: Granularity = 'functions') {
  const column = findSampleType(profile, sampleType);
  if (!column.ok) throw new Error(column.error.code);
  const view = flatCum(profile, { sampleType: column.value, granularity, includeAgent: true });
  return {
    rows: view.rows.map(({ flat, cum, name }) => ({ flat, cum, name })),
    total: view.total,
  };
}

const byRow = (l: TopRow, r: TopRow): number =>
  r.flat - l.flat || l.name.localeCompare(r.name) || r.cum - l.cum;

/** `-unit` keeps pprof from rounding to kB or ms. */
function flags(profile: Profile, sampleType: string): string[] {
  const unit = profile.sampleTypes.find((each) => each.type === sampleType)?.unit;
  const exact = unit === 'bytes' ? ['-unit=B'] : unit === 'nanoseconds' ? ['-unit=ns'] : [];
  return [`-sample_index=${sampleType}`, ...exact];
}

function subtract(profile: Profile, base: Profile, mode: 'base' | 'diff-base'): Profile {
  const difference = subtractProfiles(profile, base, mode);
  if (!difference.ok) throw new Error(difference.error.code);
  return difference.value;
}

describe('flatCum agrees with go tool pprof -top', () => {
  test.each([
    ...heapTypes.map((type) => ['heap-4.pb.gz', type] as const),
    ['allocs.pb.gz', 'alloc_space'],
    ['goroutine.pb.gz', 'goroutine'],
    ['threadcreate.pb.gz', 'threadcreate'],
    ['cpu.pb.gz', 'samples'],
    ['cpu.pb.gz', 'cpu'],
    ['block.pb.gz', 'contentions'],
    ['block.pb.gz', 'delay'],
    ['mutex.pb.gz', 'delay'],
  ] as const)('on %s, %s', (name, type) => {
    const profile = made.profile(name);
    const expected = runPprofTop(made.path(name), flags(profile, type));
    expect(expected.rows.length).toBeGreaterThan(0);
    expect(top(profile, type)).toEqual(expected);
  });

  test.each(['functions', 'filefunctions', 'files', 'lines', 'addresses'] as const)(
    'by %s',
    (granularity) => {
      for (const [name, type] of [
        ['heap-4.pb.gz', 'inuse_space'],
        ['cpu.pb.gz', 'cpu'],
      ] as const) {
        const profile = made.profile(name);
        const options = [...flags(profile, type), `-${granularity}`];
        const expected = runPprofTop(made.path(name), options);
        const actual = top(profile, type, granularity);
        // pprof leaves rows of one name and different start lines in no particular order.
        if (granularity === 'files') for (const each of [actual, expected]) each.rows.sort(byRow);
        expect(actual).toEqual(expected);
      }
    },
  );
});

describe('subtractProfiles agrees with go tool pprof', () => {
  test.each(heapTypes.flatMap((type) => [['base', type] as const, ['diff-base', type] as const]))(
    '-%s, %s',
    (mode, type) => {
      const [late, early] = [made.profile('heap-4.pb.gz'), made.profile('heap-2.pb.gz')];
      const flag = `-${mode.replace('-', '_')}=${made.path('heap-2.pb.gz')}`;
      const expected = runPprofTop(made.path('heap-4.pb.gz'), [...flags(late, type), flag]);
      expect(expected.rows.some((row) => row.flat < 0) || type.startsWith('alloc')).toBe(true);
      expect(top(subtract(late, early, mode), type)).toEqual(expected);
    },
  );
});

describe('encodeProfile', () => {
  test.each(['heap-4.pb.gz', 'cpu.pb.gz', 'goroutine.pb.gz'])(
    'writes %s so that go tool pprof reads the same table',
    (name) => {
      const profile = made.profile(name);
      const type = profile.sampleTypes[profile.sampleTypes.length - 1]?.type ?? '';
      const copy = made.path(`copy-of-${name}.pb`);
      writeFileSync(copy, encodeProfile(profile));
      const expected = runPprofTop(made.path(name), flags(profile, type));
      expect(runPprofTop(copy, flags(profile, type))).toEqual(expected);
    },
  );

  test('writes a difference that go tool pprof reads with the same percentages', () => {
    const difference = subtract(
      made.profile('heap-4.pb.gz'),
      made.profile('heap-1.pb.gz'),
      'diff-base',
    );
    const copy = made.path('difference.pb');
    writeFileSync(copy, encodeProfile(difference));
    const options = flags(difference, 'inuse_space');
    expect(runPprofTop(copy, options)).toEqual(top(difference, 'inuse_space'));
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeProfile } from './decode-profile';
import { hasLeakProfile } from './go-release';
import type { Profile } from './profile';
import { needsBase, profileKindNames, recogniseProfile } from './profile-kind';
import { profileFromText } from './testing/profile-from-text';
import { kindTexts } from './texts';

const dir = mkdtempSync(join(tmpdir(), 'trivet-kinds-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function read(release: string, name: string): Profile {
  const decoded = decodeProfile(gunzipSync(readFileSync(join(dir, release, `${name}.pb.gz`))));
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
}

describe.each(['go1.22.12', 'go1.27.4'])('profiles of %s', (release) => {
  beforeAll(() => {
    const cwd = fileURLToPath(new URL('testdata/kinds', import.meta.url));
    const program = join(dir, `kinds-${release}`);
    execFileSync('go', ['build', '-o', program, '.'], {
      cwd,
      env: { ...process.env, GOTOOLCHAIN: release },
    });
    mkdirSync(join(dir, release));
    execFileSync(program, [join(dir, release)]);
  });

  test.each([
    ['heap', ['counter', 'counter', 'gauge', 'gauge'], 'inuse_space', 4096],
    ['allocs', ['counter', 'counter', 'gauge', 'gauge'], 'alloc_space', 4096],
    ['cpu', ['window', 'window'], 'cpu', 10_000_000],
    ['goroutine', ['gauge'], 'goroutine', undefined],
    ['block', ['counter', 'counter'], 'delay', undefined],
    ['mutex', ['counter', 'counter'], 'delay', undefined],
    ['threadcreate', ['counter'], 'threadcreate', undefined],
  ] as const)('%s is recognised without a hint', (name, natures, first, period) => {
    const profile = read(release, name);
    const kind = recogniseProfile(profile);
    expect(kind).toMatchObject({ name, natures });
    expect(profile.sampleTypes[kind.defaultSampleType]?.type).toBe(first);
    expect(kind.sampling?.period).toBe(period);
  });

  test('a profile of the program’s own is a gauge of what is in it', () => {
    const kind = recogniseProfile(read(release, 'connections'));
    expect(kind).toMatchObject({ name: 'other', natures: ['gauge'], sampling: undefined });
  });

  test('goroutineleak is there exactly when the release says so', () => {
    const exists = existsSync(join(dir, release, 'goroutineleak.pb.gz'));
    expect(exists).toBe(hasLeakProfile(release));
    if (exists) {
      const kind = recogniseProfile(read(release, 'goroutineleak'));
      expect(kind).toMatchObject({ name: 'goroutineleak', natures: ['gauge'] });
    }
  });
});

test('a delta profile counts its own window, and its gauges are changes', () => {
  const heap = {
    ...profileFromText('bytes 1\n main'),
    sampleTypes: [
      { type: 'alloc_space', unit: 'bytes' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
  };
  expect(recogniseProfile(heap).natures).toEqual(['counter', 'gauge']);
  const delta = recogniseProfile({ ...heap, durationNanos: 5_000_000_000n });
  expect(delta.natures).toEqual(['window', 'change']);
  expect(delta.natures.some(needsBase)).toBe(false);
});

test('an empty contention profile is named by how it was asked for', () => {
  const sampleTypes = [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'nanoseconds' },
  ];
  const empty = { ...profileFromText('count'), sampleTypes };
  expect(recogniseProfile(empty).name).toBe('contention');
  expect(recogniseProfile(empty, 'mutex').name).toBe('mutex');
});

test('a profile of another tool says what it knows, no more', () => {
  const profile = profileFromText('count 1\n main');
  expect(recogniseProfile(profile)).toMatchObject({ name: 'other', natures: ['unknown'] });
  expect(recogniseProfile({ ...profile, durationNanos: 1n }).natures).toEqual(['window']);
});

test.each([
  ['go1.26.8', false],
  ['go1.26.8-X:goroutineleakprofile,synctest', true],
  ['go1.27.4', true],
  ['go1.22.12', false],
  ['devel go1.28-abcdef Mon', true],
  ['gccgo', undefined],
])('the leak profile of %s: %s', (version, has) => expect(hasLeakProfile(version)).toBe(has));

test('every kind has words in both languages', () => {
  for (const name of profileKindNames) {
    expect(kindTexts.en.kind[name]).toMatch(/\.$/);
    expect(kindTexts.zh.kind[name]).toMatch(/。$/);
  }
  expect(Object.keys(kindTexts.zh.sampleType)).toEqual(Object.keys(kindTexts.en.sampleType));
});

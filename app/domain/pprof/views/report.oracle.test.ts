import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { combineProfiles } from '../combine-profiles';
import { encodeProfile } from '../encode-profile';
import { compileFilters } from '../filter/compile-filters';
import type { ProfileFilters } from '../filter/profile-filters';
import { isOlderFormat, parseOlderFormat } from '../older-format';
import type { Profile } from '../profile';
import { findSampleType } from '../sample-type';
import { makeGoProfiles, type GoProfiles } from '../testing/go-profiles';
import type { FrameOptions, ViewOptions } from '../view-options';
import { formatSource, formatTop, formatTree } from './format-report';
import { topReport, treeReport } from './report';
import { sourceReport } from './source-lines';
import { defaultTrim, type TrimOptions } from './trim';

// The whole matrix is scripts/oracle/pprof-matrix.mjs; this is a cut through it.
let made: GoProfiles;
let pprof: string;
beforeAll(() => {
  made = makeGoProfiles();
  pprof = execFileSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).trim();
});
afterAll(() => made.dispose());

const run = (args: readonly string[]): string =>
  execFileSync(pprof, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TZ: 'UTC' },
  });

function combine(profiles: readonly Profile[], bases: readonly Profile[] = [], mode?: 'diff-base') {
  const combined = combineProfiles({ profiles, bases, mode: mode ?? 'base' });
  if (!combined.ok) throw new Error(combined.error.code);
  return combined.value;
}

function viewOf(profile: Profile, type?: string, filters: ProfileFilters = {}): ViewOptions {
  const column = findSampleType(profile, type);
  const compiled = compileFilters(filters);
  if (!column.ok || !compiled.ok) throw new Error('no such view');
  return { sampleType: column.value, filters: compiled.value, includeAgent: true };
}

interface Case {
  readonly file: string;
  readonly flags: readonly string[];
  readonly type?: string;
  readonly filters?: ProfileFilters;
  readonly frames?: FrameOptions & Partial<ViewOptions>;
  readonly trim?: Partial<TrimOptions>;
}

describe('the text of go tool pprof -top', () => {
  test.each<Case>([
    { file: 'heap-4', flags: [] },
    { file: 'heap-4', type: 'alloc_objects', flags: ['-sample_index=alloc_objects'] },
    { file: 'cpu', flags: ['-cum', '-nodecount=9'], trim: { sortBy: 'cum', nodeCount: 9 } },
    { file: 'cpu', flags: ['-focus=(?i)SORT\\b'], filters: { focus: '(?i)SORT\\b' } },
    { file: 'cpu', flags: ['-ignore=sort|main.grow'], filters: { ignore: 'sort|main.grow' } },
    { file: 'cpu', flags: ['-hide=sort|slices'], filters: { hide: 'sort|slices' } },
    { file: 'cpu', flags: ['-show=main|strings'], filters: { show: 'main|strings' } },
    { file: 'cpu', flags: ['-show_from=main.burn'], filters: { showFrom: 'main.burn' } },
    { file: 'cpu', flags: ['-prune_from=strings'], filters: { pruneFrom: 'strings' } },
    { file: 'cpu', flags: ['-tagfocus=stage=sort'], filters: { tagFocus: 'stage=sort' } },
    { file: 'cpu', flags: ['-tagignore=sort'], filters: { tagIgnore: 'sort' } },
    { file: 'heap-4', flags: ['-tagfocus=16kb:1mb'], filters: { tagFocus: '16kb:1mb' } },
    { file: 'heap-4', flags: ['-tagignore=bytes=:1kb'], filters: { tagIgnore: 'bytes=:1kb' } },
    {
      file: 'heap-4',
      flags: ['-relative_percentages', '-focus=syncBatch'],
      filters: { focus: 'syncBatch' },
      frames: { relativePercentages: true },
    },
    { file: 'cpu', flags: ['-lines'], frames: { granularity: 'lines' } },
    {
      file: 'cpu',
      flags: ['-addresses', '-noinlines'],
      frames: { granularity: 'addresses', noInlines: true },
    },
    {
      file: 'mutex',
      flags: ['-nodefraction=0', '-edgefraction=0'],
      trim: { nodeFraction: 0, edgeFraction: 0 },
    },
  ])('of $file with $flags', ({ file, flags, type, filters, frames, trim }) => {
    const profile = combine([made.profile(`${file}.pb.gz`)]);
    const view = { ...viewOf(profile, type, filters), ...frames };
    const report = topReport(profile, view, { ...defaultTrim, ...trim });
    const expected = run(['-top', ...flags, made.path(`${file}.pb.gz`)]);
    expect(formatTop(profile, report, view.filters)).toBe(expected);
  });

  test.each([
    ['-base', undefined, false],
    ['-diff_base', 'diff-base', false],
    ['-diff_base', 'diff-base', true],
  ] as const)('with %s, normalized: %s %s', (flag, mode, normalize) => {
    const [late, early] = [made.profile('heap-4.pb.gz'), made.profile('heap-2.pb.gz')];
    const combined = combineProfiles({ profiles: [late], bases: [early], mode, normalize });
    if (!combined.ok) throw new Error(combined.error.code);
    const report = topReport(combined.value, viewOf(combined.value), defaultTrim);
    const flags = [`${flag}=${made.path('heap-2.pb.gz')}`, ...(normalize ? ['-normalize'] : [])];
    const expected = run(['-top', ...flags, made.path('heap-4.pb.gz')]);
    expect(formatTop(combined.value, report, undefined)).toBe(expected);
  });

  test('of several files added', () => {
    const names = ['heap-1.pb.gz', 'heap-3.pb.gz'];
    const profile = combine(names.map((name) => made.profile(name)));
    const report = topReport(profile, viewOf(profile), defaultTrim);
    const expected = run(['-top', ...names.map((name) => made.path(name))]);
    expect(formatTop(profile, report, undefined)).toBe(expected);
  });
});

describe('the text of go tool pprof', () => {
  test('-tree, -peek and -list', () => {
    const profile = combine([made.profile('heap-4.pb.gz')]);
    const view = viewOf(profile);
    const file = made.path('heap-4.pb.gz');
    const tree = treeReport(profile, view, { ...defaultTrim, nodeCount: 80 });
    expect(formatTree(profile, tree, undefined)).toBe(run(['-tree', file]));
    const whole = { ...defaultTrim, nodeFraction: 0, edgeFraction: 0 };
    const peek = treeReport(profile, view, whole, (name) => /main\.sync|bytes/.test(name));
    expect(formatTree(profile, peek, undefined)).toBe(run(['-peek=main\\.sync|bytes', file]));
    const lines = sourceReport(profile, view, (name) => name.includes('main.syncBatch'));
    const read = (path: string) => readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
    expect(formatSource(lines, read)).toBe(run(['-list=main.syncBatch', file]));
  });
});

describe("google/pprof's own test profiles", () => {
  const version = 'github.com/google/pprof@v0.0.0-20251114195745-4902fdda35c8';

  test.each([
    'profile/testdata/cppbench.cpu',
    'profile/testdata/cppbench.heap',
    'profile/testdata/cppbench.contention',
    'profile/testdata/cppbench.growth',
    'profile/testdata/cppbench.thread',
    'profile/testdata/gobench.cpu',
    'profile/testdata/gobench.heap',
    'profile/testdata/go.godoc.thread',
    'internal/driver/testdata/go.nomappings.crash',
    'internal/report/testdata/sample.cpu',
  ])('%s', (name) => {
    const answer = execFileSync('go', ['mod', 'download', '-json', version], { encoding: 'utf8' });
    const file = join((JSON.parse(answer) as { Dir: string }).Dir, name);
    const raw = readFileSync(file);
    const profile = combine([isOlderFormat(raw) ? older(raw) : made.read(file)]);
    const report = topReport(profile, viewOf(profile), defaultTrim);
    const expected = run(['-symbolize=none', '-top', file]);
    expect(formatTop(profile, report, undefined)).toBe(expected);
  });

  function older(bytes: Uint8Array): Profile {
    const profile = parseOlderFormat(bytes);
    if (!profile.ok) throw new Error(profile.error.code);
    return profile.value;
  }
});

describe('encodeProfile', () => {
  test.each(['heap-4', 'cpu', 'goroutine', 'block', 'mutex', 'allocs', 'threadcreate'])(
    'writes %s so that go tool pprof -raw prints the same',
    (name) => {
      const copy = made.path(`${name}.copy.pb`);
      writeFileSync(copy, encodeProfile(made.profile(`${name}.pb.gz`)));
      expect(run(['-raw', copy])).toBe(run(['-raw', made.path(`${name}.pb.gz`)]));
    },
  );
});

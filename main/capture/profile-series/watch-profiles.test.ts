import { readdir, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { EventBody } from '../../../app/contract/ipc';
import { err } from '../../../app/contract/result';
import type { Profile } from '../../../app/domain/pprof/profile';
import { OpenBundles } from '../../analysis/answer-question';
import type { AnalysisClient } from '../../analysis/client';
import { makeScratch, must } from '../../target/testing/build-fixture';
import { readManifest, verifyArtefacts } from '../open-session';
import { inspectProfile } from '../profile-sources/inspect-profile';
import type { ProfileSource } from '../profile-sources/profile-source';
import { readAll, startServed, type Served } from '../profile-sources/testing/served';
import { UrlSource } from '../profile-sources/url-source';
import { loadSeries } from './load-series';
import { ProfileDesk } from './profile-desk';
import { createProfileSession } from './profile-session';
import { defaultLimits, watchProfiles, type WatchPlan } from './watch-profiles';

let scratch: string;
let served: Served;

beforeAll(async () => {
  scratch = await makeScratch();
  served = await startServed(scratch);
});
afterAll(async () => {
  await served?.process.end();
  await rm(scratch, { recursive: true, force: true });
});

const keep = (bytes: number) =>
  new Promise((resolve) => {
    get(`${served.plain}/keep?bytes=${bytes}`, (response) => response.resume().on('end', resolve));
  });

async function makeSession(name: string) {
  const place = { parentDir: scratch, dir: path.join(scratch, name), trivet: '0.0.0' };
  return must(await createProfileSession({ name: served.plain }, place));
}

type Plan = WatchPlan<Profile>;

const plan = (session: Plan['session'], more: Partial<Plan> = {}): Plan => ({
  ...defaultLimits,
  session,
  request: { kind: 'heap', forceGc: true },
  everySeconds: 0.02,
  count: 12,
  signal: new AbortController().signal,
  inspect: inspectProfile,
  onTaken: () => undefined,
  onMissed: () => undefined,
  ...more,
});

test('a watch keeps a bounded series that verifies and tells what grew, and no secret', async () => {
  const session = await makeSession('bounded');
  const named = must(
    UrlSource.parse(`${served.plain}/guarded/debug/pprof/heap?key=k-4711-secret`, {
      token: 'open-sesame',
    }),
  );
  const kept: number[] = [];
  const growing: Promise<unknown>[] = [];
  const limits = { keepLast: 4, keepOlder: 3 };
  const watched = await watchProfiles(
    named,
    plan(session, {
      ...limits,
      request: { forceGc: true },
      onTaken: (taken) => {
        kept.push(taken.kept);
        growing.push(keep(1 << 20));
      },
    }),
  );
  await Promise.all(growing);
  expect(watched).toEqual({ ok: true, value: { taken: 12 } });
  expect(kept).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7]);

  const manifest = must(await readManifest(session.dir));
  expect(manifest.forcedCollections).toBe(12);
  const files = await readdir(path.join(session.dir, 'profiles'));
  expect(files.sort()).toEqual(manifest.artefacts.map((each) => path.basename(each.path)).sort());
  expect(files).toHaveLength(7);
  expect(files).toContain('heap-0001.pb.gz');
  expect(files.slice(-4)).toEqual(
    [9, 10, 11, 12].map((n) => `heap-00${String(n).padStart(2, '0')}.pb.gz`),
  );
  const checks = await verifyArtefacts(session.dir, manifest.artefacts);
  expect(checks.every(({ state }) => state === 'same')).toBe(true);

  const { name, series } = must(await loadSeries([session.dir], undefined));
  expect([name, series.length]).toEqual(['heap', 7]);
  const text = readAll([path.join(session.dir, 'manifest.json')]);
  expect(text).toContain('curl');
  expect(text).not.toMatch(/sesame|k-4711/);
});

test('a watch that is aborted ends well, and one that fails five times says why', async () => {
  const controller = new AbortController();
  const source = must(UrlSource.parse(served.plain));
  const ended = await watchProfiles(
    source,
    plan(await makeSession('aborted'), {
      count: undefined,
      signal: controller.signal,
      onTaken: ({ index }) => index === 2 && controller.abort(),
    }),
  );
  expect(ended).toEqual({ ok: true, value: { taken: 2 } });

  let missed = 0;
  const page = must(UrlSource.parse(`${served.plain}/page`));
  const failed = await watchProfiles(
    page,
    plan(await makeSession('failing'), { request: {}, onMissed: () => missed++ }),
  );
  expect(failed).toMatchObject({ ok: false, error: { code: 'not-a-profile' } });
  expect(missed).toBe(4);
});

test('one that is missed now and then goes on', async () => {
  const source = must(UrlSource.parse(served.plain));
  let turn = 0;
  const flaky: ProfileSource = {
    kind: 'url',
    name: 'flaky',
    close: () => undefined,
    fetch: (request) =>
      ++turn % 2 === 0
        ? Promise.resolve(err({ code: 'timeout', message: 'too slow' }))
        : source.fetch(request),
  };
  const missed: string[] = [];
  const watched = await watchProfiles(
    flaky,
    plan(await makeSession('flaky'), { count: 6, onMissed: ({ code }) => missed.push(code) }),
  );
  expect(watched).toMatchObject({ ok: true, value: { taken: 6 } });
  expect(missed).toEqual(Array(5).fill('timeout'));
});

test('a folder that holds something is not written to', async () => {
  const place = { parentDir: scratch, dir: scratch, trivet: '0' };
  expect(await createProfileSession({ name: 'x' }, place)).toMatchObject({
    error: { code: 'usage', message: expect.stringContaining('not empty') },
  });
});

test('the desk opens a profile of an address or a file, tells of a watch, and clears up', async () => {
  const events: { name: string; body: unknown }[] = [];
  let ended: () => void;
  const whenEnded = new Promise<void>((resolve) => (ended = resolve));
  const bundles = new OpenBundles();
  const ask = ((name: 'profile.list', input: never) =>
    bundles.answers[name](input)) as AnalysisClient['ask'];
  const desk = new ProfileDesk(
    { dataDir: path.join(scratch, 'data'), version: '0', analysis: { ask } },
    (name, body) => {
      events.push({ name, body });
      if (name === 'profile.watch-ended') ended();
    },
  );
  const address = { address: served.plain.slice('http://'.length), headers: {} };
  const opened = must(await desk.open({ ...address, kind: 'mutex' }));
  expect(opened).toMatchObject({ profile: 'mutex', path: 'profiles/mutex-0001.pb.gz' });
  const entry = { path: opened.path, kind: 'profile', profile: 'mutex' };
  expect(await ask('profile.list', opened)).toMatchObject({ ok: true, value: [entry] });
  await vi.waitFor(async () => {
    const { artefacts } = must(await readManifest(opened.bundle));
    expect(artefacts).toMatchObject([{ kind: 'profile', facts: { profile: 'mutex' } }]);
    expect(await verifyArtefacts(opened.bundle, artefacts)).toMatchObject([{ state: 'same' }]);
  });
  const again = must(await desk.open({ path: path.join(opened.bundle, opened.path) }));
  expect(again.profile).toBe('mutex');
  const text = path.join(scratch, 'goroutines.txt');
  await writeFile(
    text,
    'goroutine profile: total 3\n3 @ 0x1 0x2\n#\t0x1\tmain.wait+0x1\t/a.go:3\n',
  );
  const older = must(await desk.open({ path: text }));
  expect(await ask('profile.list', older)).toMatchObject({ value: [{ profile: 'goroutine' }] });
  expect(await desk.open({ path: path.join(scratch, 'nothing') })).toMatchObject({ ok: false });
  // An address is never a file.
  expect(await desk.open({ address: scratch, headers: {} })).toMatchObject({ ok: false });

  const started = must(
    await desk.watch({ ...address, everySeconds: 0.02, count: 3, keepLast: 60 }),
  );
  await whenEnded;
  const taken = events.filter(({ name }) => name === 'profile.taken');
  expect(taken.map(({ body }) => (body as EventBody<'profile.taken'>).index)).toEqual([1, 2, 3]);
  expect(events.at(-1)).toEqual({ name: 'profile.watch-ended', body: started });
  const forever = must(await desk.watch({ ...address, everySeconds: 60, keepLast: 60 }));
  desk.unwatch(forever.watch);
  await desk.dispose();
  expect(await readManifest(opened.bundle)).toMatchObject({ ok: false });
  expect(must(await readManifest(started.bundle)).artefacts).toHaveLength(3);
});

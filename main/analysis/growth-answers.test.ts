import { rm } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requests } from '../../app/contract/ipc';
import { encodeProfile } from '../../app/domain/pprof/encode-profile';
import { profileFromText } from '../../app/domain/pprof/testing/profile-from-text';
import { addProfile, createProfileSession } from '../capture/profile-series/profile-session';
import { makeScratch, must } from '../target/testing/build-fixture';
import { OpenBundles } from './answer-question';

let scratch: string;
beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Bytes that `example.com/shop/store.Put` keeps, beside what net/http keeps. */
const heap = (bytes: number) =>
  gzipSync(
    encodeProfile(
      profileFromText(`
        bytes ${bytes}                          ${5000 + (bytes % 7)}
              example.com/shop/store.Put@12      net/http.(*conn).serve@9
              bytes.growSlice@5                  -`),
    ),
  );

async function begin(name: string) {
  const session = must(
    await createProfileSession(
      { name: 'http://h/debug/pprof/heap' },
      { parentDir: scratch, dir: path.join(scratch, name), trivet: '0' },
    ),
  );
  const add = async (kind: string, index: number, bytes: number) => {
    const at = { startedAtMs: 1000 * index, endedAtMs: 1000 * index };
    must(await addProfile(session, { ...at, kind, bytes: heap(bytes), command: '' }, index, 1000));
  };
  return { bundle: session.dir, add };
}

const limit = 200;

test('a series that grows under its handle answers with its newest profile', async () => {
  const { bundle, add } = await begin('growing');
  const { answers } = new OpenBundles();
  for (let i = 1; i <= 5; i++) await add('heap', i, 1000 * i);
  const before = must(await answers['profile.growth']({ bundle, limit }));
  expect(requests['profile.growth'].output.parse(before)).toEqual(before);
  expect(before).toMatchObject({ profile: 'heap', atSeconds: [0, 1, 2, 3, 4], stacks: 2 });
  // No module is known: what is not Go's own is the user's.
  expect(before.rows[0]).toMatchObject({
    site: { function: 'example.com/shop/store.Put', line: 12 },
    isUser: true,
    grows: true,
    slope: { perSecond: 1000, low: 1000, high: 1000 },
  });
  await add('heap', 6, 9000);
  const after = must(await answers['profile.growth']({ bundle, limit, revision: 6 }));
  expect(after.atSeconds).toHaveLength(6);
  expect(after.rows[0]!.values.at(-1)).toBe(9000);
  expect(must(await answers['profile.list']({ bundle }))).toHaveLength(6);
  expect(must(await answers['profile.growth']({ bundle, limit: 1 })).rows).toHaveLength(1);
  // The handle serves the other views as well, with the difference to any earlier profile.
  const query = { bundle, path: 'profiles/heap-0006.pb.gz', base: 'profiles/heap-0002.pb.gz' };
  const top = must(await answers['profile.top']({ ...query, sampleType: 'value' }));
  expect(top.rows.find((row) => row.function === 'bytes.growSlice')).toMatchObject({
    flat: 9000,
    flatDelta: 7000,
  });
  expect(must(await answers['profile.flame']({ ...query, sampleType: 'value' })).cum[0]).toBe(
    9000 + 5005,
  );
});

test('kinds are kept apart, and one that is not there is named', async () => {
  const { bundle, add } = await begin('kinds');
  const { answers } = new OpenBundles();
  await add('mutex', 1, 10);
  await add('mutex', 2, 20);
  const only = must(await answers['profile.growth']({ bundle, limit }));
  expect(only).toMatchObject({ profile: 'mutex', atSeconds: [0, 1] });
  expect(must(await answers['profile.list']({ bundle }))).toMatchObject([
    { kind: 'profile', profile: 'mutex' },
    { kind: 'profile', profile: 'mutex' },
  ]);
  expect(await answers['profile.growth']({ bundle, profile: 'heap', limit })).toMatchObject({
    error: { code: 'not-a-profile', message: expect.stringContaining('no heap profile') },
  });
  expect(await answers['profile.growth']({ bundle, sampleType: 'cpu', limit })).toMatchObject({
    error: { code: 'not-a-profile', message: expect.stringContaining('no sample type "cpu"') },
  });
  expect(await answers['profile.from-memory']({ dir: bundle })).toMatchObject({ ok: false });
});

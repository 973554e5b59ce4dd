import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../pprof/decode-profile';
import { encodeProfile } from '../pprof/encode-profile';
import { flatCum } from '../pprof/flat-cum';
import type { Profile } from '../pprof/profile';
import { recogniseProfile } from '../pprof/profile-kind';
import { analyzeHeap } from './analyze';
import { toHeapProfile } from './heap-profile';
import { decodeSnapshot } from './snapshot';
import { takeSnapshot } from './testing/take-snapshot';

const read = (bytes: Uint8Array): Profile => {
  const profile = decodeProfile(bytes);
  if (!profile.ok) throw new Error(profile.error.code);
  return profile.value;
};

/** Every line of code with its values; lines without any are of no interest. */
function table(profile: Profile, sampleType: number) {
  return flatCum(profile, { sampleType, granularity: 'lines' })
    .rows.filter(({ cum }) => cum !== 0)
    .map(({ name, file, line, flat, cum }) => ({ name, file, line, flat, cum }))
    .sort((l, r) => l.name.localeCompare(r.name));
}

describe.each(['go1.22.12', 'go1.26.8'])('the heap profile in memory, %s', (release) => {
  test('equals the one that the program writes itself, all four values of every line', async () => {
    const taken = await takeSnapshot('profiled', release);
    const own = read(gunzipSync(Buffer.from(taken.output.split('\n')[0]!, 'base64')));
    const snapshot = decodeSnapshot(taken.bytes);
    if (!snapshot.ok) throw new Error(JSON.stringify(snapshot.error));
    const heap = analyzeHeap(snapshot.value, taken.program);
    if (!heap.ok) throw new Error(JSON.stringify(heap.error));
    const { profile, profileRate } = heap.value.analysis;
    expect(profileRate).toBe(512);
    const made = read(encodeProfile(toHeapProfile(profile, profileRate!, 1000)));
    expect(recogniseProfile(made)).toMatchObject({ name: 'heap', sampling: { period: 512 } });
    expect(made.timeNanos).toBe(1_000_000_000n);
    for (const column of [0, 1, 2, 3]) {
      const expected = table(own, column);
      expect(expected.some(({ name }) => name.startsWith('main.grow'))).toBe(true);
      expect(table(made, column)).toEqual(expected);
    }
  });
});

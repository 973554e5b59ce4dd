import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../pprof/decode-profile';
import { encodeProfile } from '../pprof/encode-profile';
import { recogniseProfile } from '../pprof/profile-kind';
import { analyzeHeap } from './analyze';
import { toHeapProfile } from './heap-profile';
import { decodeSnapshot } from './snapshot';
import { samplesOf } from './testing/profile-samples';
import { takeSnapshot } from './testing/take-snapshot';

// From Go 1.27 on the runtime counts objects only.
describe.each(['go1.22.12', 'go1.27.4'])('the heap profile in memory, %s', (release) => {
  test('equals the one that the program writes itself, sample by sample', async () => {
    const taken = await takeSnapshot('profiled', release);
    const own = gunzipSync(Buffer.from(taken.output.split('\n')[0]!, 'base64'));
    const snapshot = decodeSnapshot(taken.bytes);
    if (!snapshot.ok) throw new Error(JSON.stringify(snapshot.error));
    const heap = analyzeHeap(snapshot.value, taken.program);
    if (!heap.ok) throw new Error(JSON.stringify(heap.error));
    const { profile, profileRate } = heap.value.analysis;
    expect(profileRate).toBe(512);
    const made = toHeapProfile(profile, profileRate!, 1000);
    const read = decodeProfile(encodeProfile(made));
    if (!read.ok) throw new Error(read.error.code);
    expect(recogniseProfile(read.value)).toMatchObject({
      name: 'heap',
      sampling: { period: 512 },
    });
    expect(read.value.timeNanos).toBe(1_000_000_000n);
    const expected = samplesOf(own);
    expect(expected.filter((row) => row.includes('main.grow')).length).toBeGreaterThan(3);
    expect(samplesOf(made)).toEqual(expected);
  }, 240_000);
});

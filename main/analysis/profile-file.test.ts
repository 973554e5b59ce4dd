import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeProfile } from '../../app/domain/pprof/encode-profile';
import { flatCum } from '../../app/domain/pprof/flat-cum';
import { ProfileDecoder } from '../../app/domain/pprof/profile-decoder';
import { profileFromText } from '../../app/domain/pprof/testing/profile-from-text';
import { readProfileFile } from './profile-file';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'trivet-profile-file-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const profile = profileFromText(`
  bytes 512    256    64 -7
        main   main   main main
        decode decode walk@4503599627370495 -
        grow   -      tail^ -
        #a=b   -      -    #bytes=4`);
const plain = Buffer.from(encodeProfile(profile));

function save(name: string, bytes: Uint8Array): string {
  const file = join(dir, name);
  writeFileSync(file, bytes);
  return file;
}

async function refuse(name: string, bytes: Uint8Array, inflateLimit?: number): Promise<string> {
  const read = await readProfileFile(save(name, bytes), { inflateLimit });
  if (read.ok) return 'read';
  return `${read.error.code}: ${read.error.message.replace(dir, '')} ${read.error.remedy ?? ''}`;
}

describe('readProfileFile', () => {
  test('reads a profile, compressed or not, at once or piece by piece', async () => {
    // Random names keep it from being small when compressed: this one goes through the stream.
    const names = Array.from({ length: 60_000 }, (_, i) =>
      Math.imul(i, 0x9e3779b1).toString(36).concat(Math.imul(i, 0x85ebca6b).toString(36)),
    );
    const large = {
      ...profile,
      strings: [...profile.strings, ...names, ...names.map((n) => n + n)],
    };
    const bytes = encodeProfile(large);
    const compressed = gzipSync(bytes, { level: 1 });
    expect(compressed.length).toBeGreaterThan(2 ** 20);
    for (const [name, data, expected] of [
      ['plain.pb', plain, profile],
      ['small.pb.gz', gzipSync(plain), profile],
      ['large.pb.gz', compressed, large],
      ['large.pb', bytes, large],
    ] as const) {
      const read = await readProfileFile(save(name, data));
      expect([name, read.ok && read.value]).toEqual([name, expected]);
    }
  });

  test('says what is wrong with a damaged file', async () => {
    const gz = gzipSync(plain);
    expect(await refuse('cut.pb.gz', gz.subarray(0, gz.length - 9))).toMatch(
      /^not-a-profile: .*cut\.pb\.gz .*compressed data end early/,
    );
    const flipped = Buffer.from(gz);
    flipped[gz.length >> 1]! ^= 0xff;
    expect(await refuse('flipped.pb.gz', flipped)).toMatch(/^not-a-profile: .*(damaged|early)/);
    expect(await refuse('cut.pb', plain.subarray(0, plain.length - 3))).toMatch(/ends inside/);
    expect(await refuse('empty.pb', Buffer.alloc(0))).toMatch(/the file is empty/);
    expect(await refuse('text.txt', Buffer.from('hello, world\n'))).toMatch(/^not-a-profile/);
    const missing = await readProfileFile(join(dir, 'missing'));
    expect(missing.ok ? 'read' : missing.error.code).toBe('disk');
    const folder = await readProfileFile(dir);
    expect(folder.ok ? 'read' : folder.error.code).toBe('disk');
  });

  test('stops inflating a bomb, says where, and how to go on', async () => {
    // A valid profile behind which strings follow for ever; members of gzip may be concatenated.
    const text = Buffer.concat([
      Buffer.from([0x32, 0x80, 0x80, 0x40]),
      Buffer.alloc(2 ** 20, 0x61),
    ]);
    const member = gzipSync(text);
    const bomb = Buffer.concat([gzipSync(plain), ...new Array<Buffer>(80).fill(member)]);
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refuse('bomb.pb.gz', bomb)).toMatch(
      /inflates to more than 64\.0 MiB; reading was stopped there\. .*--inflate-limit 1GiB/,
    );
    expect(await refuse('limited.pb.gz', gzipSync(plain), 20)).toMatch(
      /inflates to more than 20 B/,
    );
    const raised = await readProfileFile(join(dir, 'bomb.pb.gz'), { inflateLimit: 2 ** 28 });
    expect(raised.ok && raised.value.strings.length).toBe(profile.strings.length + 80);
  });

  test('refuses what would fill the memory when it is decoded', async () => {
    const field = [0x22, 0x02, 0x08, 0x01];
    const member = gzipSync(Buffer.alloc(2 ** 20, Buffer.from(field)), { level: 1 });
    const bomb = Buffer.concat([gzipSync(plain), ...new Array<Buffer>(60).fill(member)]);
    expect(await refuse('locations.pb.gz', bomb)).toMatch(
      /decoded, it would take more than 192 MiB\. .*--inflate-limit/,
    );
  }, 120_000);
});

describe('ProfileDecoder', () => {
  const decode = (bytes: Uint8Array, size: number) => {
    const decoder = new ProfileDecoder(bytes.length);
    for (let at = 0; at < bytes.length; at += size) decoder.push(bytes.subarray(at, at + size));
    return decoder.finish();
  };

  test.each([
    ['locations', [0x22, 0x02, 0x08, 0x01]],
    ['samples', [0x12, 0x09, 0x12, 0x01, 0x01, 0x1a, 0x04, 0x08, 0x01, 0x10, 0x01]],
    ['strings', [0x32, 0x01, 0x61]],
    ['mappings', [0x1a, 0x02, 0x08, 0x01]],
    ['sample types', [0x0a, 0x00]],
    ['comments', [0x68, 0x01]],
  ])('keeps to its limit when %s repeat', (name, field) => {
    const head = [0x0a, 0x04, 0x08, 0x01, 0x10, 0x01, 0x32, 0x00];
    const decoder = new ProfileDecoder(0, 2 ** 20);
    decoder.push(Uint8Array.from(name === 'sample types' ? [] : head));
    const piece = Uint8Array.from(
      { length: field.length * 1000 },
      (_, i) => field[i % field.length]!,
    );
    let pushed = 0;
    while (decoder.push(piece) === undefined && pushed < 2 ** 21) pushed += piece.length;
    expect(pushed).toBeLessThan(2 ** 20);
    expect(decoder.finish()).toEqual({
      ok: false,
      error: { code: 'too-large', limitBytes: 2 ** 20 },
    });
  });

  test('reads the same whatever the pieces', () => {
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      expect([size, decode(plain, size)]).toEqual([size, { ok: true, value: profile }]);
    }
  });

  test('answers for damage of every kind, in pieces too, and every view stands the answer', () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    let readable = 0;
    for (let round = 0; round < 4000; round++) {
      const damaged = Buffer.from(plain);
      for (let i = random(4); i >= 0; i--) damaged[random(damaged.length)] = random(256);
      const cut = damaged.subarray(0, random(3) === 0 ? random(damaged.length) : damaged.length);
      const decoded = decode(cut, 1 + random(40));
      expect(decoded).toEqual(decode(cut, cut.length + 1));
      if (!decoded.ok) continue;
      readable++;
      for (const granularity of ['functions', 'lines', 'addresses', 'packages'] as const) {
        flatCum(decoded.value, { sampleType: 0, granularity });
      }
    }
    expect(readable).toBeGreaterThan(100);
  });
});

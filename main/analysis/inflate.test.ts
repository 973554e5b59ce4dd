import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflate } from './inflate';

describe('inflate', () => {
  const text = new TextEncoder().encode('profile '.repeat(1000));

  test('inflates gzip and leaves plain bytes alone', async () => {
    expect(await inflate(gzipSync(text))).toEqual({ ok: true, value: Buffer.from(text) });
    expect(await inflate(text)).toEqual({ ok: true, value: text });
  });

  test('answers for a file cut short', async () => {
    const cut = gzipSync(text).subarray(0, 20);
    expect(await inflate(cut)).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });

  test('stops a bomb at the limit', async () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    expect(await inflate(bomb, 1_000_000)).toEqual({
      ok: false,
      error: { code: 'too-large', limitBytes: 1_000_000 },
    });
  });
});

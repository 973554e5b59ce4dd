import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flatCum } from './flat-cum';
import { parseOlderFormat } from './older-format';
import type { Profile } from './profile';
import { findSampleType } from './sample-type';
import { makeGoProfiles, type GoProfiles } from './testing/go-profiles';

let made: GoProfiles;
beforeAll(() => {
  made = makeGoProfiles();
});
afterAll(() => made.dispose());

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string): Profile {
  const profile = parseOlderFormat(bytesOf(text));
  if (!profile.ok) throw new Error(JSON.stringify(profile.error));
  return profile.value;
}

function rows(profile: Profile, type: string): string[] {
  const column = findSampleType(profile, type);
  if (!column.ok) throw new Error(column.error.code);
  const table = flatCum(profile, { sampleType: column.value, granularity: 'lines' });
  // The text shortens type arguments.
  const short = (name: string): string => name.replace(/\[go\.shape[^\]]*\]/, '[...]');
  return table.rows.map(({ name, flat, cum }) => `${short(name)} ${flat} ${cum}`).sort();
}

describe('parseOlderFormat', () => {
  // The program writes both forms of a profile one after the other, while nothing moves it.
  test.each([
    ['heap-4', 'inuse_space'],
    ['heap-4', 'inuse_objects'],
    ['block', 'contentions'],
    ['mutex', 'contentions'],
  ])('reads of debug=1 what profile.proto has: %s, %s', (name, type) => {
    const text = rows(read(made.text(`${name}.debug1.txt`)), type);
    expect(text.length).toBeGreaterThan(0);
    expect(text).toEqual(rows(made.profile(`${name}.pb.gz`), type));
  });

  test('reads goroutines of debug=1 and debug=2, labels included', () => {
    for (const name of ['goroutine.debug1.txt', 'goroutine.txt']) {
      const profile = read(made.text(name));
      const table = flatCum(profile, { sampleType: 0 });
      const waiting = table.rows.find((row) => row.function === 'main.wait');
      // One of the six carries the agent's label, which views leave out; debug=2 prints labels
      // from Go 1.27 on only.
      if (name === 'goroutine.debug1.txt') expect(waiting?.cum).toBe(5);
      const all = flatCum(profile, { sampleType: 0, includeAgent: true });
      expect(all.rows.find((row) => row.function === 'main.wait')?.cum).toBe(6);
    }
  });

  test('says what it cannot read', () => {
    const code = (text: string): string => {
      const profile = parseOlderFormat(bytesOf(text));
      return profile.ok ? 'ok' : profile.error.code;
    };
    expect(code('hello\n')).toBe('malformed');
    expect(code('heap profile: 1: 2 [3: 4] @ heap/512\nrubbish\n')).toBe('malformed');
    expect(code('goroutine profile: total 3\nrubbish\n')).toBe('malformed');
    expect(code(`goroutine profile: total 3\n1 @ 0x${'f'.repeat(40)}\n`)).toBe('malformed');
    expect(code('--- contentionz 1 ---\ncycles/second = -0x1\n')).toBe('malformed');
  });

  test('answers for every truncation, and for words in any order', () => {
    for (const name of ['heap-1.debug1.txt', 'goroutine.debug1.txt', 'mutex.debug1.txt']) {
      const bytes = bytesOf(made.text(name));
      const step = Math.max(1, Math.floor(bytes.length / 200));
      for (let end = 0; end < bytes.length; end += step) parseOlderFormat(bytes.subarray(0, end));
    }
    const words = new Uint8Array(80);
    const view = new DataView(words.buffer);
    [0, 3, 0, 100, 0, 5, 2, 0x400123, 0x400456, 0, 1, 0].forEach((word, i) =>
      view.setUint32(i * 4, word, true),
    );
    const profile = parseOlderFormat(words);
    expect(profile.ok && profile.value.samples.values[1]?.numbers[0]).toBe(500_000);
    for (let at = 20; at < words.length; at++) {
      for (const value of [1, 127, 255]) {
        const damaged = words.slice();
        damaged[at] = value;
        expect(typeof parseOlderFormat(damaged).ok).toBe('boolean');
      }
    }
  });
});

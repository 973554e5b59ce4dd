import { describe, expect, test } from 'vitest';
import { flatCum } from './flat-cum';
import { profileFromText } from './testing/profile-from-text';

const rows = (picture: string, includeAgent = false) =>
  flatCum(profileFromText(picture), { sampleType: 0, includeAgent }).rows.map(
    ({ name, flat, cum }) => `${flat} ${cum} ${name}`,
  );

describe('flatCum', () => {
  test('lists functions by flat value, then by name', () => {
    const table = rows(`
      bytes 512    256    64
            main   main   main
            decode decode walk
            grow   -      tail`);
    expect(table).toEqual([
      '512 512 grow',
      '256 768 decode',
      '64 64 tail',
      '0 832 main',
      '0 64 walk',
    ]);
  });

  test('counts a recursive function once per sample', () => {
    const table = rows(`
      bytes 64
            main
            walk
            walk
            walk`);
    expect(table).toEqual(['64 64 walk', '0 64 main']);
  });

  test('keeps inlined frames', () => {
    const table = rows(`
      bytes 10
            main
            outer
            inner^`);
    expect(table).toEqual(['10 10 inner', '0 10 main', '0 10 outer']);
  });

  test('orders falling values by magnitude, as pprof does', () => {
    const table = rows(`
      bytes 5 -9 7
            a b  c`);
    expect(table).toEqual(['-9 -9 b', '7 7 c', '5 5 a']);
  });

  test("leaves the agent's samples out unless asked", () => {
    const picture = `
      count 1    2
            main agent
            -    #trivet=agent`;
    expect(rows(picture)).toEqual(['1 1 main']);
    expect(rows(picture, true)).toEqual(['2 2 agent', '1 1 main']);
  });

  test('adds values beyond 2^53 exactly and keeps their order', () => {
    const profile = profileFromText(`
      bytes 9007199254740993 9007199254740992 1
            main             main             main
            odd              even             odd`);
    const table = flatCum(profile, { sampleType: 0 }).rows;
    expect(table.map(({ name, exact }) => [name, exact?.flat, exact?.cum])).toEqual([
      ['odd', 9007199254740994n, 9007199254740994n],
      ['even', 9007199254740992n, 9007199254740992n],
      ['main', 0n, 18014398509481986n],
    ]);
  });

  test('answers an empty table for a sample type that is not there', () => {
    expect(flatCum(profileFromText('bytes 1\nmain'), { sampleType: 3 }).rows).toEqual([]);
  });
});

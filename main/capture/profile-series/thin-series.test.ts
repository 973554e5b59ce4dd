import { describe, expect, test } from 'vitest';
import { thinSeries, type SeriesLimits, type SeriesMember } from './thin-series';

const limits: SeriesLimits = { keepLast: 4, keepOlder: 4, maxBytes: Infinity };

/** A series that is thinned after every new member, as a watch does it. */
function grow(count: number, by: SeriesLimits, sizeBytes = 1): readonly SeriesMember[] {
  let members: SeriesMember[] = [];
  for (let i = 0; i < count; i++) {
    members.push({ atMs: i, sizeBytes });
    const dropped = new Set(thinSeries(members, by));
    members = members.filter((_, index) => !dropped.has(index));
  }
  return members;
}

describe('thinSeries', () => {
  test('drops nothing within the limits', () => {
    expect(grow(8, limits)).toHaveLength(8);
  });

  test('keeps the first, the last few, and older ones evenly', () => {
    const at = grow(1000, limits).map(({ atMs }) => atMs);
    expect(at).toHaveLength(8);
    expect(at[0]).toBe(0);
    expect(at.slice(-4)).toEqual([996, 997, 998, 999]);
    const gaps = at.slice(1, 5).map((each, index) => each - at[index]!);
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(5);
  });

  test('stays below a number of bytes, but never below two profiles', () => {
    const members = grow(50, { keepLast: 100, keepOlder: 100, maxBytes: 100 }, 10);
    expect(members).toHaveLength(10);
    expect(members[0]!.atMs).toBe(0);
    expect(members.at(-1)!.atMs).toBe(49);
    const huge = grow(5, { keepLast: 100, keepOlder: 100, maxBytes: 1 }, 10);
    expect(huge.map(({ atMs }) => atMs)).toEqual([0, 4]);
  });

  test.each([
    [0, 0],
    [1, 0],
    [0, 1],
  ])('ends for limits of %i and %i', (keepLast, keepOlder) => {
    expect(grow(10, { keepLast, keepOlder, maxBytes: 0 }).length).toBeLessThanOrEqual(2);
  });
});

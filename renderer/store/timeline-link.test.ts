import { expect, test } from 'vitest';
import { formatTimelineLink, isSameOrigin, parseTimelineLink } from './timeline-link';

test('a link names the same place when it is read back', () => {
  for (const link of [
    { from: 0, to: 4_200_000_000, goid: 17, origin: { session: 's1', at: '/sessions/a b&c' } },
    { from: 5, to: 6, goid: 1, origin: { session: undefined, at: '/跟踪/one.trace' } },
    { from: 12, to: 13, goid: undefined, origin: undefined },
  ]) {
    expect(parseTimelineLink(` ${formatTimelineLink(link)} `)).toEqual(link);
  }
});

test.each([
  'main.worker',
  'https://timeline?from=1&to=2',
  'trivet://timeline?from=2&to=1',
  'trivet://timeline?from=-5&to=1',
  'trivet://timeline?from=x&to=y',
  'trivet://timeline',
])('%s is no link', (text) => {
  expect(parseTimelineLink(text)).toBeUndefined();
});

test('a session is the same wherever its folder was moved to; a file is not', () => {
  const here = { session: 's1', at: '/sessions/1' };
  expect(isSameOrigin(here, { session: 's1', at: '/backup/1' })).toBe(true);
  expect(isSameOrigin(here, { session: 's2', at: '/sessions/1' })).toBe(false);
  const file = { session: undefined, at: '/a.trace' };
  expect(isSameOrigin(file, file)).toBe(true);
  expect(isSameOrigin(file, { session: undefined, at: '/b.trace' })).toBe(false);
  expect(isSameOrigin(here, file)).toBe(false);
});

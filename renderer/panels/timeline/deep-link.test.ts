import { expect, test } from 'vitest';
import { formatTimelineLink, parseTimelineLink } from './deep-link';

test('a link names the same place when it is read back', () => {
  for (const link of [
    { from: 0, to: 4_200_000_000, goid: 17 },
    { from: 12, to: 13, goid: undefined },
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

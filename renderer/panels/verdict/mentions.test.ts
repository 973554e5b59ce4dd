import { expect, test } from 'vitest';
import { splitMentions, type Mentions } from './mentions';

const source = (line: number) => ({ source: { path: '/p/sync.go', line } });
const mentions: Mentions = new Map([
  ['main.sync', source(3)],
  ['main.syncBatch', source(41)],
  ['sync.go:4', source(4)],
  ['sync.go:41', source(41)],
]);
const linked = (text: string) =>
  splitMentions(text, mentions)
    .map(({ text: piece, target }) => (target === undefined ? piece : `[${piece}]`))
    .join('');

test('names in a sentence become links, the longest that fits', () => {
  expect(linked('made by main.syncBatch (sync.go:41), then kept.')).toBe(
    'made by [main.syncBatch] ([sync.go:41]), then kept.',
  );
});

test('a part of a longer name is no mention', () => {
  expect(linked('main.syncs and main.sync.func1 at sync.go:412')).toBe(
    'main.syncs and main.sync.func1 at sync.go:412',
  );
  expect(linked('It is main.sync.')).toBe('It is [main.sync].');
});

import { expect, test } from 'vitest';
import { splitArguments } from './plan';

test.each([
  ['', []],
  ['  -n 3   --fast ', ['-n', '3', '--fast']],
  [`--name "two words" ''`, ['--name', 'two words', '']],
  [String.raw`a\ b 'c\d' "e\"f"`, ['a b', String.raw`c\d`, 'e"f']],
  ['"unclosed quote', ['unclosed quote']],
])('splits %j as a shell would', (text, parts) => {
  expect(splitArguments(text)).toEqual(parts);
});

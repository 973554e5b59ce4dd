import { expect, test } from 'vitest';
import { alignTypes } from './align-types';
import type { Profile } from './profile';
import { profileFromText } from './testing/profile-from-text';

/** A profile with one sample of these types. */
function profileOf(...types: readonly (readonly [type: string, unit: string])[]): Profile {
  const one = profileFromText('bytes 1\nmain');
  return {
    ...one,
    sampleTypes: types.map(([type, unit]) => ({ type, unit })),
    samples: { ...one.samples, values: types.map(() => one.samples.values[0]!) },
  };
}

const heap = profileOf(['alloc_space', 'bytes'], ['inuse_space', 'bytes']);
const space = profileOf(['inuse_space', 'bytes']);
const cpu = profileOf(['cpu', 'nanoseconds']);

test.each([
  ['the second', [heap, cpu]],
  ['a later one', [heap, space, cpu]],
  ['one between', [heap, cpu, space]],
])('profiles that share no sample type: %s is named against the first', (_, profiles) => {
  expect(alignTypes(profiles)).toEqual({
    ok: false,
    error: {
      code: 'incompatible',
      first: ['alloc_space/bytes', 'inuse_space/bytes'],
      second: ['cpu/nanoseconds'],
    },
  });
});

test('where each two share one but all share none, the one is named from which on none is left', () => {
  const other = profileOf(['alloc_space', 'bytes']);
  expect(alignTypes([heap, space, other])).toMatchObject({
    ok: false,
    error: { second: ['alloc_space/bytes'] },
  });
});

test('a type of the same name in another kind of unit', () => {
  expect(alignTypes([space, profileOf(['inuse_space', 'seconds'], ['x', 'count'])])).toMatchObject({
    ok: false,
    error: { first: ['inuse_space/bytes'], second: ['inuse_space/seconds', 'x/count'] },
  });
});

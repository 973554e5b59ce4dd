import { expect, test } from 'vitest';
import type { ProfileListEntry } from '../../../app/contract/views';
import { chooseProfiles } from './choice';

const entry = (path: string, profile: string, ...types: string[]): ProfileListEntry => ({
  ...{ path, profile, kind: profile === 'heap' ? 'heap-profile' : 'profile', atSeconds: 0 },
  sampleTypes: types.map((type) => ({ type, unit: 'count', nature: 'unknown' })),
});
const memory = ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'];
const entries = [
  entry('heap-1', 'heap', ...memory),
  entry('heap-2', 'heap', ...memory),
  entry('allocs-1', 'allocs', ...memory),
  entry('allocs-2', 'allocs', ...memory),
  entry('cpu-1', 'cpu', 'samples', 'cpu'),
];

test('at first the last heap profile against the first, by what is in use', () => {
  const choice = { path: 'heap-2', base: 'heap-1', sampleType: 'inuse_space' };
  expect(chooseProfiles(entries)).toEqual(choice);
});

test('allocs is shown by what was ever allocated, a profile alone without a base', () => {
  expect(chooseProfiles(entries, 'allocs-2')).toEqual({
    ...{ path: 'allocs-2', base: 'allocs-1', sampleType: 'alloc_space' },
  });
  expect(chooseProfiles(entries, 'cpu-1')).toEqual({
    ...{ path: 'cpu-1', base: undefined, sampleType: 'cpu' },
  });
});

import { expect, test } from 'vitest';
import { compileFilters } from './filter/compile-filters';
import { computeRowErrors } from './row-errors';
import { profileFromText } from './testing/profile-from-text';

/** CPU ticks of 10 ms: a stack of `c` ticks is known to √c ticks. */
function cpuProfile(picture: string) {
  const period = { type: 'cpu', unit: 'nanoseconds' };
  return {
    ...profileFromText(picture),
    sampleTypes: [period],
    periodType: period,
    period: 10_000_000n,
  };
}

const ms = 1e6;
const picture = `nanoseconds ${90 * ms} ${160 * ms}\nmain main\nread write\ncopy -`;

test('errors of stacks add up as squares, each sample once, as far as filters leave them', () => {
  const profile = cpuProfile(picture);
  const errors = computeRowErrors(profile, { sampleType: 0 });
  // 9 and 16 ticks: ±3 and ±4, together ±5.
  expect(errors?.get('copy')?.flat).toBeCloseTo(30 * ms);
  expect(errors?.get('write')?.flat).toBeCloseTo(40 * ms);
  expect(errors?.get('main')).toEqual({ flat: 0, cum: expect.closeTo(50 * ms) as number });
  const filters = compileFilters({ focus: 'copy' });
  if (!filters.ok) throw new Error('no filter');
  const focused = computeRowErrors(profile, { sampleType: 0, filters: filters.value });
  expect(focused?.get('main')?.cum).toBeCloseTo(30 * ms);
});

test('what is counted, not sampled, has no error', () => {
  expect(computeRowErrors(profileFromText('count 5\nmain'), { sampleType: 0 })).toBeUndefined();
});

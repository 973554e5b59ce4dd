import type { Result } from '../../contract/result';
import { mergeProfiles } from './merge-profiles';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';
import { diffBaseLabel } from './total';

/**
 * `base`: values of one cumulative profile against an earlier one of the same program; percentages
 * refer to what is left. `diff-base`: two profiles compared; percentages refer to the base.
 */
export type SubtractMode = 'base' | 'diff-base';

/** `profile − base`, as `go tool pprof -base` or `-diff_base`. */
export function subtractProfiles(
  profile: Profile,
  base: Profile,
  mode: SubtractMode = 'base',
): Result<Profile, PprofError> {
  const label = mode === 'diff-base' ? diffBaseLabel : undefined;
  return mergeProfiles([{ profile }, { profile: base, negate: true, label }]);
}

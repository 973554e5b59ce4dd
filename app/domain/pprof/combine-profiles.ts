import { err, ok, type Result } from '../../contract/result';
import { alignTypes } from './align-types';
import { dropUninteresting } from './filter/prune';
import { mergeProfiles } from './merge-profiles';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';
import { scaleValues } from './scale-values';
import { simplifyNames } from './simplify-names';
import type { SubtractMode } from './subtract-profiles';
import { diffBaseLabel } from './total';

/** What a command line names. */
export interface ProfileSources {
  /** At least one; several are added. */
  readonly profiles: readonly Profile[];
  readonly bases?: readonly Profile[] | undefined;
  /** Default `base`. */
  readonly mode?: SubtractMode | undefined;
  /** Scale the profile to the base's sums first. */
  readonly normalize?: boolean | undefined;
}

/**
 * Makes one profile of several as `go tool pprof` does before it shows anything: adds, normalizes,
 * subtracts, and drops the frames that the profile itself calls uninteresting.
 */
export function combineProfiles(sources: ProfileSources): Result<Profile, PprofError> {
  const { bases = [], mode = 'base', normalize = false } = sources;
  const profile = addProfiles(sources.profiles);
  if (!profile.ok || bases.length === 0) {
    return profile.ok ? ok(tidy(profile.value)) : profile;
  }
  const base = addProfiles(bases);
  if (!base.ok) return base;
  const scaled = normalize ? normalizeTo(profile.value, base.value) : profile.value;
  const aligned = alignTypes([scaled, base.value]);
  if (!aligned.ok) return aligned;
  const [left, right] = aligned.value as [Profile, Profile];
  const label = mode === 'diff-base' ? diffBaseLabel : undefined;
  const difference = mergeProfiles([{ profile: left }, { profile: right, negate: true, label }]);
  return difference.ok ? ok(tidy(difference.value)) : difference;
}

const tidy = (profile: Profile): Profile => dropUninteresting(simplifyNames(profile));

function addProfiles(profiles: readonly Profile[]): Result<Profile, PprofError> {
  const [only] = profiles;
  if (only === undefined) return err({ code: 'empty' });
  if (profiles.length === 1) return ok(only);
  const aligned = alignTypes(profiles);
  if (!aligned.ok) return aligned;
  return mergeProfiles(aligned.value.map((profile) => ({ profile })));
}

/** As `Profile.Normalize`: each column is scaled so that its sum is the base's. */
function normalizeTo(profile: Profile, base: Profile): Profile {
  const sumOf = (each: Profile, type: number): number =>
    each.samples.values[type]?.numbers.reduce((sum, value) => sum + value, 0) ?? 0;
  const ratios = profile.sampleTypes.map((_, type) => {
    const own = sumOf(profile, type);
    return own === 0 ? 0 : sumOf(base, type) / own;
  });
  return scaleValues(profile, ratios);
}

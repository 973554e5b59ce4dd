import { err, ok, type Result } from '../../contract/result';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';

/**
 * The column of a sample type, by the rules of `go tool pprof -sample_index`: a name, the name
 * without `inuse_` for legacy profiles, or a 0-based number; without a name the profile's default, else the last column.
 */
export function findSampleType(
  profile: Profile,
  name: string | undefined,
): Result<number, PprofError> {
  const names = profile.sampleTypes.map((each) => each.type);
  if (name === undefined || name === '') {
    const preferred = names.indexOf(profile.defaultSampleType);
    return ok(preferred >= 0 ? preferred : names.length - 1);
  }
  if (/^\d+$/.test(name) && Number(name) < names.length) return ok(Number(name));
  const legacy = name.replace(/^inuse_/, '');
  const index = names.findIndex((each) => each === name || each === legacy);
  return index >= 0 ? ok(index) : err({ code: 'no-such-sample-type', name, available: names });
}

/** Sample types as `type/unit`, for messages. */
export function nameTypes(profile: Profile): readonly string[] {
  return profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`);
}

/** Whether the columns of two profiles mean the same. */
export function isSameTypes(first: Profile, second: Profile): boolean {
  const [left, right] = [nameTypes(first), nameTypes(second)];
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

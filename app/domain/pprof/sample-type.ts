import { err, ok, type Result } from '../../contract/result';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';

/**
 * The column of a sample type, by the rules of `go tool pprof -sample_index`: a name, or the name
 * without `inuse_` for legacy profiles; without a name the profile's default, else the last column.
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
  const legacy = name.replace(/^inuse_/, '');
  const index = names.findIndex((each) => each === name || each === legacy);
  return index >= 0 ? ok(index) : err({ code: 'no-such-sample-type', name, available: names });
}

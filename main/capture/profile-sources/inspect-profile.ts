import type { Failure } from '../../../app/contract/failure';
import { err, type Result } from '../../../app/contract/result';
import type { Profile } from '../../../app/domain/pprof/profile';
import { readProfileBytes } from '../../analysis/profile-file';
import { refuseForeign } from './looks-like-profile';

/** Inflates and decodes: the only way to know that bytes are a whole profile. */
export async function inspectProfile(
  bytes: Uint8Array,
  from: string,
): Promise<Result<Profile, Failure<'not-a-profile'>>> {
  const foreign = refuseForeign(bytes, from);
  if (foreign !== undefined) return err(foreign);
  const profile = await readProfileBytes(bytes, from, { refuse: refuseForeign });
  if (profile.ok) return profile;
  return err({ ...profile.error, code: 'not-a-profile' });
}

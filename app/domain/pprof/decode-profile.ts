import { err, type Result } from '../../contract/result';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';
import { ProfileDecoder } from './profile-decoder';

/**
 * Reads an inflated profile.proto into columns. Total: damaged bytes end in an error, and memory
 * stays proportional to the input.
 *
 * Refuses what `go tool pprof` refuses, but for a line without a function and a profile that has
 * no string table, which are read.
 */
export function decodeProfile(bytes: Uint8Array): Result<Profile, PprofError> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return err({ code: 'compressed' });
  const decoder = new ProfileDecoder(bytes.length);
  const failure = decoder.push(bytes);
  return failure ? err(failure) : decoder.finish();
}

import { err, type Result } from '../../contract/result';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';

/** Reads an inflated profile.proto. */
export function decodeProfile(bytes: Uint8Array): Result<Profile, PprofError> {
  return err({ code: 'malformed', at: bytes.length, reason: 'not decoded' });
}

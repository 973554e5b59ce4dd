import { err, type Result } from '../../contract/result';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';
export function isProfileText(_bytes: Uint8Array): boolean {
  return false;
}
export function parseProfileText(_text: string): Result<Profile, PprofError> {
  return err({ code: 'empty' });
}

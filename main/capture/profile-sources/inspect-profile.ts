import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Failure } from '../../../app/contract/failure';
import { err, ok, type Result } from '../../../app/contract/result';
import { decodeProfile } from '../../../app/domain/pprof/decode-profile';
import { formatPprofError } from '../../../app/domain/pprof/pprof-error';
import type { Profile } from '../../../app/domain/pprof/profile';
import { refuseForeign } from './looks-like-profile';

const inflate = promisify(gunzip);
/** A profile of a million deep stacks inflates to some 300 MB. */
const maxInflatedBytes = 1 << 30;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Inflates and decodes: the only way to know that bytes are a whole profile. */
export async function inspectProfile(
  bytes: Uint8Array,
  from: string,
): Promise<Result<Profile, Failure<'not-a-profile'>>> {
  const foreign = refuseForeign(bytes, from);
  if (foreign !== undefined) return err(foreign);
  const refuse = (why: string) =>
    err({ code: 'not-a-profile' as const, message: `${from} is not a profile: ${why}.` });
  let plain: Uint8Array;
  try {
    plain = isGzip(bytes) ? await inflate(bytes, { maxOutputLength: maxInflatedBytes }) : bytes;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return refuse(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `it inflates to more than ${maxInflatedBytes >> 30} GiB`
        : 'it is cut off or damaged',
    );
  }
  const looked = refuseForeign(plain, from);
  if (looked !== undefined) return err(looked);
  // A plain array: Buffer's slice() shares memory, where the decoder expects a copy.
  const profile = decodeProfile(new Uint8Array(plain.buffer, plain.byteOffset, plain.length));
  return profile.ok ? ok(profile.value) : refuse(formatPprofError(profile.error));
}

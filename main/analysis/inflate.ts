import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { err, ok, type Result } from '../../app/contract/result';

/** Why bytes could not be inflated. */
export type InflateError =
  | { readonly code: 'too-large'; readonly limitBytes: number }
  | { readonly code: 'damaged'; readonly reason: string };

/** A profile of 1 M samples inflates to 0.3 GB; what passes 1 GiB is a bomb. */
const defaultLimitBytes = 2 ** 30;

/** Inflates gzip; bytes that are not gzip come back as they are. Memory is bounded by the limit. */
export async function inflate(
  bytes: Uint8Array,
  limitBytes = defaultLimitBytes,
): Promise<Result<Uint8Array, InflateError>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return ok(bytes);
  try {
    return ok(await promisify(gunzip)(bytes, { maxOutputLength: limitBytes }));
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return err({ code: 'too-large', limitBytes });
    return err({ code: 'damaged', reason: message });
  }
}

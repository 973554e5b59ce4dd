import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import { err, type Result } from '../../app/contract/result';
import { formatBytes } from '../../app/domain/format/format';
import { isOlderFormat, parseOlderFormat } from '../../app/domain/pprof/older-format';
import { formatPprofError, type PprofError } from '../../app/domain/pprof/pprof-error';
import type { Profile } from '../../app/domain/pprof/profile';
import { ProfileDecoder } from '../../app/domain/pprof/profile-decoder';

/**
 * How far a compressed profile may inflate when nobody says otherwise. Real ones inflate 2 to 30
 * times; a file of some kilobytes can be made to inflate to gigabytes.
 */
const ratioLimit = 100;
const lowestLimit = 64 * 2 ** 20;
const highestLimit = 4 * 2 ** 30;

/** Compressed files up to this size are read at once: a stream costs some milliseconds. */
const smallFile = 2 ** 20;
const smallInflated = 2 ** 25;

export interface ReadProfileOptions {
  /** Bytes a file may inflate to; by default 100 times its size, at least 64 MiB, at most 4 GiB. */
  readonly inflateLimit?: number | undefined;
}

/**
 * Reads a profile: profile.proto, compressed or not, or one of the older formats, such as
 * the text of `debug=1` and `debug=2`. A large
 * file is inflated and decoded piece by piece; memory is bounded by the limit whatever it holds.
 */
export async function readProfileFile(
  file: string,
  options: ReadProfileOptions = {},
): Promise<Result<Profile, Failure>> {
  try {
    const { size } = statSync(file);
    const { isGzip, expected } = peek(file, size);
    const limit =
      options.inflateLimit ?? Math.min(highestLimit, Math.max(lowestLimit, size * ratioLimit));
    const sink = new ProfileSink(expected);
    const small = size <= smallFile ? inflateSmall(file, isGzip, limit) : undefined;
    if (small) sink.push(small);
    else if (!(await stream(file, isGzip, limit, sink))) return err(tooLarge(file, size, limit));
    const profile = sink.finish();
    return profile.ok ? profile : err(profileFailure(file, profile.error));
  } catch (cause) {
    return err(readFailure(file, cause as NodeJS.ErrnoException));
  }
}

/** What the person reads when a file is not a profile that we read. */
export function profileFailure(file: string, error: PprofError): Failure {
  const message = `${file} is not a profile that can be read: ${formatPprofError(error)}.`;
  return { code: 'not-a-profile', message };
}

/** Whether the file is gzip, and what its trailer says it inflates to; 0 when that cannot be. */
function peek(file: string, size: number): { isGzip: boolean; expected: number } {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(descriptor, bytes, 0, 2, 0);
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { isGzip: false, expected: size };
    readSync(descriptor, bytes, 0, 4, Math.max(0, size - 4));
    const expected = bytes.readUInt32LE(0);
    return { isGzip: true, expected: expected >= size && expected <= size * 1032 ? expected : 0 };
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined when it inflates to more than is read at once. */
function inflateSmall(file: string, isGzip: boolean, limit: number): Uint8Array | undefined {
  const bytes = readFileSync(file);
  if (!isGzip) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.min(limit, smallInflated) });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw cause;
  }
}

/** @returns false when the limit was passed. */
async function stream(
  file: string,
  isGzip: boolean,
  limit: number,
  sink: ProfileSink,
): Promise<boolean> {
  const source = createReadStream(file, { highWaterMark: 2 ** 18 });
  const inflated = isGzip ? source.pipe(createGunzip({ chunkSize: 2 ** 18 })) : source;
  // Errors of the file itself do not travel along a pipe.
  source.on('error', (cause) => inflated.destroy(cause));
  let read = 0;
  try {
    for await (const chunk of inflated as AsyncIterable<Uint8Array>) {
      read += chunk.length;
      if (read > limit && isGzip) return false;
      if (!sink.push(chunk)) break;
    }
    return true;
  } finally {
    source.destroy();
  }
}

/** Takes inflated bytes: profile.proto is decoded at once, the older formats are kept until their end. */
class ProfileSink {
  private readonly decoder: ProfileDecoder;
  private older: Uint8Array[] | undefined;
  private isFirst = true;

  constructor(expectedBytes: number) {
    this.decoder = new ProfileDecoder(expectedBytes);
  }

  /** @returns false when no more bytes are of use. */
  push(chunk: Uint8Array): boolean {
    if (this.isFirst && isOlderFormat(chunk)) this.older = [];
    this.isFirst = false;
    if (!this.older) return this.decoder.push(chunk) === undefined;
    this.older.push(Uint8Array.from(chunk));
    return true;
  }

  finish(): Result<Profile, PprofError> {
    return this.older ? parseOlderFormat(Buffer.concat(this.older)) : this.decoder.finish();
  }
}

function tooLarge(file: string, size: number, limit: number): Failure {
  return {
    code: 'not-a-profile',
    message: `${file} (${formatBytes(size)}) inflates to more than ${formatBytes(limit)}; reading was stopped there.`,
    remedy: `If you trust the file, allow more: --inflate-limit ${formatLimit(limit * 4)}.`,
  };
}

const formatLimit = (bytes: number): string => `${Math.ceil(bytes / 2 ** 30)}GiB`;

function readFailure(file: string, cause: NodeJS.ErrnoException): Failure {
  const damage: Readonly<Record<string, string>> = {
    Z_BUF_ERROR: 'its compressed data end early: the file is cut off',
    Z_DATA_ERROR: `its compressed data are damaged (${cause.message})`,
  };
  const reason = damage[cause.code ?? ''];
  if (reason !== undefined) {
    const message = `${file} is not a profile that can be read: ${reason}.`;
    return { code: 'not-a-profile', message };
  }
  if (cause.syscall === undefined) throw cause;
  return {
    code: 'disk',
    message: `${file} cannot be read.`,
    remedy: 'Check that the file exists and that you may read it.',
    detail: String(cause),
  };
}

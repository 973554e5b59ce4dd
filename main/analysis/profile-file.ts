import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import { err, type Result } from '../../app/contract/result';
import { formatBytes } from '../../app/domain/format/format';
import { isOlderFormat, parseOlderFormat } from '../../app/domain/pprof/older-format';
import { formatPprofError, type PprofError } from '../../app/domain/pprof/pprof-error';
import type { Profile } from '../../app/domain/pprof/profile';
import { ProfileDecoder } from '../../app/domain/pprof/profile-decoder';

/**
 * How far a compressed profile may inflate, and how much its columns may take, when nobody says
 * otherwise. Real ones inflate 2 to 20 times, and columns take up to twice what was inflated; a
 * file of some kilobytes can be made to inflate to gigabytes.
 */
const inflateRatio = 32;
const inflateLimits = { lowest: 64 * 2 ** 20, highest: 2 ** 30 };
const memoryRatio = 24;
const memoryLimits = { lowest: 192 * 2 ** 20, highest: 3 * 2 ** 30 };

/** Compressed files up to this size are read at once: a stream costs some milliseconds. */
const smallFile = 2 ** 20;
const smallInflated = 2 ** 25;
/** Pieces of the file, and of what it inflates to. */
const readSize = 2 ** 22;
const chunkSize = 2 ** 18;
/** Inflated ahead of the decoder. With Node's own 16 KiB each piece waits for the one before: no two threads. */
const inflatedAhead = { readableHighWaterMark: 2 ** 23 };
const newGunzip = () => createGunzip({ chunkSize, ...inflatedAhead });

export interface ReadProfileOptions {
  /** Bytes a file may inflate to; by default 32 times its size, at least 64 MiB, at most 1 GiB. */
  readonly inflateLimit?: number | undefined;
  /** Looks at the first inflated bytes. @returns why they are not wanted. */
  readonly refuse?: ((head: Uint8Array, name: string) => Failure | undefined) | undefined;
}

/** What reading a file of so many bytes may cost, in bytes. */
interface Limits extends Pick<ReadProfileOptions, 'refuse'> {
  readonly inflated: number;
  /** Of what is kept. */
  readonly memory: number;
}

/**
 * Reads a profile: profile.proto, compressed or not, or one of the older formats, such as
 * the text of `debug=1` and `debug=2`. A large file is inflated in one thread and decoded in this one, piece by piece;
 * memory is bounded whatever it holds.
 */
export async function readProfileFile(
  file: string,
  options: ReadProfileOptions = {},
): Promise<Result<Profile, Failure>> {
  try {
    const { size } = statSync(file);
    const limits = limitsOf(size, options);
    if (size <= smallFile) {
      const small = readSmall(readFileSync(file), file, limits);
      if (small) return small;
    }
    const { isGzip, expected } = peek(file, size);
    const sink = new ProfileSink(expected, limits, file);
    const source = createReadStream(file, { highWaterMark: readSize });
    return await stream(source, isGzip, sink, { size, limits });
  } catch (cause) {
    return err(readFailure(file, cause as NodeJS.ErrnoException));
  }
}

/** The same of bytes that are there already. @param name what the person reads. */
export async function readProfileBytes(
  bytes: Uint8Array,
  name: string,
  options: ReadProfileOptions = {},
): Promise<Result<Profile, Failure>> {
  const size = bytes.length;
  const limits = limitsOf(size, options);
  try {
    const small = size <= smallFile ? readSmall(bytes, name, limits) : undefined;
    if (small) return small;
    if (!isGzip(bytes)) return readWhole(bytes, name, limits);
    const gunzip = newGunzip();
    gunzip.end(bytes);
    const sink = new ProfileSink(expectedOf(bytes.subarray(-4), size), limits, name);
    return await stream(gunzip, false, sink, { size, limits });
  } catch (cause) {
    return err(readFailure(name, cause as NodeJS.ErrnoException));
  }
}

/** Reads a profile in one go: for callers that cannot wait. Takes more memory than `readProfileFile`. */
export function readProfileFileSync(file: string): Result<Profile, Failure> {
  try {
    const bytes = readFileSync(file);
    const limits = limitsOf(bytes.length, {});
    if (!isGzip(bytes)) return readWhole(bytes, file, limits);
    return readWhole(gunzipSync(bytes, { maxOutputLength: limits.inflated }), file, limits);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ERR_BUFFER_TOO_LARGE') {
      return err(readFailure(file, cause as NodeJS.ErrnoException));
    }
    const { size } = statSync(file);
    return err(tooLarge(file, size, limitsOf(size, {}).inflated));
  }
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function limitsOf(size: number, { inflateLimit, refuse }: ReadProfileOptions): Limits {
  const clamp = (bytes: number, { lowest, highest }: { lowest: number; highest: number }) =>
    Math.min(highest, Math.max(lowest, bytes));
  const memory = clamp(size * memoryRatio, memoryLimits);
  return inflateLimit === undefined
    ? { inflated: clamp(size * inflateRatio, inflateLimits), memory, refuse }
    : { inflated: inflateLimit, memory: Math.max(memory, inflateLimit * 4), refuse };
}

/** What the person reads when a file is not a profile that we read. */
export function profileFailure(file: string, error: PprofError): Failure {
  const message = `${file} is not a profile that can be read: ${formatPprofError(error)}.`;
  const remedy = `If you trust the file, allow more: --inflate-limit ${formatLimit(2 ** 32)}.`;
  return { code: 'not-a-profile', message, ...(error.code === 'too-large' && { remedy }) };
}

/** Whether the file is gzip, and what its trailer says it inflates to; 0 when that cannot be. */
function peek(file: string, size: number): { isGzip: boolean; expected: number } {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(descriptor, bytes, 0, 2, 0);
    if (!isGzip(bytes)) return { isGzip: false, expected: size };
    readSync(descriptor, bytes, 0, 4, Math.max(0, size - 4));
    return { isGzip: true, expected: expectedOf(bytes, size) };
  } finally {
    closeSync(descriptor);
  }
}

/** @param trailer the last four bytes of a compressed file. */
function expectedOf(trailer: Uint8Array, size: number): number {
  const expected = Buffer.from(trailer).readUInt32LE(0);
  return expected >= size && expected <= size * 1032 ? expected : 0;
}

/** Undefined when it inflates to more than is read at once. */
function readSmall(
  bytes: Uint8Array,
  name: string,
  limits: Limits,
): Result<Profile, Failure> | undefined {
  if (!isGzip(bytes)) return readWhole(bytes, name, limits);
  try {
    const maxOutputLength = Math.min(limits.inflated, smallInflated);
    return readWhole(gunzipSync(bytes, { maxOutputLength }), name, limits);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw cause;
  }
}

function readWhole(bytes: Uint8Array, name: string, limits: Limits): Result<Profile, Failure> {
  const sink = new ProfileSink(bytes.length, limits, name);
  sink.push(bytes);
  return sink.finish();
}

async function stream(
  source: Readable,
  isCompressed: boolean,
  sink: ProfileSink,
  { size, limits }: { readonly size: number; readonly limits: Limits },
): Promise<Result<Profile, Failure>> {
  const inflated = isCompressed ? source.pipe(newGunzip()) : source;
  // Errors of the file itself do not travel along a pipe.
  source.on('error', (cause) => inflated.destroy(cause));
  let read = 0;
  try {
    for await (const chunk of inflated as AsyncIterable<Uint8Array>) {
      read += chunk.length;
      if (read > limits.inflated && read > size) {
        return err(tooLarge(sink.name, size, limits.inflated));
      }
      if (!sink.push(chunk)) break;
    }
    return sink.finish();
  } finally {
    source.destroy();
  }
}

/** Takes inflated bytes: profile.proto is decoded at once, the older formats are kept until their end. */
class ProfileSink {
  private readonly decoder: ProfileDecoder;
  private older: Uint8Array[] | undefined;
  private olderBytes = 0;
  private isFirst = true;
  private refused: Failure | undefined;

  constructor(
    expectedBytes: number,
    private readonly limits: Limits,
    readonly name: string,
  ) {
    this.decoder = new ProfileDecoder(expectedBytes, limits.memory);
  }

  /** @returns false when no more bytes are of use. */
  push(chunk: Uint8Array): boolean {
    if (this.isFirst) {
      this.isFirst = false;
      this.refused = this.limits.refuse?.(chunk, this.name);
      if (isOlderFormat(chunk)) this.older = [];
    }
    if (this.refused) return false;
    if (!this.older) return this.decoder.push(chunk) === undefined;
    this.older.push(Uint8Array.from(chunk));
    this.olderBytes += chunk.length;
    return !this.isTooLong();
  }

  finish(): Result<Profile, Failure> {
    if (this.refused) return err(this.refused);
    const profile = this.finishFormat();
    return profile.ok ? profile : err(profileFailure(this.name, profile.error));
  }

  private finishFormat(): Result<Profile, PprofError> {
    if (!this.older) return this.decoder.finish();
    if (this.isTooLong()) return err({ code: 'too-large', limitBytes: this.limits.memory });
    return parseOlderFormat(Buffer.concat(this.older));
  }

  /** Text is there twice when it is read. */
  private isTooLong(): boolean {
    return this.olderBytes * 2 > this.limits.memory;
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

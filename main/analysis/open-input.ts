import {
  closeSync,
  createReadStream,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { formatBytes } from '../../app/domain/format/format';

/** How far a compressed file may inflate: on disk, so that it is only a stop for a file made to fill it. */
const inflateRatio = 64;
const leastInflateLimit = 2 ** 30;

export interface InputOptions {
  /** Inflates what is gzip. */
  readonly inflate?: boolean;
  /** Told when compressed data are damaged; what came before the damage is used. */
  readonly warn?: (message: string) => void;
}

/** A file to open, good until `dispose`. */
interface InputFile {
  readonly path: string;
  dispose(): void;
}

/**
 * Lends what a person names as a file that can be read at any place. `-` is standard input; what is no
 * file (a pipe, `<(…)`) or is compressed is copied to a temporary one first. Failures name it as the
 * person did.
 */
export async function withInput<T>(
  named: string,
  options: InputOptions,
  use: (path: string) => Result<T, Failure> | Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const name = named === '-' ? 'Standard input' : resolve(named);
  const opened: InputFile[] = [];
  try {
    const raw = await openRaw(named, name);
    if (!raw.ok) return raw;
    opened.push(raw.value);
    let { path } = raw.value;
    if (options.inflate === true && isGzip(path)) {
      const inflated = await inflate(path, name, options.warn ?? (() => undefined));
      if (!inflated.ok) return inflated;
      opened.push(inflated.value);
      ({ path } = inflated.value);
    }
    if (statSync(path, { throwIfNoEntry: false })?.size === 0) {
      return err({ code: 'disk', message: `${name} is empty.` });
    }
    const answer = await use(path);
    if (answer.ok || path === name) return answer;
    return err({ ...answer.error, message: answer.error.message.replace(path, name) });
  } finally {
    for (const each of opened) each.dispose();
  }
}

const file = (path: string): InputFile => ({ path, dispose: () => undefined });

async function openRaw(named: string, name: string): Promise<Result<InputFile, Failure>> {
  if (named === '-') {
    if (process.stdin.isTTY) {
      const message = 'Standard input is a terminal, and nothing is piped into it.';
      return err({ code: 'usage', message });
    }
    const isFile = fstatSync(0).isFile() && process.platform !== 'win32';
    return isFile ? ok(file('/dev/stdin')) : spool(process.stdin, name);
  }
  const status = statSync(name, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) {
    const message = `${name} is a folder.`;
    return err({ code: 'disk', message, remedy: 'Name a file that lies in it.' });
  }
  // A file that is not there is told by whoever reads it.
  if (status === undefined || status.isFile()) return ok(file(name));
  return spool(createReadStream(name), name);
}

function isGzip(path: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const head = Buffer.alloc(2);
    readSync(descriptor, head, 0, 2, 0);
    return head[0] === 0x1f && head[1] === 0x8b;
  } catch {
    // Whoever reads it tells why it cannot be read.
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

async function inflate(
  path: string,
  name: string,
  warn: (message: string) => void,
): Promise<Result<InputFile, Failure>> {
  const { size } = statSync(path);
  const limit = Math.max(leastInflateLimit, size * inflateRatio);
  const source = createReadStream(path);
  const inflated = source.pipe(createGunzip({ chunkSize: 2 ** 18 }));
  source.on('error', (cause) => inflated.destroy(cause));
  try {
    return await spool(inflated, name, { limit, warn });
  } finally {
    source.destroy();
  }
}

/** Copies a stream to a temporary file. */
async function spool(
  source: Readable,
  name: string,
  { limit = Infinity, warn }: { limit?: number; warn?: (message: string) => void } = {},
): Promise<Result<InputFile, Failure>> {
  const copy = openTemporary();
  if (!copy.ok) return copy;
  const { descriptor, input } = copy.value;
  let size = 0;
  const give = (failure: Failure) => {
    input.dispose();
    return err(failure);
  };
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) {
        const message = `${name} inflates to more than ${formatBytes(limit)}; reading was stopped there.`;
        return give({ code: 'not-a-trace', message });
      }
      const failure = append(descriptor, chunk);
      if (failure !== undefined) return give(failure);
    }
  } catch (cause) {
    // Of what is compressed the part before the damage is good.
    if (warn === undefined || size === 0) {
      return give({ code: 'disk', message: `${name} cannot be read.`, detail: String(cause) });
    }
    warn(`${name}: the compressed data are damaged or cut off: ${(cause as Error).message}.`);
  } finally {
    closeSync(descriptor);
  }
  return ok(input);
}

function append(descriptor: number, chunk: Uint8Array): Failure | undefined {
  try {
    for (let at = 0; at < chunk.length;) at += writeSync(descriptor, chunk, at);
    return undefined;
  } catch (cause) {
    return temporaryFailure(cause);
  }
}

/**
 * The file has no name any more where the system allows that: nothing is left of it, however the
 * program ends.
 */
function openTemporary(): Result<{ descriptor: number; input: InputFile }, Failure> {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'trivet-input-'));
    const path = join(folder, 'input');
    const descriptor = openSync(path, 'wx');
    const remove = () => rmSync(folder, { recursive: true, force: true });
    if (process.platform === 'win32') return ok({ descriptor, input: { path, dispose: remove } });
    // Its own place in the file, where `/dev/fd` shares it (macOS).
    const reader = openSync(path, 'r');
    remove();
    const input = { path: `/dev/fd/${reader}`, dispose: () => closeSync(reader) };
    return ok({ descriptor, input });
  } catch (cause) {
    return err(temporaryFailure(cause));
  }
}

const temporaryFailure = (cause: unknown): Failure => ({
  code: 'disk',
  message: `The input cannot be copied to ${tmpdir()}.`,
  remedy: 'Make room there, or set TMPDIR to a folder with more.',
  detail: String(cause),
});

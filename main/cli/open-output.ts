import { closeSync, openSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { BulkStdout } from './bulk-stdout';
import { PartialFile } from './partial-file';

/** Where an export goes. */
export interface Output {
  /** Returns when all is written: nothing piles up in memory. Throws `OutputFailed`. */
  readonly write: (bytes: Uint8Array) => void;
  /** Whoever reads it has gone: more is of no use, and no failure. */
  readonly closed: boolean;
  /** Without success a file keeps what it had before. Throws `OutputFailed`. */
  close(success: boolean): void;
}

/** A file, or standard output when none is named. */
export function openOutput(path: string | undefined): Result<Output, Failure> {
  if (path === undefined) return ok(streamOutput(1, 'Standard output'));
  const file = resolve(path);
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) return err(refuse(file, 'It is a folder.'));
    // A device or a pipe is written straight: it has no place for another name.
    if (there !== undefined && !there.isFile()) return ok(streamOutput(openSync(file, 'w'), file));
    const partial = new PartialFile(file);
    return ok({
      write: partial.write,
      closed: false,
      close: (success) => (success ? partial.commit() : partial.discard()),
    });
  } catch (cause) {
    return err(refuse(file, String(cause)));
  }
}

function streamOutput(descriptor: number, name: string): Output {
  const out = new BulkStdout(descriptor, name);
  let isOpen = descriptor !== 1;
  return {
    write: out.write,
    get closed() {
      return out.closed;
    },
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

const refuse = (file: string, detail: string): Failure => ({
  code: 'disk',
  message: `${file} cannot be written.`,
  remedy: 'Check that the folder exists and that you may write there.',
  detail,
});

/** Whether two paths are one file: an output must not overwrite what it is made of. */
export function isSameFile(first: string, second: string): boolean {
  try {
    return realpathSync(first) === realpathSync(second);
  } catch {
    // One of them does not exist yet.
    return false;
  }
}

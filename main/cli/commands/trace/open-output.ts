import { closeSync, fstatSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';

/** Where an export goes. */
export interface Output {
  /** Returns when all is written: nothing piles up in memory. Throws `OutputFailed`. */
  readonly write: (bytes: Uint8Array) => void;
  /** Without success a file begun is taken away again. */
  close(success: boolean): void;
}

/** Thrown through the reader of the trace, which knows only its own failures. */
export class OutputFailed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** A file, or standard output when none is named. */
export function openOutput(path: string | undefined): Result<Output, Failure> {
  if (path === undefined)
    return ok({ write: writeAll(1, 'Standard output'), close: () => undefined });
  const file = resolve(path);
  let descriptor: number;
  try {
    descriptor = openSync(file, 'w');
  } catch (cause) {
    return err({
      code: 'disk',
      message: `${file} cannot be written.`,
      remedy: 'Check that the folder exists and that you may write there.',
      detail: String(cause),
    });
  }
  // A device or a pipe is not ours to take away.
  const isFile = fstatSync(descriptor).isFile();
  return ok({
    write: writeAll(descriptor, file),
    close(success) {
      closeSync(descriptor);
      if (!success && isFile) rmSync(file, { force: true });
    },
  });
}

/** Whether two paths are one file: an export must not overwrite what it reads. */
export function isSameFile(first: string, second: string): boolean {
  try {
    return realpathSync(first) === realpathSync(second);
  } catch {
    // One of them does not exist yet.
    return false;
  }
}

function writeAll(descriptor: number, name: string): (bytes: Uint8Array) => void {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      try {
        at += writeSync(descriptor, bytes, at, bytes.length - at);
      } catch (cause) {
        // A pipe that is full: its reader needs a moment.
        if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') {
          const message = `${name} cannot be written any further.`;
          throw new OutputFailed({ code: 'disk', message, detail: String(cause) });
        }
        Atomics.wait(nothing, 0, 0, 1);
      }
    }
  };
}

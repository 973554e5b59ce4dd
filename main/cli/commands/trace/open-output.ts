import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';

/** Where an export goes. */
export interface Output {
  /** Returns when all is written: nothing piles up in memory. Throws as node:fs does. */
  readonly write: (bytes: Uint8Array) => void;
  /** Without success a file begun is taken away again. */
  close(success: boolean): void;
}

/** A file, or standard output when none is named. */
export function openOutput(path: string | undefined): Result<Output, Failure> {
  if (path === undefined) return ok({ write: writeAll(1), close: () => undefined });
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
  return ok({
    write: writeAll(descriptor),
    close(success) {
      closeSync(descriptor);
      if (!success) rmSync(file, { force: true });
    },
  });
}

function writeAll(descriptor: number): (bytes: Uint8Array) => void {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      try {
        at += writeSync(descriptor, bytes, at, bytes.length - at);
      } catch (cause) {
        // A pipe that is full: its reader needs a moment.
        if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause;
        Atomics.wait(nothing, 0, 0, 1);
      }
    }
  };
}

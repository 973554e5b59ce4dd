import { closeSync, openSync, readSync } from 'node:fs';

/** Whether a file is an execution trace, by its first bytes; false of what cannot be read. */
export function startsLikeTrace(file: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const head = Buffer.alloc(16);
    readSync(descriptor, head, 0, head.length, 0);
    return /^go 1\.\d+ trace\0/.test(head.toString('latin1'));
  } catch {
    // A folder, a socket, or a file of someone else.
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

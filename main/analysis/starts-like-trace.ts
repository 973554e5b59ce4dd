import { closeSync, openSync, readSync } from 'node:fs';

/** Whether a file is an execution trace, by its first bytes; false of what cannot be read. */
export const startsLikeTrace = (file: string): boolean => isHeadOfTrace(readHead(file, 16));

export const isHeadOfTrace = (head: Buffer): boolean =>
  /^go 1\.\d+ trace\0/.test(head.toString('latin1'));

/** The first bytes of a file; none of what cannot be read. */
export function readHead(file: string, length: number): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const head = Buffer.alloc(length);
    return head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
  } catch {
    // A folder, a socket, or a file of someone else.
    return Buffer.alloc(0);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

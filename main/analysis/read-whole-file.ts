import { constants } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/**
 * All bytes of a file, also of one larger than 2 GiB, which `readFileSync` refuses. Throws as that does.
 * @param pieceBytes read with one call, of which Node allows 2 GiB.
 */
export function readWholeFile(file: string, pieceBytes = 1 << 30): Buffer {
  const fd = openSync(file, 'r');
  try {
    const stat = fstatSync(fd);
    if (stat.size <= pieceBytes) return readFileSync(fd);
    if (stat.size > constants.MAX_LENGTH) {
      const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
      throw new Error(
        `it has ${gib(stat.size)} GiB, more than the ${gib(constants.MAX_LENGTH)} that fit into one array`,
      );
    }
    const bytes = Buffer.allocUnsafeSlow(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(fd, bytes, length, Math.min(pieceBytes, bytes.length - length), length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

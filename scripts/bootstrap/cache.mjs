import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Downloads are shared by all checkouts of one user. */
export const cacheDir = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'trivet');

/**
 * Makes a folder of the cache appear complete or not at all: two checkouts may start at once, and a
 * start may be interrupted.
 * @param {string} name
 * @param {(scratch: string) => Promise<string>} fill returns the finished folder inside `scratch`
 */
export async function place(name, fill) {
  mkdirSync(cacheDir, { recursive: true });
  const scratch = mkdtempSync(join(cacheDir, '.unpack-'));
  try {
    const finished = await fill(scratch);
    const target = join(cacheDir, name);
    if (!existsSync(target)) renameSync(finished, target);
    return target;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

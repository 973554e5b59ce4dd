import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const ignored = /(^|\/)(testdata|__golden__|testing)$|\.test\.tsx?$/;

/** @returns every file under `path` that a build reads, in a stable order */
function* inputsUnder(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute) || ignored.test(path)) return;
  if (!statSync(absolute).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(absolute).sort()) yield* inputsUnder(`${path}/${name}`);
}

/**
 * Content, not modification time: a fresh clone and a switched branch date every file anew.
 * @param {readonly string[]} paths files and folders, relative to the checkout
 */
export function computeSourceHash(paths) {
  const hash = createHash('sha256');
  for (const top of paths) {
    for (const file of inputsUnder(top)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

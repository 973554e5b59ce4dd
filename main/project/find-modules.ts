import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isIgnoredFolder } from './source-tree';

const maxDepth = 2;
const maxFound = 8;

/** Folders below `dir` that have a go.mod, nearest first, as a hint of what to open instead. */
export async function findNestedModules(dir: string): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [dir];
  for (let depth = 0; depth < maxDepth && found.length < maxFound; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (entry.isDirectory() && !isIgnoredFolder(entry.name)) {
          next.push(path.join(folder, entry.name));
        }
        if (entry.name === 'go.mod' && folder !== dir) found.push(folder);
      }
    }
    level = next;
  }
  for (const folder of level) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes('go.mod')) found.push(folder);
  }
  return found.slice(0, maxFound);
}

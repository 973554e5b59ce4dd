import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { TreeEntry } from '../../app/contract/project';
import { err, ok, type Result } from '../../app/contract/result';
import { isWithin } from './is-within';

const ignoredFolders: ReadonlySet<string> = new Set(['node_modules', 'vendor', '__pycache__']);

/** Folders that hide what a person looks for: dot folders and those full of others' code. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || ignoredFolders.has(name);
}

/** One level of the workspace tree, folders first. Refuses what lies outside of `roots`. */
export async function listChildren(
  dir: string,
  roots: readonly string[],
): Promise<Result<TreeEntry[], Failure<'project-not-found' | 'disk'>>> {
  const folder = await realpath(dir).catch(() => undefined);
  if (folder === undefined || !roots.some((root) => isWithin(folder, root))) {
    return err({
      code: 'project-not-found',
      message: `${dir} is not a folder of an open project.`,
    });
  }
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const shown: TreeEntry[] = [];
    for (const entry of entries) {
      const isFolder = entry.isDirectory();
      if (isFolder ? isIgnoredFolder(entry.name) : !entry.isFile()) continue;
      const full = path.join(folder, entry.name);
      shown.push({ name: entry.name, path: full, kind: isFolder ? 'folder' : 'file' });
    }
    return ok(shown.sort(byKindThenName));
  } catch (cause) {
    return err({ code: 'disk', message: `Could not read ${folder}.`, detail: String(cause) });
  }
}

function byKindThenName(a: TreeEntry, b: TreeEntry): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

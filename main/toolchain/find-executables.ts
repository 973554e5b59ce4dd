import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Every executable of that name, in the order of PATH and then of `elsewhere`; each path once. */
export async function findExecutables(
  name: string,
  env: NodeJS.ProcessEnv,
  elsewhere: readonly string[] = [],
): Promise<readonly string[]> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = [...(env['PATH'] ?? '').split(delimiter), ...elsewhere];
  const found: string[] = [];
  for (const folder of new Set(folders.filter((f) => f !== ''))) {
    const path = join(folder, file);
    if (await isExecutable(path)) found.push(path);
  }
  return found;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

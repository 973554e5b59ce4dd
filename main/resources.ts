import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Folder of the files we ship beside the code: agent, gdb scripts, cases, schemas. Found by walking up from the bundle:
 * `dist/main` in a checkout, `resources/app*` in a packaged application (unpacked beside the archive).
 */
export function findResources(from: string = __dirname): string {
  for (let dir = from; dirname(dir) !== dir; dir = dirname(dir)) {
    for (const candidate of [join(dir, 'resources'), dir.replace(/app\.asar$/, 'trivet')]) {
      if (existsSync(join(candidate, 'agent')) && existsSync(join(candidate, 'gdb'))) {
        return candidate;
      }
    }
  }
  throw new Error(`no resources folder above ${from}`);
}

/** Version of Trivet, from the package.json nearest to the bundle. */
export function readVersion(from: string = __dirname): string {
  for (let dir = from; dirname(dir) !== dir; dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    if (name === 'trivet' && version !== undefined) return version;
  }
  return '0.0.0';
}

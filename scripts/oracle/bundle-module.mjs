// Parts of Trivet as a plain JavaScript module, for scripts that hold them against Go's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** @param contents exports, by paths from the repository's root. A CommonJS module when `outfile` ends in .cjs. */
export async function bundleModule(contents, outfile) {
  await build({
    stdin: { contents, resolveDir: repository },
    bundle: true,
    format: outfile.endsWith('.cjs') ? 'cjs' : 'esm',
    platform: 'node',
    external: ['electron'],
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** The same, loaded. */
export async function loadModule(contents) {
  const folder = mkdtempSync(join(tmpdir(), 'trivet-module-'));
  try {
    const outfile = await bundleModule(contents, join(folder, 'module.cjs'));
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

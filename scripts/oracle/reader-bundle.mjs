// The trace reader as one plain JavaScript module, for scripts that hold it against Go's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** All that app/domain/exectrace exports, and what its tests use. */
export async function loadReader() {
  const folder = mkdtempSync(join(tmpdir(), 'trivet-reader-'));
  const outfile = join(folder, 'reader.mjs');
  const contents = `
    export * from './app/domain/exectrace/index.ts';
    export * from './app/domain/exectrace/testing/fuzz-corpus.ts';
    export * from './app/domain/exectrace/testing/print-events.ts';
    export * from './app/domain/exectrace/testing/random-numbers.ts';`;
  try {
    await build({
      stdin: { contents, resolveDir: repository },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Source → bundle. A part not yet written is left out. */
const entries = {
  'main/index': 'main/index.ts',
  'main/cli': 'main/cli.ts',
  'main/worker': 'main/analysis/worker.ts',
  'main/analyzer': 'main/analysis/analyzer-thread.ts',
  'main/timeline': 'main/timeline/worker.ts',
  'preload/index': 'app/preload/index.ts',
};

/** What, when changed, makes a new bundle necessary. */
export const engineInputs = [
  'app',
  'main',
  'package-lock.json',
  'scripts/build',
  'tsconfig.base.json',
];

/**
 * zod's own messages are for our log, in English: leaving its fifty languages out halves the bundle
 * and makes the command line start faster.
 */
const englishOnly = {
  name: 'english-only',
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes('zod') ? { path: 'zod-locales', namespace: 'empty' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export {};' }));
  },
};

/** Options of esbuild for everything that runs in Node or in the preload. */
export function engineOptions() {
  return {
    absWorkingDir: root,
    entryPoints: Object.entries(entries)
      .filter(([, source]) => existsSync(join(root, source)))
      .map(([out, source]) => ({ in: source, out })),
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    plugins: [englishOnly],
    platform: 'node',
    format: 'cjs',
    // Electron 22 carries Node 16.17.
    target: 'node16',
    external: ['electron', 'node-pty'],
    // A dynamic import() stays lazy inside the bundle: the command line evaluates what it uses.
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** Each bundle by itself: one that cannot be built does not keep the others from it. */
export async function buildEngine() {
  const { build } = await import('esbuild');
  const options = engineOptions();
  const bundles = options.entryPoints.map((entry) => build({ ...options, entryPoints: [entry] }));
  const failed = (await Promise.allSettled(bundles)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

/** Rebuilds at every change until the process ends. */
export async function watchEngine() {
  const { context } = await import('esbuild');
  const watching = await context({ ...engineOptions(), logLevel: 'info' });
  await watching.watch();
}

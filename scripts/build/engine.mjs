import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

/** Source → bundle. A part not yet written is left out. */
const entries = {
  'main/index': 'main/index.ts',
  'main/cli': 'main/cli.ts',
  'main/cli-arguments': 'main/cli/command-line.ts',
  'main/cli-doctor': 'main/cli/commands/doctor.ts',
  'main/cli-heap': 'main/cli/commands/heap/index.ts',
  'main/cli-investigate': 'main/cli/commands/investigate.ts',
  'main/cli-open': 'main/cli/commands/open.ts',
  'main/cli-profile': 'main/cli/commands/profile/index.ts',
  'main/cli-profile-disasm': 'main/cli/commands/profile/disasm.ts',
  'main/cli-profile-fetch': 'main/cli/commands/profile/fetch.ts',
  'main/cli-profile-flame': 'main/cli/commands/profile/flame.ts',
  'main/cli-profile-growth': 'main/cli/commands/profile/growth.ts',
  'main/cli-profile-lines': 'main/cli/commands/profile/lines.ts',
  'main/cli-profile-top': 'main/cli/commands/profile/top.ts',
  'main/cli-profile-tree': 'main/cli/commands/profile/tree.ts',
  'main/cli-profile-watch': 'main/cli/commands/profile/watch.ts',
  'main/cli-trace': 'main/cli/commands/trace/index.ts',
  'main/cli-trace-diff': 'main/cli/commands/trace/diff.ts',
  'main/cli-trace-export': 'main/cli/commands/trace/export.ts',
  'main/cli-trace-follow': 'main/cli/commands/trace/follow.ts',
  'main/cli-trace-goroutines': 'main/cli/commands/trace/goroutines.ts',
  'main/cli-trace-path': 'main/cli/commands/trace/path.ts',
  'main/cli-trace-print': 'main/cli/commands/trace/print.ts',
  'main/cli-trace-record': 'main/cli/commands/trace/record.ts',
  'main/cli-trace-stats': 'main/cli/commands/trace/stats.ts',
  'main/cli-verify': 'main/cli/commands/verify.ts',
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

/** Where commands are imported when they are asked for. */
const importers = [
  'main/cli.ts',
  'main/cli/commands/profile/index.ts',
  'main/cli/commands/trace/index.ts',
  'main/cli/commands/trace/stats.ts',
];

/**
 * What these import when asked for is a bundle of its own beside them: parsing half a megabyte
 * takes longer than `trivet profile top` does.
 */
const lazyCommands = {
  name: 'lazy-commands',
  setup(build) {
    build.onResolve({ filter: /^\.\// }, ({ importer, kind, path }) => {
      const from = importers.indexOf(relative(root, importer).replaceAll('\\', '/'));
      if (kind !== 'dynamic-import' || from < 0) return undefined;
      const source = join(dirname(importers[from]), path).replaceAll('\\', '/');
      const bundle = Object.keys(entries).find((name) =>
        [`${source}.ts`, `${source}/index.ts`].includes(entries[name]),
      );
      if (bundle === undefined)
        return { errors: [{ text: `${path} needs an entry in engine.mjs` }] };
      return { path: `./${basename(bundle)}.cjs`, external: true };
    });
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
    plugins: [englishOnly, lazyCommands],
    platform: 'node',
    format: 'cjs',
    // Electron 22 carries Node 16.17.
    target: 'node16',
    external: ['electron', 'node-pty'],
    // `import()` of a bundle becomes `require`: Node's loader of ES modules would scan it first.
    supported: { 'dynamic-import': false },
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

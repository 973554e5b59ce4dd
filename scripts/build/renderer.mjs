import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from './paths.mjs';

const page = join(root, 'renderer', 'index.html');

export const rendererInputs = [
  'app/contract',
  'app/domain',
  'renderer',
  'package-lock.json',
  'scripts/build',
];

export const hasRenderer = () => existsSync(page);

async function rendererConfig(watch) {
  const { default: react } = await import('@vitejs/plugin-react');
  return {
    configFile: false,
    root: join(root, 'renderer'),
    // The page is loaded from a file or an own scheme, never from the root of a server.
    base: './',
    logLevel: watch ? 'info' : 'warn',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: join(dist, 'renderer'),
      emptyOutDir: true,
      // Electron 22 carries Chromium 108.
      target: 'chrome108',
      cssTarget: 'chrome108',
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 8192,
      ...(watch ? { watch: {} } : {}),
    },
  };
}

export async function buildRenderer({ watch = false } = {}) {
  const { build } = await import('vite');
  await build(await rendererConfig(watch));
}

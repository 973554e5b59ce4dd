import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Chromium 108 is the oldest we run on (Electron 22); relative paths, since the scheme is ours. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'chrome108',
    cssTarget: 'chrome108',
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // A data: font would still load under our policy, but one file each is easier to audit.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4096,
    modulePreload: { polyfill: false },
    // How long our bundler's plugins take is nothing to tell a user at the first start.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

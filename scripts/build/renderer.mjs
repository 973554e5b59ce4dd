import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const page = join(root, 'renderer', 'index.html');
const configFile = join(root, 'renderer', 'vite.config.ts');

/** What, when changed, makes a new bundle necessary. */
export const rendererInputs = [
  'app/contract',
  'app/domain',
  'renderer',
  'package-lock.json',
  'scripts/build',
];

export const hasRenderer = () => existsSync(page);

/** Built as renderer/vite.config.ts says; stdout is left to the command that was asked for. */
export async function buildRenderer({ watch = false } = {}) {
  const { build } = await import('vite');
  const watching = watch ? { build: { watch: {} } } : {};
  const { NODE_ENV } = process.env;
  await build({ configFile, logLevel: watch ? 'info' : 'warn', ...watching });
  // Vite leaves "production" behind, with which React loses what the tests need.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
}

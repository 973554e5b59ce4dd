import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../build/paths.mjs';
import { aptInstall } from './apt.mjs';
import { hasExecutable, run } from './run.mjs';
import { say, StepFailure } from './say.mjs';

const readPackages = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** Compares what npm says it installed with what the lock file asks for. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const installed = readPackages('node_modules/.package-lock.json');
  return Object.entries(readPackages('package-lock.json')).every(
    ([path, wanted]) =>
      path === '' ||
      // Packages for other systems are in the lock file and rightly not here.
      (wanted.optional && !installed[path]) ||
      installed[path]?.version === wanted.version,
  );
}

/** node-pty brings no ready binary for Linux: it is compiled while npm installs. */
async function ensureCompiler() {
  const needed = { python3: 'python3', make: 'make', 'g++': 'g++' };
  const missing = Object.keys(needed).filter((tool) => !hasExecutable(tool));
  if (process.platform === 'linux' && missing.length > 0) {
    await aptInstall(missing, 'compiling the terminal (node-pty)');
  }
}

/** Headers beside this Node spare node-gyp a download. */
function withHeaders(env) {
  const prefix = join(dirname(process.execPath), '..');
  const present = existsSync(join(prefix, 'include', 'node', 'node.h'));
  return present && !env.npm_config_nodedir ? { ...env, npm_config_nodedir: prefix } : env;
}

async function install() {
  await ensureCompiler();
  say('installing packages with npm ci, about a minute');
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm?.endsWith('.js') ? [process.execPath, npm, 'ci'] : ['npm', 'ci'];
  const { ok, output } = await run(command, args, { cwd: root, env: withHeaders(process.env) });
  if (!ok) throw new StepFailure('npm could not install the packages.', 'npm ci', output);
}

export const nodeModulesStep = { name: 'packages', isDone: isInstalled, run: install };

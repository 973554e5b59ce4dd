import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

/**
 * Runs a tool of node_modules with its output shown.
 * @returns {Promise<boolean>} whether it ended well
 */
export function runTool(name, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(bin(name), args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', () => resolve(false));
    child.on('close', (status) => resolve(status === 0));
  });
}

/** @returns what a json reporter wrote; undefined when it could not */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // counted as a failure
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Last bytes of a tool's output kept for the person when it fails. */
const keptOutputBytes = 8_000;

/**
 * Runs a tool to its end with its output kept back.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} options
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects; a tool that is missing is not ok
 */
export function run(command, args, { cwd, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-keptOutputBytes));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer =
      timeoutMs &&
      setTimeout(() => {
        keep(`\n${command} did not end within ${timeoutMs / 1000} s\n`);
        child.kill('SIGKILL');
      }, timeoutMs);
    const finish = (ok) => {
      clearTimeout(timer);
      resolve({ ok, output });
    };
    child.on('error', (error) => {
      keep(error.message);
      finish(false);
    });
    child.on('close', (status) => finish(status === 0));
  });
}

/** What a quick question such as `go version` answers; undefined when it cannot be asked. */
export function ask(command, args, { cwd } = {}) {
  const answer = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 ? answer.stdout : undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // asked only whether
  }
}

/** Every executable of that name: those on PATH first, then in `alsoIn`. */
export function findExecutables(name, alsoIn = []) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...alsoIn];
  return [...new Set(folders)].map((folder) => join(folder, name)).filter(isExecutable);
}

export const hasExecutable = (name) => findExecutables(name).length > 0;

// What takes a snapshot and what reads it, as one plain JavaScript module, for scripts that hold them against Go.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadModule, repository } from './bundle-module.mjs';
import { graphOf } from './heap-target.mjs';

/** Loads the tools: takeSnapshot, openProgram, decodeSnapshot, analyzeHeap and the profiles made of it. */
export const loadHeap = () =>
  loadModule(`
    export * from './app/domain/heap/index.ts';
    export { openProgram } from './app/domain/gosym/index.ts';
    export { decodeProfile } from './app/domain/pprof/decode-profile.ts';
    export { encodeProfile } from './app/domain/pprof/encode-profile.ts';
    export { takeSnapshot } from './main/capture/snapshot.ts';`);

/** Builds the Go program in `folder` with a release. */
export function goBuild(folder, binary, release, { flags = [], env = {} } = {}) {
  execFileSync('go', ['build', '-o', binary, ...flags, '.'], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: '', ...env, GOTOOLCHAIN: `go${release}` },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** A running program that prints READY when it may be looked at and reads a line before it goes on. */
export class Target {
  #child;
  #output = '';
  #waiting = [];

  constructor(binary, args, env = {}) {
    this.#child = spawn(binary, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#child.stdin.on('error', () => {}); // it ended first
    const take = (data) => {
      this.#output += data;
      for (const check of [...this.#waiting]) check();
    };
    this.#child.stdout.on('data', take);
    this.#child.stderr.on('data', take);
    this.#child.on('close', () => {
      this.ended = true;
      for (const check of [...this.#waiting]) check();
    });
  }

  get pid() {
    return this.#child.pid;
  }

  get output() {
    return this.#output;
  }

  /** Resolves with true when the program has printed `word`, with false when it ended or the time is over. */
  until(word, limitMs = 120_000) {
    return new Promise((resolve) => {
      const end = (value) => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((other) => other !== check);
        resolve(value);
      };
      const check = () => {
        if (this.#output.includes(word)) end(true);
        else if (this.ended) end(false);
      };
      const timer = setTimeout(() => end(false), limitMs);
      this.#waiting.push(check);
      check();
    });
  }

  goOn() {
    this.#child.stdin.write('\n');
  }

  end() {
    this.#child.kill('SIGKILL');
  }
}

/** Takes a snapshot of the process and reads it. */
export async function snapshotOf(heap, pid, binary, folder) {
  const outFile = join(folder, `${pid}-${Date.now()}.trvsnap.gz`);
  const resourcesDir = join(repository, 'resources');
  const taken = await heap.takeSnapshot({
    pid,
    binaryPath: binary,
    outFile,
    gdbPath: 'gdb',
    resourcesDir,
  });
  if (!taken.ok) throw new Error(`${taken.error.message} ${taken.error.detail ?? ''}`);
  try {
    return graphOf(heap, gunzipSync(readFileSync(outFile)), binary);
  } finally {
    rmSync(outFile, { force: true });
  }
}

// What the heap oracles share: Trivet's heap code as a plain JavaScript module, Go programs built
// with one release, and their heaps read from outside while they rest.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { gunzipSync, inflateSync } from 'node:zlib';
import { bundleModule, loadModule, repository } from './bundle-module.mjs';

const script = join(repository, 'resources/gdb/snapshot.py');
const run = promisify(execFile);

const contents = `
  export * from './app/domain/heap/index.ts';
  export * from './app/domain/heap/testing/compare-graphs.ts';
  export { openProgram } from './app/domain/gosym/index.ts';`;

/** All that app/domain/heap exports, and what opens an executable. */
export const loadHeap = () => loadModule(contents);

/** @returns the path of the same as a file in `folder`. */
export const bundleHeap = (folder) => bundleModule(contents, join(folder, 'heap.mjs'));

/** Ways to build: optimised; every local kept, nothing inlined; position independent; trimmed paths; race detector. */
export const flavours = {
  O: [],
  N: ['-gcflags=all=-N -l'],
  P: ['-buildmode=pie'],
  T: ['-trimpath'],
  // Race builds check pointer arithmetic, which heap-random does on purpose.
  R: ['-race', '-gcflags=all=-d=checkptr=0'],
};

/**
 * Builds every command of a module of this folder with a release of Go, as a module of that release.
 * @returns the folder with the executables.
 */
export function buildPrograms(module, go, flavour, folder) {
  const sources = join(folder, `${module}-${go}`);
  if (!existsSync(sources)) {
    cpSync(fileURLToPath(new URL(module, import.meta.url)), sources, { recursive: true });
    const language = /^go(1\.\d+)/.exec(go)[1];
    writeFileSync(join(sources, 'go.mod'), `module ${module.replace('-', '')}\n\ngo ${language}\n`);
  }
  const out = join(folder, `bin-${module}-${go}-${flavour}/`);
  const env = { ...process.env, GOTOOLCHAIN: go, GOFLAGS: '', CGO_ENABLED: '1' };
  const flags = flavours[flavour];
  execFileSync('go', ['build', ...flags, '-o', out, './...'], { cwd: sources, env, stdio: 'pipe' });
  return out;
}

/** Starts a program, waits for its line READY, copies its heap with gdb and ends it. */
export async function readHeap(heap, binary, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'trivet-heap-oracle-'));
  const needed = join(folder, 'needed');
  const env = { ...process.env, ...options.env, NEEDED: needed };
  const target = spawn(binary, options.args ?? [], { stdio: ['ignore', 'pipe', 'pipe'], env });
  try {
    const output = await untilReady(target);
    const bytes = await snapshotOf(target.pid, binary, folder);
    target.kill('SIGKILL');
    return {
      ...graphOf(heap, bytes, binary, options.analyze),
      output,
      report: parseReport(output),
      neededText: existsSync(needed) ? readFileSync(needed, 'utf8') : '',
    };
  } finally {
    target.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The graph of a snapshot, and how long it took; `bytes` as `decodeSnapshot` takes them. */
export function graphOf(heap, bytes, binary, options = {}) {
  const program = heap.openProgram(readFileSync(binary), (deflated) => inflateSync(deflated));
  if (!program.ok) throw new Error(`cannot open ${binary}: ${program.error.code}`);
  const snapshot = heap.decodeSnapshot(bytes);
  if (!snapshot.ok) throw new Error(`cannot decode the snapshot: ${snapshot.error.code}`);
  const began = performance.now();
  const analyzed = heap.analyzeHeap(snapshot.value, program.value, options);
  if (!analyzed.ok) throw new Error(`no graph: ${JSON.stringify(analyzed.error)}`);
  return { ...analyzed.value, elapsedMs: performance.now() - began };
}

/** Stops a process, copies what the graph needs, lets it go on. */
export async function snapshotOf(pid, binary, folder) {
  const out = join(folder, 'heap.trvsnap');
  const { stdout } = await run('gdb', ['-nx', '-batch', '-x', script], {
    env: { ...process.env, TRIVET_SNAPSHOT: JSON.stringify({ pid, binary, out }) },
    maxBuffer: 1 << 26,
  });
  if (!stdout.includes('"done"')) throw new Error(`no snapshot: ${stdout}`);
  const file = readFileSync(out);
  rmSync(out);
  return file[0] === 0x1f ? gunzipSync(file) : file;
}

/** @returns what the target has printed once a line begins with READY. */
export function untilReady(target) {
  return new Promise((resolve, reject) => {
    let output = '';
    const onData = (data) => {
      output += data;
      if (/^READY.*\n/m.test(output)) resolve(output);
    };
    target.stdout.on('data', onData);
    target.stderr.on('data', onData);
    target.once('error', reject);
    target.once('exit', (code, signal) =>
      reject(new Error(`ended (${code ?? signal}): ${output}`)),
    );
  });
}

/** `READY live=1 alloc=2` as { live: 1, alloc: 2 }. */
function parseReport(output) {
  const line = /^READY(.*)$/m.exec(output)[1];
  const pairs = [...line.matchAll(/(\w+)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]);
  return Object.fromEntries(pairs);
}

/** Lines `address what`; the program inverted the bits of the addresses. */
export function parseNeeded(text) {
  const lines = text.split('\n').filter(Boolean);
  return lines.map((line) => {
    const address = Number(BigInt.asUintN(64, ~BigInt(`0x${line.slice(0, 16)}`)));
    return { address, what: line.slice(17) };
  });
}

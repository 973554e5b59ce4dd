// Holds the values read out of a snapshot against what the program prints of itself
// (app/domain/heap/testdata/values), for every Go release we read, optimised and not, as PIE and
// with the race detector. Needs go and gdb. The last line is the sum.
//
//   node scripts/oracle/values-matrix.mjs [--go 1.26.8] [--only WORD] [--contents]
//
// With --contents the snapshot holds what has no pointers too, and nothing may be missing.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, inflateSync } from 'node:zlib';
import { root } from '../build/paths.mjs';

const releases = ['1.22.12', '1.23.12', '1.24.10', '1.25.5', '1.26.8', '1.27.4'];
const builds = {
  released: [],
  readable: ['-gcflags=all=-N -l'],
  pie: ['-buildmode=pie'],
  trimmed: ['-trimpath'],
  race: ['-race'],
};

const contents = process.argv.includes('--contents');
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

/** The reader, bundled: Node reads no TypeScript. */
async function loadReader(folder) {
  const { build } = await import('esbuild');
  const outfile = join(folder, 'reader.mjs');
  const source = `
    export { compareValues } from './app/domain/heap/testing/printed-values';
    export { analyzeHeap, decodeSnapshot } from './app/domain/heap';
    export { openProgram } from './app/domain/gosym';`;
  await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, format: 'esm', platform: 'node', outfile, logLevel: 'error' },
  });
  return import(pathToFileURL(outfile).href);
}

function untilReady(target) {
  return new Promise((resolve, reject) => {
    let output = '';
    target.once('exit', (status) => reject(new Error(`the program ended with ${status}`)));
    target.stdout.on('data', (data) => {
      output += data;
      if (output.includes('READY')) resolve(output);
    });
  });
}

async function compare(reader, folder, release, flags) {
  const binary = join(folder, 'values');
  const out = join(folder, 'values.trvsnap');
  const cwd = join(root, 'app', 'domain', 'heap', 'testdata', 'values');
  const env = { ...process.env, GOTOOLCHAIN: `go${release}`, GOFLAGS: '' };
  execFileSync('go', ['build', ...flags, '-o', binary, '.'], { cwd, env });
  const target = spawn(binary, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const output = await untilReady(target);
    const orders = JSON.stringify({ pid: target.pid, binary, out, contents });
    const script = join(root, 'resources', 'gdb', 'snapshot.py');
    const said = execFileSync('gdb', ['-nx', '-q', '-batch', '-x', script], {
      env: { ...process.env, TRIVET_SNAPSHOT: orders },
      encoding: 'utf8',
    });
    if (!said.includes('"done"')) throw new Error(said.trim().split('\n').pop());
    const program = reader.openProgram(readFileSync(binary), (bytes) => inflateSync(bytes));
    const bytes = readFileSync(out);
    const snapshot = reader.decodeSnapshot(
      new Uint8Array(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes),
    );
    if (!program.ok || !snapshot.ok) throw new Error('the snapshot cannot be opened');
    const heap = reader.analyzeHeap(snapshot.value, program.value);
    if (!heap.ok) throw new Error(JSON.stringify(heap.error));
    return reader.compareValues(heap.value, output);
  } finally {
    target.kill('SIGKILL');
  }
}

const folder = mkdtempSync(join(tmpdir(), 'trivet-values-'));
let compared = 0;
let failed = 0;
try {
  const reader = await loadReader(folder);
  for (const release of releases.filter((each) => each === (option('--go') ?? each))) {
    for (const [build, flags] of Object.entries(builds)) {
      const name = `go${release} ${build}`;
      if (!name.includes(option('--only') ?? '')) continue;
      try {
        const result = await compare(reader, folder, release, flags);
        compared += result.compared;
        failed += result.differences.length + (contents ? result.absent : 0);
        const absent = result.absent > 0 ? `, ${result.absent} said not to be in the snapshot` : '';
        console.log(
          `${name}: ${result.compared} values, ${result.differences.length} differ${absent}`,
        );
        for (const { name: variable, found, text } of result.differences) {
          console.log(`  ${variable}\n    read     ${found}\n    printed  ${text}`);
        }
      } catch (error) {
        failed++;
        console.log(`${name}: ${error.message}`);
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${compared} values compared, ${failed} differ`);
process.exitCode = failed === 0 && compared > 0 ? 0 : 1;

// Takes a heap snapshot of a program of every release of Go and kind of build, while it works, and has
// the graph check itself: against the runtime's own count of its heap, and for a known number of
// records. Needs a C compiler for the kinds with cgo.
//
//   node scripts/oracle/snapshot-matrix.mjs [--go go1.27.4] [--kind pie] [--tries 3]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, inflateSync } from 'node:zlib';
import { build } from 'esbuild';

const { values: wanted } = parseArgs({
  options: { go: { type: 'string' }, kind: { type: 'string' }, tries: { type: 'string' } },
});
const tries = Number(wanted.tries ?? 3);
const releases = ['go1.22.12', 'go1.23.12', 'go1.24.10', 'go1.25.5', 'go1.26.8', 'go1.27.4'];
const hasDwarf5 = (release) => Number(release.split('.')[1]) >= 25;
const kinds = [
  { name: 'optimised', program: 'plain' },
  { name: 'unoptimised', program: 'plain', flags: ['-gcflags=all=-N -l'] },
  { name: 'trimpath', program: 'plain', flags: ['-trimpath'] },
  { name: 'pie', program: 'plain', flags: ['-buildmode=pie'] },
  { name: 'race', program: 'plain', flags: ['-race'] },
  { name: 'dwarf4', program: 'plain', env: { GOEXPERIMENT: 'nodwarf5' }, only: hasDwarf5 },
  { name: 'no-build-id', program: 'plain', flags: ['-ldflags=-buildid='] },
  { name: 'cgo', program: 'callback' },
  { name: 'cgo-pie', program: 'callback', flags: ['-buildmode=pie'] },
];

const repository = fileURLToPath(new URL('../..', import.meta.url));
const script = join(repository, 'resources', 'gdb', 'snapshot.py');
const folder = mkdtempSync(join(tmpdir(), 'trivet-snapshot-matrix-'));
/** As in snapshot-programs/load. */
const records = 20_000;
const recordType = 'snapshot-programs/load.Record';

async function loadAnalysis() {
  const outfile = join(folder, 'analysis.mjs');
  const contents = `
    export { openProgram } from './app/domain/gosym/index.ts';
    export { analyzeHeap } from './app/domain/heap/index.ts';
    export { decodeSnapshot } from './app/domain/heap/snapshot.ts';`;
  await build({
    stdin: { contents, resolveDir: repository },
    ...{ bundle: true, format: 'esm', platform: 'node', outfile },
  });
  return import(pathToFileURL(outfile).href);
}

/** Starts it, waits for READY. */
function start(binary) {
  const child = spawn(binary, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('it ended')));
    child.stdout.once('data', () => resolve(child));
  });
}

function take(pid, binary, out) {
  const orders = JSON.stringify({ pid, binary, out, cache: join(folder, 'layouts') });
  const args = ['-nx', '-q', '-batch', '-x', script];
  const env = { ...process.env, TRIVET_SNAPSHOT: orders };
  const text = execFileSync('gdb', args, { env, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  const messages = [...text.matchAll(/^trivet-snapshot (.*)$/gm)].map(([, json]) =>
    JSON.parse(json),
  );
  const { done, failure } = messages.at(-1);
  if (failure !== undefined) throw new Error(`${failure.code}: ${failure.detail}`);
  return done;
}

/** Nothing when all is well. */
function judge(analysis, binary, out) {
  const snapshot = analysis.decodeSnapshot(gunzipSync(readFileSync(out)));
  const program = analysis.openProgram(readFileSync(binary), (deflated) => inflateSync(deflated));
  if (!snapshot.ok || !program.ok) return JSON.stringify([snapshot.error, program.error]);
  const heap = analysis.analyzeHeap(snapshot.value, program.value);
  if (!heap.ok) return JSON.stringify(heap.error);
  const { trusted, selfCheckError, types, goroutines } = heap.value.analysis;
  const found = types.find(({ type }) => type === recordType)?.objects ?? 0;
  if (!trusted) return `differs from the runtime's count by ${selfCheckError}`;
  if (found < records || found > records + 10) return `${found} records`;
  if (goroutines.length < 150) return `${goroutines.length} goroutines`;
  return undefined;
}

let failures = 0;
try {
  const analysis = await loadAnalysis();
  for (const release of releases.filter((name) => !wanted.go || name === wanted.go)) {
    for (const kind of kinds.filter(({ name }) => !wanted.kind || name === wanted.kind)) {
      if (kind.only?.(release) === false) continue;
      const binary = join(folder, 'program');
      const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '', ...kind.env };
      const cwd = fileURLToPath(new URL(`snapshot-programs/${kind.program}`, import.meta.url));
      execFileSync('go', ['build', ...(kind.flags ?? []), '-o', binary, '.'], { cwd, env });
      const target = await start(binary);
      const pauses = [];
      let wrong;
      for (let i = 0; i < tries && wrong === undefined; i++) {
        const out = join(folder, 'heap.trvsnap.gz');
        try {
          pauses.push(take(target.pid, binary, out).pauseMs);
          wrong = judge(analysis, binary, out);
        } catch (error) {
          wrong = String(error);
        }
      }
      if (target.exitCode !== null) wrong ??= 'the program ended';
      target.removeAllListeners('exit');
      target.kill('SIGKILL');
      if (wrong !== undefined) failures++;
      const pause = pauses.map((ms) => ms.toFixed(0)).join(', ');
      console.log(
        `${release.padEnd(10)} ${kind.name.padEnd(12)} ${wrong ?? 'ok'} (stopped ${pause} ms)`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures === 0 ? 'all as it should be' : `${failures} wrong`);
process.exitCode = failures === 0 ? 0 : 1;

// How long a large heap takes from its snapshot to the graph with dominators and retained sizes, and
// how much memory the process that does it needs.
//
//   node scripts/bench/heap-graph.mjs [--objects 10000000] [--go go1.26.8] [--keep FILE] [--profile]
//
// --keep leaves the snapshot there and takes it from there the next time; --profile writes a CPU
// profile of the analysis beside it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { inflateSync } from 'node:zlib';
import { bundleHeap, snapshotOf, untilReady } from '../oracle/heap-target.mjs';

const { values: wanted } = parseArgs({
  options: {
    objects: { type: 'string', default: '10000000' },
    go: { type: 'string', default: 'go1.26.8' },
    keep: { type: 'string' },
    profile: { type: 'boolean' },
    analyze: { type: 'string' },
    bundle: { type: 'string' },
  },
});

const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;

/** In a process of its own, so that its peak is that of the analysis. */
async function analyze(file, bundle) {
  const heap = await import(bundle);
  const began = performance.now();
  const program = heap.openProgram(readFileSync(`${file}.exe`), (deflated) =>
    inflateSync(deflated),
  );
  const opened = performance.now();
  const snapshot = heap.decodeSnapshot(readFileSync(file));
  const decoded = performance.now();
  const { analysis, graph } = heap.analyzeHeap(snapshot.value, program.value).value;
  const done = performance.now();
  const seconds = (from, to) => `${((to - from) / 1000).toFixed(2)} s`;
  console.log(
    `${graph.objectCount} objects, ${graph.edges.to.length} edges, ` +
      `${megabytes(analysis.reachableBytes)} reachable`,
  );
  console.log(`executable ${seconds(began, opened)}, snapshot ${seconds(opened, decoded)}`);
  console.log(`graph and holders ${seconds(decoded, done)}`);
  console.log(`in all ${seconds(began, done)}`);
  const { user, system } = process.cpuUsage();
  console.log(`processor ${seconds(0, (user + system) / 1000)}`);
  console.log(`peak ${megabytes(process.resourceUsage().maxRSS * 1024)}`);
}

async function takeSnapshot(file, folder) {
  const source = fileURLToPath(new URL('heap-load', import.meta.url));
  const env = { ...process.env, GOTOOLCHAIN: wanted.go, GOFLAGS: '' };
  execFileSync('go', ['build', '-o', `${file}.exe`, '.'], { cwd: source, env, stdio: 'inherit' });
  const target = spawn(`${file}.exe`, ['-n', wanted.objects], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    console.log((await untilReady(target)).trim());
    writeFileSync(file, await snapshotOf(target.pid, `${file}.exe`, folder));
  } finally {
    target.kill('SIGKILL');
  }
}

if (wanted.analyze !== undefined) {
  await analyze(wanted.analyze, wanted.bundle);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'trivet-heap-bench-'));
  try {
    const file = wanted.keep ?? join(folder, 'heap.trvsnap');
    if (!existsSync(file)) await takeSnapshot(file, folder);
    const bundle = await bundleHeap(folder);
    const profile = wanted.profile ? ['--cpu-prof', `--cpu-prof-dir=${dirname(file)}`] : [];
    const script = fileURLToPath(import.meta.url);
    const args = [...profile, script, '--analyze', file, '--bundle', bundle];
    execFileSync(process.execPath, args, { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

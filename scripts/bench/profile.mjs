// Times `trivet profile top` against `go tool pprof -top`: wall clock with process start, and peak
// memory, in alternating pairs, so that a busy machine slows both. Needs a build.
//
//   node scripts/bench/profile.mjs [--only million|hundred-thousand|everyday] [--pairs N]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../build/paths.mjs';

const jobs = [
  { name: 'everyday', pairs: 11, make: makeEveryday },
  { name: 'hundred-thousand', pairs: 3, make: (file) => makeLoad(file, 100_000) },
  { name: 'million', pairs: 1, make: (file) => makeLoad(file, 1_000_000) },
];

const { values } = parseArgs({ options: { only: { type: 'string' }, pairs: { type: 'string' } } });
const cli = process.env.TRIVET_CLI ?? join(root, 'dist', 'main', 'cli.cjs');
if (!existsSync(cli)) throw new Error('not built: node scripts/build.mjs');
const folder = mkdtempSync(join(tmpdir(), 'trivet-bench-profile-'));
const load = join(folder, 'profile-load');

function makeLoad(file, samples) {
  execFileSync(load, ['write', '-samples', String(samples), '-depth', '30', file]);
}

/** A heap profile of about 100 KB, as an ordinary program has it. */
function makeEveryday(file) {
  const cwd = join(import.meta.dirname, '..', 'oracle', 'pprof-programs');
  execFileSync('go', ['run', './parse', folder], { cwd });
  execFileSync('cp', [join(folder, 'heap-2.pb.gz'), file]);
}

const measure = (command) =>
  JSON.parse(execFileSync(load, ['measure', ...command], { stdio: ['ignore', 'pipe', 'ignore'] }));

function median(list) {
  const sorted = [...list].sort((l, r) => l - r);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function runPairs(name, pairs, theirs, ours) {
  const runs = [];
  for (let i = 0; i < pairs; i++) {
    // Whoever goes second finds the file in the cache: take turns.
    const order = i % 2 === 0 ? [ours, theirs] : [theirs, ours];
    const results = order.map(measure);
    runs.push(
      i % 2 === 0
        ? { ours: results[0], theirs: results[1] }
        : { ours: results[1], theirs: results[0] },
    );
  }
  const of = (side, key) => median(runs.map((each) => each[side][key]));
  const faster = median(runs.map((each) => each.theirs.seconds / each.ours.seconds));
  const leaner = median(runs.map((each) => each.theirs.peakKib / each.ours.peakKib));
  const side = (which) =>
    `${of(which, 'seconds').toFixed(2)} s, ${Math.round(of(which, 'peakKib') / 1024)} MiB`;
  console.log(
    `${name}: trivet ${side('ours')}; pprof ${side('theirs')}; ${faster.toFixed(1)} × faster, ${leaner.toFixed(1)} × less memory (${pairs} pairs)`,
  );
}

try {
  execFileSync('go', ['build', '-o', load, '.'], {
    cwd: join(import.meta.dirname, 'profile-load'),
  });
  mkdirSync(folder, { recursive: true });
  const bare = execFileSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).trim();
  for (const { name, pairs, make } of jobs) {
    if (values.only !== undefined && values.only !== name) continue;
    const file = join(folder, `${name}.pb.gz`);
    make(file);
    const count = Number(values.pairs ?? pairs);
    const ours = [process.execPath, cli, 'profile', 'top', file];
    const label = `${name} (${(statSync(file).size / 1e6).toFixed(1)} MB)`;
    runPairs(`${label}, go tool pprof`, count, ['go', 'tool', 'pprof', '-top', file], ours);
    if (name === 'everyday') {
      runPairs(`${label}, pprof without the go command`, count, [bare, '-top', file], ours);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// How fast traces are read, against Go's own reader. Both run in turn, in pairs, so that a busy machine is busy for both.
//
//   node scripts/bench/trace.mjs [--dir DIR] [--pairs 5] [--only 100] [--compare print]
//
// Traces (10, 100, 700 MB and a mixed one) are recorded into DIR when they are not there yet: what a program records is not
// the same twice, so keep them to compare two versions of the reader. Needs a built command line (npm run build), Linux.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: wanted } = parseArgs({
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'trivet-bench') },
    pairs: { type: 'string', default: '5' },
    only: { type: 'string' },
    compare: { type: 'string' },
  },
});
const here = fileURLToPath(new URL('trace/', import.meta.url));
const trivet = fileURLToPath(new URL('../trivet', import.meta.url));
const { dir } = wanted;
mkdirSync(dir, { recursive: true });

/** Builds one of the programs beside this file. */
function build(name) {
  const binary = join(dir, name);
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: join(here, name), stdio: 'inherit' });
  return binary;
}

const [generate, count, measureBinary] = ['generate', 'count', 'measure'].map(build);

const traces = [
  { name: '10', args: ['-megabytes', '10'] },
  { name: '100', args: ['-megabytes', '100'] },
  { name: '700', args: ['-megabytes', '700'] },
  { name: 'mixed', args: ['-seconds', '2.5'] },
];

/** What is compared, the least ratio wanted by trace, and how seldom it is run. */
const comparisons = [
  {
    name: 'stats',
    peer: 'count',
    wanted: { 10: 1, 100: 1.5, 700: 1.5, mixed: 1 },
    ours: (file) => [trivet, 'trace', 'stats', file],
    theirs: (file) => [count, file],
  },
  {
    name: 'stats',
    peer: 'count -kinds',
    wanted: { 10: 3, 100: 3, 700: 3, mixed: 3 },
    ours: (file) => [trivet, 'trace', 'stats', file],
    theirs: (file) => [count, '-kinds', file],
  },
  {
    name: 'print',
    peer: 'go tool trace -d=parsed',
    wanted: { 10: 4, 100: 4 },
    ours: (file) => [trivet, 'trace', 'print', file],
    theirs: (file) => ['go', 'tool', 'trace', '-d=parsed', file],
  },
];
const peakAllowedBytes = 150e6;

const measure = (command) => JSON.parse(execFileSync(measureBinary, command, { stdio: 'pipe' }));

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function compare({ ours, theirs }, file, pairs) {
  const runs = [];
  for (let pair = 0; pair < pairs; pair++) {
    const first = pair % 2 === 0;
    const a = measure(first ? ours(file) : theirs(file));
    const b = measure(first ? theirs(file) : ours(file));
    runs.push(first ? { ours: a, theirs: b } : { ours: b, theirs: a });
  }
  const of = (side, what) => median(runs.map((run) => run[side][what]));
  return {
    oursSeconds: of('ours', 'wallSeconds'),
    theirsSeconds: of('theirs', 'wallSeconds'),
    ratio: median(runs.map((run) => run.theirs.wallSeconds / run.ours.wallSeconds)),
    cpuRatio: median(runs.map((run) => run.theirs.cpuSeconds / run.ours.cpuSeconds)),
    oursPeak: Math.max(...runs.map((run) => run.ours.peakBytes)),
    theirsPeak: Math.max(...runs.map((run) => run.theirs.peakBytes)),
  };
}

const titles = ['trace', 'MB', 'work', 'peer', 'ours s', 'peer s', 'ratio', 'wanted', 'cpu'];
titles.push('ours MB', 'peer MB');
const widths = [6, 6, 6, 24, 8, 8, 7, 7, 7, 8, 8];
const row = (cells) =>
  process.stdout.write(`${cells.map((cell, i) => String(cell).padEnd(widths[i])).join(' ')}\n`);
row(titles);
let missed = 0;
for (const { name, args } of traces) {
  if (wanted.only !== undefined && wanted.only !== name) continue;
  const file = join(dir, `${name}.trace`);
  if (!existsSync(file)) execFileSync(generate, ['-o', file, ...args]);
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  for (const comparison of comparisons) {
    const least = comparison.wanted[name];
    if (least === undefined || (wanted.compare ?? comparison.name) !== comparison.name) continue;
    const pairs = name === '700' ? Math.min(3, Number(wanted.pairs)) : Number(wanted.pairs);
    const result = compare(comparison, file, pairs);
    const isMet = result.ratio >= least && result.oursPeak < peakAllowedBytes;
    if (!isMet) missed++;
    const { oursSeconds, theirsSeconds, ratio, cpuRatio, oursPeak, theirsPeak } = result;
    const times = [oursSeconds.toFixed(2), theirsSeconds.toFixed(2), ratio.toFixed(2), least];
    const memory = [(oursPeak / 1e6).toFixed(0), (theirsPeak / 1e6).toFixed(0)];
    const end = isMet ? '' : ' missed';
    row([
      name,
      megabytes,
      comparison.name,
      comparison.peer,
      ...times,
      cpuRatio.toFixed(2),
      ...memory,
    ]);
    if (end !== '') process.stdout.write(`      ${end}\n`);
  }
}
process.stdout.write(`${missed === 0 ? 'all targets met' : `${missed} targets missed`}\n`);

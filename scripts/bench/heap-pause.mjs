// How long is a program stopped for a heap snapshot, and how long does the answer take: Trivet against
// goref (github.com/cloudwego/goref), in alternating pairs, so that a busy machine slows both. The
// pause is measured inside the program, as the longest gap between two ticks of its 1 ms ticker. The
// answer is goref's file, and what `trivet heap top PID` prints; also `trivet heap snapshot` and `trivet
// heap top` of its file, together: the wall time of the commands, once with types and globals of the binary still to be read, else with them cached
// by build ID, as they are for whoever looks at one program twice. Needs a build.
//
//   node scripts/bench/heap-pause.mjs --goref PATH [--only buffers|pointers|large] [--pairs N]
//
// Without --goref it is built by `go install`, where the module proxy has it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from '../build/paths.mjs';

/** `most`: our pause as a share of goref's. */
const jobs = [
  { name: 'buffers', args: ['-shape', 'buffers', '-mb', '135'], pairs: 5, most: 1 / 8 },
  { name: 'pointers', args: ['-shape', 'pointers', '-mb', '150'], pairs: 3, most: 1 / 4 },
  { name: 'wide', args: ['-shape', 'wide', '-mb', '150'], pairs: 3, most: 1 / 4 },
  { name: 'large', args: ['-shape', 'wide', '-mb', '2048'], pairs: 1, most: 1 / 4 },
];

const { values } = parseArgs({
  options: { goref: { type: 'string' }, only: { type: 'string' }, pairs: { type: 'string' } },
});
const cli = process.env.TRIVET_CLI ?? join(root, 'dist', 'main', 'cli.cjs');
if (!existsSync(cli)) throw new Error('not built: node scripts/build.mjs');
const folder = mkdtempSync(join(tmpdir(), 'trivet-bench-heap-'));
const program = join(folder, 'heap-target');

function findGoref() {
  if (values.goref) return values.goref;
  const env = { ...process.env, GOBIN: folder };
  execFileSync('go', ['install', 'github.com/cloudwego/goref/cmd/grf@latest'], { env });
  return join(folder, 'grf');
}

/** Starts the program; `gap()` is its longest pause since it was last asked, in ms. */
async function startTarget(args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const [, heapAlloc, objects] = (await lines.next()).value.split(' ').map(Number);
  const gap = async () => {
    child.stdin.write('\n');
    return Number((await lines.next()).value) / 1e6;
  };
  return { pid: child.pid, heapAlloc, objects, gap, end: () => child.kill('SIGKILL') };
}

/** Wall seconds of a command; its output is thrown away. */
function seconds(command, args) {
  const began = performance.now();
  const env = { ...process.env, TRIVET_HOME: join(folder, 'home') };
  execFileSync(command, args, { stdio: 'ignore', maxBuffer: 1 << 30, env });
  return (performance.now() - began) / 1000;
}

const sides = {
  goref: (goref) => (pid) => ({
    answer: seconds(goref, ['attach', String(pid), '-o', join(folder, 'grf.out')]),
  }),
  trivet: () => (pid) => {
    const file = join(folder, 'heap.trvsnap.gz');
    const trivet = (...args) => seconds(process.execPath, [cli, 'heap', ...args]);
    const snapshot = trivet('snapshot', String(pid), '-o', file);
    const top = trivet('top', file);
    return { answer: snapshot + top, snapshot, top };
  },
  live: () => (pid) => ({
    answer: seconds(process.execPath, [cli, 'heap', 'top', String(pid)]),
  }),
};

async function measure(job, take) {
  const target = await startTarget(job.args);
  try {
    await new Promise((resolve) => setTimeout(resolve, 500)); // the collector comes to rest
    await target.gap();
    const seen = take(target.pid);
    return { pauseMs: await target.gap(), ...seen, heap: target };
  } finally {
    target.end();
  }
}

const median = (list) => [...list].sort((l, r) => l - r)[list.length >> 1];
const seen = (list, digits) => {
  const sorted = [...list].sort((l, r) => l - r);
  const text = (value) => value.toFixed(digits);
  return `${text(median(list))} (${text(sorted[0])}–${text(sorted.at(-1))})`;
};

try {
  const cwd = join(import.meta.dirname, 'heap-target');
  execFileSync('go', ['build', '-o', program, '.'], { cwd });
  const takes = { goref: sides.goref(findGoref()), live: sides.live(), trivet: sides.trivet() };
  for (const job of jobs.filter(({ name }) => !values.only || name === values.only)) {
    const pairs = Number(values.pairs ?? job.pairs);
    await measure(job, takes.goref); // the files of both in the cache of the system
    const forget = () => rmSync(join(folder, 'home'), { recursive: true, force: true });
    forget();
    const first = await measure(job, takes.trivet);
    forget();
    const firstLive = await measure(job, takes.live);
    const runs = [];
    for (let i = 0; i < pairs; i++) {
      const order = i % 2 === 0 ? ['goref', 'live', 'trivet'] : ['trivet', 'live', 'goref'];
      const run = {};
      for (const side of order) run[side] = await measure(job, takes[side]);
      runs.push(run);
    }
    const of = (side, key) => runs.map((run) => run[side][key]);
    const { heapAlloc, objects } = runs[0].trivet.heap;
    const shares = runs.map(({ trivet, goref }) => trivet.pauseMs / goref.pauseMs);
    console.log(
      `${job.name}: ${(heapAlloc / 1e6).toFixed(0)} MB, ${objects} objects, ${pairs} pairs\n` +
        `  pause   goref ${seen(of('goref', 'pauseMs'), 1)} ms   trivet ${seen(of('trivet', 'pauseMs'), 1)} ms` +
        `   1/${(1 / median(shares)).toFixed(1)} (at most 1/${1 / job.most}: ${median(shares) <= job.most ? 'yes' : 'NO'})\n` +
        `  answer  goref ${seen(of('goref', 'answer'), 2)} s    trivet heap top PID ${seen(of('live', 'answer'), 2)} s` +
        ` (not above: ${median(of('live', 'answer')) <= median(of('goref', 'answer')) ? 'yes' : 'NO'}),` +
        ` the first time ${firstLive.answer.toFixed(2)} s, pause ${seen(of('live', 'pauseMs'), 1)} ms\n` +
        `          kept as a file: ${seen(of('trivet', 'answer'), 2)} s, the first time ${first.answer.toFixed(2)} s;` +
        ` of that snapshot ${seen(of('trivet', 'snapshot'), 2)} s, top ${seen(of('trivet', 'top'), 2)} s`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

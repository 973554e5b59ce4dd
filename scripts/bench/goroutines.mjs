// How the goroutine panel bears 100,000 goroutines: the time of each answer in the worker, the time to the first view in
// the real window and until the memory snapshot's object graph has joined it, and each frame while it scrolls.
//
//   node scripts/bench/goroutines.mjs [--bundle DIR] [--screenshots DIR]
//
// Without a bundle one is recorded of e2e/targets/many-goroutines. Needs a build, and an Electron to be found.
/* global performance, requestAnimationFrame -- the page's, and Node's own */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { _electron } from 'playwright';
import { findElectron } from '../bootstrap/electron.mjs';
import { dist, root } from '../build/paths.mjs';
import { startXvfb } from '../test/xvfb.mjs';

const scrollMs = 3000;
const targetP95Ms = 33;

const { values } = parseArgs({
  options: { bundle: { type: 'string' }, screenshots: { type: 'string' } },
});
const scratch = mkdtempSync(join(tmpdir(), 'trivet-bench-'));
try {
  const bundle = values.bundle ?? record(join(scratch, 'bundle'));
  await timeAnswers(bundle);
  await timeFrames(bundle);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function record(dir) {
  const target = join(root, 'e2e/targets/many-goroutines');
  const options = ['--duration', '4s', '--warm-up', '1s', '--out', dir];
  console.log('recording 100,000 goroutines (some minutes)…');
  const args = ['investigate', target, ...options];
  const { status } = spawnSync(join(root, 'scripts/trivet'), args, { stdio: 'inherit' });
  if (status !== 0 && status !== 3) throw new Error(`the recording ended with status ${status}`);
  return dir;
}

/** Asks the workers as the engine does, without a window. */
async function timeAnswers(bundle) {
  await askAll(bundle, false);
  await askAll(bundle, true);
}

/** @param withGraph asks for the table that waits for the object graph; one answer tells how long that is. */
async function askAll(bundle, withGraph) {
  const worker = new Worker(join(dist, 'main/worker.cjs'));
  let id = 0;
  const ask = (name, input) =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      worker.once('message', ({ answer }) => {
        if (!answer.ok) return reject(new Error(`${name}: ${answer.error.message}`));
        resolve({ value: answer.value, ms: performance.now() - started });
      });
      worker.postMessage({ id: ++id, name, input });
    });
  const plain = { grouping: 'none', filter: '', ended: false, system: false };
  const first = [
    withGraph ? 'open, first, with the object graph' : 'open, first: profile and trace, joined',
    'goroutine.open',
    { view: plain },
  ];
  const later = [
    ['open, grouped by creation', 'goroutine.open', { view: { ...plain, grouping: 'created' } }],
    ['open, grouped by state', 'goroutine.open', { view: { ...plain, grouping: 'state' } }],
    ['open, sorted by function', 'goroutine.open', { view: sorted('function') }],
    ['open, sorted by time waiting', 'goroutine.open', { view: sorted('waiting') }],
    ['open, filtered by two words', 'goroutine.open', { view: { ...plain, filter: 'main rec' } }],
    [
      '100 rows from the middle',
      'goroutine.rows',
      { view: plain, offset: 50_000, limit: 100, step: 1 },
    ],
    [
      'the last 100 rows, sorted',
      'goroutine.rows',
      { view: sorted('waiting'), offset: 99_900, limit: 100, step: 1 },
    ],
    ['where a goroutine is', 'goroutine.locate', { view: sorted('waiting'), goid: 50_000 }],
    ['all that is known of one', 'goroutine.detail', { goid: 50_000 }],
    ['the whole as TSV', 'goroutine.text', { view: plain, columns: [{ id: 'goid', title: 'G' }] }],
  ];
  function sorted(column) {
    return { ...plain, sorting: { column, direction: 'descending' } };
  }
  for (const [what, name, input] of withGraph ? [first] : [first, ...later]) {
    const { value, ms } = await ask(name, { bundle, withGraph, ...input });
    const shown = value.shown === undefined ? '' : `  ${value.shown} of ${value.total}`;
    console.log(`${what.padEnd(40)} ${ms.toFixed(1).padStart(8)} ms${shown}`);
  }
  await worker.terminate();
}

async function timeFrames(bundle) {
  const xvfb = process.env.DISPLAY ? undefined : await startXvfb();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: findElectron(),
    args: [...sandbox, root, `--user-data-dir=${join(scratch, 'profile')}`, '--bundle', bundle],
    env: { ...process.env, TRIVET_HOME: scratch, ...(xvfb && { DISPLAY: xvfb.display }) },
  });
  try {
    const page = await app.firstWindow();
    const tab = page.getByRole('tab', { name: 'Goroutines', exact: true });
    await tab.waitFor({ timeout: 120_000 });
    const started = performance.now();
    const tell = (what) =>
      console.log(`${what.padEnd(40)} ${(performance.now() - started).toFixed(0).padStart(8)} ms`);
    await tab.click();
    await page.getByRole('treegrid', { name: 'Goroutines' }).waitFor({ timeout: 300_000 });
    tell('window: first view');
    await shoot(page, 'grouped');
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('none');
    const grid = page.getByRole('grid', { name: 'Goroutines' });
    await grid.getByRole('row').nth(5).waitFor({ timeout: 60_000 });
    // The first second compiles.
    await measure(grid, 'wheel', 1000);
    const graph = page.getByText('Proof of leaks is being computed');
    if (await graph.isVisible()) report('by wheel, graph under way', await measure(grid, 'wheel'));
    await shoot(page, 'awaited');
    await graph.waitFor({ state: 'detached', timeout: 600_000 });
    tell('window: the object graph has joined');
    report('scrolled by wheel', await measure(grid, 'wheel'));
    report('dragged through all', await measure(grid, 'drag'));
    await shoot(page, 'flat');
  } finally {
    await app.close();
    xvfb?.stop();
  }

  async function shoot(page, name) {
    if (values.screenshots === undefined) return;
    await page.screenshot({ path: join(values.screenshots, `goroutines-${name}.png`) });
  }
}

/** Scrolls in the page, frame by frame. `wheel`: 400 pixels a frame; `drag`: the whole length in the time. */
function measure(grid, how, ms = scrollMs) {
  return grid.evaluate(
    (element, { how, ms }) =>
      new Promise((resolve) => {
        const frames = [];
        let rowsMissing = 0;
        const length = element.scrollHeight - element.clientHeight;
        const started = performance.now();
        let before = started;
        element.scrollTop = 0;
        const step = (now) => {
          frames.push(now - before);
          before = now;
          rowsMissing += element.querySelectorAll('[aria-busy]').length > 0 ? 1 : 0;
          const elapsed = now - started;
          if (elapsed > ms) return resolve({ frames: frames.slice(1), rowsMissing, length });
          element.scrollTop = how === 'wheel' ? element.scrollTop + 400 : (length * elapsed) / ms;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    { how, ms },
  );
}

function report(what, { frames, rowsMissing, length }) {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  const p95 = at(0.95);
  console.log(
    `${what} (${length} px): ${frames.length} frames, p50 ${at(0.5).toFixed(1)} ms, ` +
      `p95 ${p95.toFixed(1)} ms, max ${at(1).toFixed(1)} ms; rows on their way in ${rowsMissing} frames` +
      (p95 < targetP95Ms ? '' : `  (target: p95 < ${targetP95Ms} ms)`),
  );
  if (p95 >= targetP95Ms) process.exitCode = 1;
}

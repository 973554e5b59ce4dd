// Pans and zooms the real window over a trace of at least ten million spans, and says how long frames take.
//   node scripts/bench/timeline.mjs [--trace FILE] [--mb 40]
// Fails when the 95th percentile of the time between two pictures, while something moves, is 33 ms or more.
/* global document, performance, window */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from 'playwright';
import { findElectron } from '../bootstrap/electron.mjs';
import { buildAll } from '../build.mjs';
import { root } from '../build/paths.mjs';
import { startXvfb } from '../test/xvfb.mjs';

const limitMs = 33;
const minSpans = 10e6;
/** Each movement is held this long. */
const holdMs = 2000;

const { values } = parseArgs({
  options: { trace: { type: 'string' }, mb: { type: 'string', default: '40' } },
});
const folder = mkdtempSync(join(tmpdir(), 'trivet-bench-'));
const say = (text) => process.stdout.write(`${text}\n`);

function makeTrace() {
  const program = join(folder, 'timeline-trace');
  const cwd = join(root, 'scripts', 'bench', 'timeline-trace');
  execFileSync('go', ['build', '-o', program, '.'], { cwd, stdio: 'inherit' });
  const file = join(folder, 'dense.trace');
  execFileSync(program, [file, values.mb], { stdio: 'inherit' });
  return file;
}

/** Frames are what the painting thread reports of each picture. */
const startListening = (page) =>
  page.evaluate(() => {
    globalThis.frames_ = [];
    document.addEventListener('timeline-painted', ({ detail }) => globalThis.frames_.push(detail));
  });
const takeFrames = (page) => page.evaluate(() => globalThis.frames_.splice(0));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function hold(page, key, collected) {
  await takeFrames(page);
  await page.keyboard.down(key);
  await pause(holdMs);
  await page.keyboard.up(key);
  // The first picture ends the stillness before.
  collected.push(...(await takeFrames(page)).slice(1));
}

const percentile = (sorted, p) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
function describe(name, list) {
  const sorted = [...list].sort((a, b) => a - b);
  const [p50, p95, max] = [0.5, 0.95, 1].map((p) => percentile(sorted, p).toFixed(1));
  say(`${name}: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms (${sorted.length} frames)`);
  return percentile(sorted, 0.95);
}

async function run(display) {
  const trace = values.trace ?? makeTrace();
  say(`trace: ${(statSync(trace).size / 1e6).toFixed(0)} MB`);
  await buildAll({ report: say });
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: findElectron(),
    args: [...sandbox, root, `--user-data-dir=${join(folder, 'profile')}`],
    env: { ...process.env, TRIVET_HOME: folder, DISPLAY: display },
  });
  const page = await app.firstWindow();
  await page.getByRole('navigation', { name: 'Activities' }).waitFor();
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, trace);
  await page.keyboard.press('Alt+7');
  await startListening(page);

  const opened = performance.now();
  await page.getByRole('button', { name: 'Open a trace file…' }).click();
  await page.waitForFunction(() => globalThis.frames_.some(({ lanes }) => lanes > 3));
  const firstPictureMs = performance.now() - opened;
  say(`opening to the first picture: ${(firstPictureMs / 1000).toFixed(2)} s`);

  const summarize = () =>
    page.evaluate(async (path) => {
      const reply = await window.workbench.request('trace.open', { path });
      return { share: reply.value.share, spans: reply.value.spans };
    }, trace);
  let summary = await summarize();
  while (summary.share < 1) {
    await pause(500);
    summary = await summarize();
  }
  say(`all of it: ${((performance.now() - opened) / 1000).toFixed(1)} s, ${summary.spans} spans`);

  const worst = [];
  for (const mode of ['procs', 'groups', 'goroutines']) {
    await page.getByRole('combobox', { name: 'Lanes by' }).selectOption(mode);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('application', { name: /^Timeline/ }).focus();
    const frames = [];
    for (const key of ['w', 'd', 'w', 'a', 's', 'd', 's']) await hold(page, key, frames);
    worst.push(
      describe(
        `frames, lanes by ${mode}`,
        frames.map(({ sinceMs }) => sinceMs),
      ),
    );
    describe(
      '  of it drawing',
      frames.map(({ drawMs }) => drawMs),
    );
  }
  await app.close();
  if (summary.spans < minSpans) throw new Error(`the trace has only ${summary.spans} spans`);
  if (Math.max(...worst) >= limitMs) throw new Error(`p95 is not under ${limitMs} ms`);
}

const xvfb = await startXvfb();
try {
  await run(xvfb.display);
} finally {
  xvfb.stop();
  rmSync(folder, { recursive: true, force: true });
}

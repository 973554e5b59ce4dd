// `npm test`: everything that must hold, as CI runs it. The last line is the sum.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { findElectron, warnIfOld } from './bootstrap/electron.mjs';
import { say } from './bootstrap/say.mjs';
import { addCounts, countOne, countPlaywright, countVitest, formatCounts } from './test/counts.mjs';
import { readReport, runTool } from './test/run-suite.mjs';
import { startXvfb } from './test/xvfb.mjs';

/** Reports for machines, beside what the runners print for people. */
const reports = mkdtempSync(join(tmpdir(), 'trivet-test-'));

async function build() {
  // Loaded late: the bundlers exist only after npm ci.
  const { buildAll } = await import('./build.mjs');
  try {
    await buildAll({ report: say });
    return countOne(true);
  } catch (error) {
    say(error.message);
    return countOne(false);
  }
}

async function schemas() {
  const { checkSchemas } = await import('./schema.mjs');
  return countOne(await checkSchemas(say));
}

async function kernel() {
  const { checkKernel } = await import('./kernel.mjs');
  return countOne(await checkKernel(say));
}

async function unitTests() {
  const file = join(reports, 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const ok = await runTool('vitest', args);
  return countVitest(readReport(file), ok);
}

async function windowTests() {
  const file = join(reports, 'playwright.json');
  const xvfb = process.platform === 'linux' ? await startXvfb() : undefined;
  try {
    const ok = await runTool('playwright', ['test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      ...(xvfb && { DISPLAY: xvfb.display, WAYLAND_DISPLAY: '' }),
    });
    return countPlaywright(readReport(file), ok);
  } finally {
    xvfb?.stop();
  }
}

const checks = [
  ['build', build],
  ['schemas', schemas],
  ['kernel', kernel],
  ['typecheck', async () => countOne(await runTool('tsc', ['-b']))],
  ['lint', async () => countOne(await runTool('eslint', ['.', '--max-warnings', '0']))],
  ['format', async () => countOne(await runTool('prettier', ['--check', '.', '--log-level=warn']))],
  ['unit tests', unitTests],
  ['window tests', windowTests],
];

async function runCheck([name, check]) {
  say(`${name} …`);
  const startedAt = Date.now();
  const counts = await check().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    return countOne(false);
  });
  const elapsedSeconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  return { name, counts, elapsedSeconds };
}

async function main() {
  if (!(await bootstrap('tests'))) return countOne(false);
  process.env.TZ = 'UTC';
  process.env.LC_ALL = 'C';
  process.env.TRIVET_ELECTRON = findElectron();
  warnIfOld(process.env.TRIVET_ELECTRON);

  const outcomes = [];
  for (const check of checks) outcomes.push(await runCheck(check));
  process.stdout.write('\n');
  for (const { name, counts, elapsedSeconds } of outcomes) {
    process.stdout.write(`${name.padEnd(14)}${formatCounts(counts)} (${elapsedSeconds} s)\n`);
  }
  return addCounts(outcomes.map(({ counts }) => counts));
}

const total = await main().finally(() => rmSync(reports, { recursive: true, force: true }));
process.stdout.write(`${formatCounts(total)}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

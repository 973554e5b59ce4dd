// Takes snapshots of core files by the built command line, and asks them what a user would: a core of the kernel, of
// gcore and of `dump` in dlv (when dlv is in PATH), of the program in snapshot-programs/plain, which has a known number of
// records and of goroutines that can never wake. The last line is the sum. Needs a build (npm run build).
//
//   node scripts/oracle/core-matrix.mjs [--go 1.22.12,1.27.4] [--only kernel|gcore|dlv]
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { repository } from './bundle-module.mjs';
import { goBuild } from './heap-bundle.mjs';
import { untilReady } from './heap-target.mjs';

const { values } = parseArgs({
  options: {
    go: { type: 'string', default: '1.22.12,1.24.10,1.27.4' },
    only: { type: 'string', default: '' },
  },
});
const cli = join(repository, 'dist', 'main', 'cli.cjs');
const source = fileURLToPath(new URL('snapshot-programs/plain', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'trivet-cores-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
/** The program is READY before its goroutines have come to where they wait. */
const settleMs = 2000;
/** As in snapshot-programs/load. */
const known = { record: 'snapshot-programs/load.Record', records: 20_000, stuck: 50 };

/** How a core comes to be: the running program and its folder → the file; the program may end. */
const makers = {
  kernel: (target, folder) => {
    target.kill('SIGABRT');
    return new Promise((resolve) => target.once('exit', () => resolve(coreIn(folder))));
  },
  gcore: (target, folder) => {
    execFileSync('gcore', ['-o', join(folder, 'core'), String(target.pid)], { stdio: 'ignore' });
    return coreIn(folder);
  },
  dlv: (target, folder, binary) => {
    const commands = join(folder, 'commands');
    writeFileSync(commands, `dump ${join(folder, 'core')}\nquit -c\n`);
    const args = ['attach', String(target.pid), binary, '--init', commands];
    // Its status says that it was not asked whether to kill the program.
    spawnSync('dlv', [...args, '--allow-non-terminal-interactive=true'], { stdio: 'ignore' });
    return coreIn(folder);
  },
};
const can = {
  kernel: /^[\w.%-]+$/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim()),
  gcore: spawnSync('gcore', ['--version']).error === undefined,
  dlv: spawnSync('dlv', ['version']).error === undefined,
};

function coreIn(folder) {
  const name = readdirSync(folder).find((file) => file.startsWith('core'));
  if (name === undefined) throw new Error('no core was written');
  return join(folder, name);
}

function ask(...args) {
  const run = spawnSync(process.execPath, [cli, 'heap', ...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  try {
    return { status: run.status, document: JSON.parse(run.stdout) };
  } catch {
    throw new Error(`trivet heap ${args[0]}: ${run.stderr.trim() || run.stdout.slice(0, 200)}`);
  }
}

/** What is wrong with the answers; empty when all is well. */
function judge(core, binary, folder) {
  const file = join(folder, 'core.trvsnap.gz');
  const wrong = [];
  const expect = (isRight, what) => isRight || wrong.push(what);
  const taken = ask('snapshot', core, '--binary', binary, '-o', file);
  expect(
    taken.status === 0 && taken.document.goroutines >= 100,
    `${taken.document.goroutines} goroutines`,
  );
  const top = ask('top', file, '--binary', binary, '--limit', '1000').document;
  const row = top.types.find(({ type }) => type === known.record);
  const extra = (row?.objects ?? 0) - known.records;
  expect(extra >= 0 && extra <= 10, `${row?.objects} records`);
  expect(top.snapshot.warnings.length === 0, top.snapshot.warnings.join(' '));
  const why = ask('why', file, known.record, '--binary', binary);
  expect(/load\.(byName|list)/.test(JSON.stringify(why.document.why)), 'no way from a variable');
  const { roots } = ask('roots', file, '--binary', binary, '--limit', '1000').document;
  expect(
    roots.some(({ label }) => label === 'snapshot-programs/load.byName'),
    'byName is no root',
  );
  const leaks = ask('leaks', file, '--binary', binary).document;
  const proven = leaks.groups.reduce((sum, group) => sum + group.proven, 0);
  expect(proven === known.stuck, `${proven} goroutines proven stuck`);
  expect(leaks.warnings.length === 0, leaks.warnings.join(' '));
  const { reachableBytes, coverage } = top.snapshot;
  return {
    wrong,
    figures: `${row?.objects} records, ${proven} proven, ${reachableBytes} B, typed ${(100 * coverage).toFixed(2)} %`,
  };
}

let cores = 0;
let failed = 0;
for (const release of values.go.split(',')) {
  const binary = join(scratch, `plain-${release}`);
  goBuild(source, binary, release);
  for (const [name, make] of Object.entries(makers)) {
    if (!name.includes(values.only)) continue;
    if (!can[name]) {
      console.log(`     ${release} ${name}: cannot be made here`);
      continue;
    }
    const folder = join(scratch, `${release}-${name}`);
    mkdirSync(folder);
    const target = spawn('sh', ['-c', 'ulimit -c unlimited; exec "$0"', binary], {
      cwd: folder,
      env: { ...process.env, GOTRACEBACK: 'crash' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    cores++;
    try {
      await untilReady(target);
      await sleep(settleMs);
      const { wrong, figures } = judge(await make(target, folder, binary), binary, folder);
      if (wrong.length > 0) failed++;
      console.log(
        `${wrong.length > 0 ? 'FAIL' : 'ok  '} ${release} ${name}: ${figures} ${wrong.join('; ')}`,
      );
    } catch (error) {
      failed++;
      console.log(`FAIL ${release} ${name}: ${error.message}`);
    } finally {
      target.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
console.log(`${cores} cores, ${failed} failed`);
process.exitCode = failed > 0 || cores === 0 ? 1 : 0;

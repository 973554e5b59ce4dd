// Holds the goroutine leak proof against the runtime's own goroutineleak profile, on the programs that ship with Go
// 1.27 for testing that profile (runtime/testdata/testgoroutineleakprofile: 63 kernels of real bugs, and its simple
// patterns), in the same process at the same time; and on Go releases without that profile against the leaks the Go
// test expects and all goroutines of the process. The programs are copied from GOROOT to a scratch folder.
// The last line is the sum.
//
//   node scripts/oracle/leak-kernels.mjs [--go 1.22.12,1.27.4] [--only WORD] [--tries N] [--json FILE]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goBuild, loadHeap, snapshotOf, Target } from './heap-bundle.mjs';

const releases = ['1.22.12', '1.23.12', '1.24.10', '1.25.5', '1.26.8', '1.26.8+leaks', '1.27.4'];
const source = '1.27.4';
const { values } = parseArgs({
  options: {
    go: { type: 'string', default: releases.join(',') },
    only: { type: 'string', default: '' },
    tries: { type: 'string', default: '8' },
    json: { type: 'string' },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'trivet-kernels-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const goroot = execFileSync('go', ['env', 'GOROOT'], {
  env: { ...process.env, GOTOOLCHAIN: `go${source}` },
  encoding: 'utf8',
}).trim();
const programs = join(goroot, 'src/runtime/testdata/testgoroutineleakprofile');
const judge = readFileSync(new URL('leak-kernels/judge.go.txt', import.meta.url), 'utf8');

/** Name → { leaks: regular expressions that Go's test expects, isSimple: runs on one P }. */
const cases = readCases(
  readFileSync(join(goroot, 'src/runtime/goroutineleakprofile_test.go'), 'utf8'),
);
const heap = await loadHeap();
/** Differences, each line with how often it came. */
const differences = new Map();
const rows = [];
const packages = { goker: adapt('goker'), simple: adapt('.') };
/** Leaks that the runtime itself reported anywhere, by program. */
const known = new Map();

for (const release of values.go.split(',').sort(byTruthFirst)) {
  for (const [name, folder] of Object.entries(packages)) await runAll(release, name, folder);
}
const report = { differences: Object.fromEntries(differences), rows };
if (values.json) writeFileSync(values.json, JSON.stringify(report, undefined, 1));
for (const [line, count] of differences) console.log(`${line} (${count} ×)`);
for (const line of sums(rows)) console.log(line);
process.exitCode = [...differences.keys()].some((line) => /^(MISSED|FALSE) /.test(line)) ? 1 : 0;

function note(line) {
  const alike = line.replace(/0x[0-9a-f]+|\?|goroutine \d+/g, '…');
  differences.set(alike, (differences.get(alike) ?? 0) + 1);
}

function byTruthFirst(a, b) {
  return Number(hasProfile(b)) - Number(hasProfile(a));
}

function hasProfile(release) {
  return release.includes('+leaks') || Number(release.split('.')[1]) >= 27;
}

/** Copies the programs of one folder, with our judge in place of the profile. */
function adapt(from) {
  const to = join(scratch, from === '.' ? 'simple' : from);
  mkdirSync(to);
  for (const file of readdirSync(join(programs, from))) {
    // The stress tests end before anybody could look.
    if (!file.endsWith('.go') || file === 'stresstests.go') continue;
    const text = readFileSync(join(programs, from, file), 'utf8')
      .replaceAll('pprof.Lookup("goroutineleak")', 'lookUpJudge()')
      .replace('"runtime/pprof"', '');
    writeFileSync(join(to, file), text);
  }
  writeFileSync(join(to, 'judge.go'), judge);
  writeFileSync(join(to, 'go.mod'), 'module kernels\n\ngo 1.22\n');
  return to;
}

function readCases(text) {
  const found = new Map();
  const call = /^\t\tmake(Flaky)?Test\("(\w+)",?([^]*?)\),?$/gm;
  for (const [, flaky, name, body] of text.matchAll(call)) {
    const leaks = [...body.matchAll(/`([^`]+)`/g)].map(([, pattern]) => new RegExp(pattern));
    found.set(name, { leaks, isSimple: !flaky });
  }
  return found;
}

function namesIn(folder) {
  const names = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bregister\("(\w+)"/g)].map(
      ([, name]) => name,
    ),
  );
  return names.filter((name) => name.toLowerCase().includes(values.only.toLowerCase())).sort();
}

async function runAll(release, set, folder) {
  const names = namesIn(folder);
  if (names.length === 0) return;
  const binary = join(scratch, `${set}-${release}`);
  const env = release.includes('+leaks') ? { GOEXPERIMENT: 'goroutineleakprofile' } : {};
  goBuild(folder, binary, release.split('+')[0], { env });
  for (const name of names) {
    const row = await runProgram(release, set, name, binary);
    rows.push(row);
    console.log(formatRow(row));
  }
}

/** Runs one program until its leaks have shown, at most `tries` times. */
async function runProgram(release, set, name, binary) {
  const { leaks = [], isSimple = false } = cases.get(name) ?? {};
  const row = {
    release,
    set,
    name,
    runs: 0,
    runtime: 0,
    proven: 0,
    agreed: 0,
    missed: 0,
    alone: 0,
    seen: [],
    failed: 0,
  };
  const seen = new Set();
  const wanted = known.get(name) ?? new Set();
  for (let i = 0; i < Number(values.tries); i++) {
    const run = await runOnce(binary, name, isSimple);
    if (!run) {
      row.failed++;
      continue;
    }
    row.runs++;
    compare(row, run, release, leaks, seen);
    const isEnough = hasProfile(release)
      ? leaks.every((leak) => seen.has(leak.source)) || (seen.size > 0 && i >= 2)
      : [...wanted].every((leak) => seen.has(leak));
    if (isEnough) break;
  }
  if (hasProfile(release)) known.set(name, new Set([...wanted, ...seen]));
  else {
    for (const leak of wanted) {
      if (!seen.has(leak))
        note(`ABSENT ${release} ${name}: in ${row.runs} runs no goroutine at ${leak}`);
    }
  }
  row.seen = [...seen];
  return row;
}

async function runOnce(binary, name, isSimple) {
  const env = { GODEBUG: 'asyncpreemptoff=1', ...(isSimple ? { GOMAXPROCS: '1' } : {}) };
  const target = new Target(binary, [name], env);
  try {
    if (!(await target.until('READY'))) return undefined;
    const snapshot = await snapshotOf(heap, target.pid, binary, scratch);
    target.goOn();
    if (!(await target.until('FINISHED'))) return undefined;
    const [before, after] = target.output.split('== AFTER').map(readDump);
    return { snapshot, before, after };
  } finally {
    target.end();
  }
}

/** Goid → { reason, leaked, text: `function(…) [reason]` as Go's test writes it }. */
function readDump(text) {
  const found = new Map();
  for (const block of text.split('\n\n')) {
    const head = /^goroutine (\d+) \[(.*?)( \(leaked\))?(?:, [^\]]*)?\]:/m.exec(block);
    if (!head) continue;
    const lines = block.slice(head.index).trimEnd().split('\n');
    const created = lines.findIndex((line) => line.startsWith('created by'));
    const outermost = (lines[created - 2] ?? '').replace('main.', '');
    const reason = isWaitGroup(head[2], block) ? 'sync.WaitGroup.Wait' : head[2];
    const text = `${outermost} [${reason}]`;
    found.set(Number(head[1]), { reason, leaked: head[3] !== undefined, text });
  }
  return found;
}

/** Up to Go 1.24 WaitGroup.Wait is called semacquire. */
function isWaitGroup(reason, stack) {
  return reason === 'semacquire' && stack.includes('sync.(*WaitGroup).Wait');
}

function compare(row, { snapshot, before, after }, release, leaks, seen) {
  const { analysis } = snapshot;
  const { name } = row;
  const proven = new Set(analysis.goroutines.filter((g) => g.provenStuck).map((g) => g.goid));
  const patternOf = (text) => leaks.find((leak) => leak.test(text))?.source;
  row.proven += proven.size;
  for (const [goid, { text }] of after) {
    const pattern = proven.has(goid) ? patternOf(text) : undefined;
    if (pattern) seen.add(pattern);
    if (proven.has(goid) && !pattern) {
      note(`UNLISTED ${release} ${name}: proven, not among the leaks the Go test knows: ${text}`);
    }
  }
  for (const goid of proven) {
    if (!after.has(goid))
      note(`FALSE ${release} ${name}: goroutine ${goid} was accused and has ended`);
  }
  if (hasProfile(release)) {
    const leaked = [...before].filter(([, { leaked }]) => leaked).map(([goid]) => goid);
    row.runtime += leaked.length;
    for (const goid of leaked) {
      if (proven.has(goid)) row.agreed++;
      else {
        row.missed++;
        note(`MISSED ${release} ${name}: ${before.get(goid).text}: ${whyNot(snapshot, goid)}`);
      }
    }
    for (const goid of proven) {
      if (after.get(goid)?.leaked === false) {
        row.alone++;
        note(
          `ALONE ${release} ${name}: proven, not in the runtime's profile: ${after.get(goid).text}`,
        );
      }
    }
    return;
  }
  for (const [goid, { text }] of before) {
    if (!patternOf(text) || proven.has(goid)) continue;
    note(`NOT PROVEN ${release} ${name}: ${text}: ${whyNot(snapshot, goid)}`);
  }
}

function whyNot({ analysis, waitOf }, goid) {
  const goroutine = analysis.goroutines.find((each) => each.goid === goid);
  if (!goroutine) return 'not among the goroutines of the snapshot';
  const wait = waitOf(goid);
  const { code, holder } = wait.because();
  const names = wait.describe().map(({ name }) => name);
  return `${goroutine.reason}, ${names.join(' ')}: ${code} ${holder ?? ''}`;
}

function formatRow({ release, name, runs, failed, runtime, proven, agreed, missed, alone, seen }) {
  const truth = hasProfile(release)
    ? `runtime ${runtime} agreed ${agreed} missed ${missed} alone ${alone}`
    : '';
  return `${release} ${name}: runs ${runs}${failed ? ` (${failed} ended early)` : ''} proven ${proven} patterns ${seen.length} ${truth}`;
}

function* sums(rows) {
  for (const release of new Set(rows.map((row) => row.release))) {
    const own = rows.filter((row) => row.release === release);
    const sum = (field) => own.reduce((total, row) => total + row[field], 0);
    const patterns = own.reduce((total, row) => total + row.seen.length, 0);
    const without = own.filter((row) => row.proven === 0).map((row) => row.name);
    yield (
      `${release}: ${own.length} programs, ${sum('runs')} runs, ${patterns} patterns, proven ${sum('proven')}` +
      (hasProfile(release)
        ? `, runtime ${sum('runtime')}, agreed ${sum('agreed')}, missed ${sum('missed')}, alone ${sum('alone')}`
        : '') +
      (without.length > 0 ? `; nothing proven in ${without.join(' ')}` : '')
    );
  }
}

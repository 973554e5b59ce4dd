// Holds `trivet profile` against `go tool pprof`, byte for byte of standard output, on the profiles
// of five programs (pprof-programs/) and on google/pprof's own test profiles, which the go command
// fetches. Needs a build. The last line is the sum.
//
//   node scripts/oracle/pprof-matrix.mjs [--only WORD]   cases whose name contains WORD
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from '../build/paths.mjs';

const programs = ['parse', 'serve', 'squeeze', 'render', 'search'];
const kinds = {
  cpu: ['samples', 'cpu'],
  heap: ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'],
  allocs: ['alloc_objects', 'alloc_space'],
  goroutine: ['goroutine'],
  block: ['contentions', 'delay'],
  mutex: ['contentions', 'delay'],
  threadcreate: ['threadcreate'],
};
const modes = { none: [], base: ['base'], 'diff-base': ['diff-base'] };

/** Options of pprof; ours have the same names but for those below. */
const tables = {
  default: [],
  full: ['nodefraction=0', 'edgefraction=0'],
  focus: ['focus=main|json|regexp'],
  ignore: ['ignore=runtime'],
  lines: ['lines'],
  addresses: ['addresses'],
};
/** On every kind once: the default sample type, no base, with all that is left. */
const more = {
  files: ['files'],
  filefunctions: ['filefunctions'],
  noinlines: ['noinlines', 'lines'],
  'addresses noinlines': ['noinlines', 'addresses'],
  showcolumns: ['showcolumns', 'lines'],
  cum: ['cum', 'nodecount=15'],
  nodecount: ['nodecount=7', 'nodefraction=0.02', 'edgefraction=0.01'],
  hide: ['hide=runtime|sync', 'nodefraction=0'],
  show: ['show=main|record'],
  'show and hide': ['show=main|encoding', 'hide=func1'],
  show_from: ['show_from=main', 'lines'],
  prune_from: ['prune_from=main'],
  tagfocus: ['tagfocus=first'],
  'tagfocus by key': ['tagfocus=round=first|second'],
  'tagfocus range': ['tagfocus=bytes=100:4kb'],
  tagignore: ['tagignore=second'],
  'tagignore range': ['tagignore=:1kb'],
  relative: ['relative_percentages', 'focus=main'],
  'expression of Go': ['focus=(?i)MAIN\\.|\\bjson\\b'],
  normalize: ['normalize'],
  'drop negative': ['drop_negative'],
};
const reports = { tree: ['tree'], 'peek main': ['peek=main'], 'list main': ['list=main'] };

const ours = {
  lines: '--granularity=lines',
  addresses: '--granularity=addresses',
  files: '--granularity=files',
  filefunctions: '--granularity=filefunctions',
};
const toOurs = (option) =>
  ours[option] ?? `--${option.replace(/^\w+/, (name) => name.replace(/_/g, '-'))}`;

/** `TRIVET_CLI` names another build. */
const cli = process.env.TRIVET_CLI ?? join(root, 'dist', 'main', 'cli.cjs');
const pprof = execFileSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).trim();

function run(program, args) {
  const options = { env: { ...process.env, TZ: 'UTC' }, maxBuffer: 2 ** 28, encoding: 'utf8' };
  return new Promise((resolve) =>
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ status: error ? (error.code ?? 1) : 0, stdout, stderr }),
    ),
  );
}

/**
 * pprof leaves some lines in the order of a Go map: rows that print the same name, and calls of
 * equal size but other sign. Runs of such lines are sorted; of the rows, whose running sum changes
 * with it, without that.
 */
function settleTies(text) {
  const keyOf = (line) => {
    const call = /^ +-?(\S+) +\S+% \| {3}/.exec(line);
    if (call) return `call ${call[1]}`;
    const row = /^ *-?(\S+) +\S+% +\S+% +\S+ +\S+% {2}(.*)$/.exec(line);
    return row ? `row ${row[1]} ${row[2].replace(/ \((partial-)?inline\)$/, '')}` : undefined;
  };
  const settled = [];
  let run = [];
  let runKey;
  const close = () => {
    const isRow = runKey?.startsWith('row') && run.length > 1;
    const blank = (line) => line.replace(/^( *\S+ +\S+%) +\S+%/, '$1');
    settled.push(...(isRow ? run.map(blank) : run).sort());
    run = [];
  };
  for (const line of text.split('\n')) {
    const key = keyOf(line);
    if (key === undefined || key !== runKey) close();
    runKey = key;
    run.push(line);
  }
  close();
  return settled.join('\n');
}

/** @returns what differs, undefined when nothing does */
async function compare({ verb, flags, options, file, extra }) {
  const mine = await run(process.execPath, [cli, 'profile', ...verb, ...options, file]);
  const theirs = await run(pprof, [...extra, ...flags, file]);
  if (theirs.status !== 0) {
    return mine.status !== 0 ? undefined : `pprof refuses it: ${theirs.stderr.slice(-200)}`;
  }
  if (mine.status !== 0) return `refused: ${mine.stderr.trim()}`;
  if (theirs.stdout === mine.stdout) return undefined;
  const lines = settleTies(theirs.stdout).split('\n');
  const other = settleTies(mine.stdout).split('\n');
  if (lines.join() === other.join()) return undefined;
  const at = lines.findIndex((line, i) => line !== other[i]);
  return `line ${at + 1}: ${JSON.stringify(lines[at])} is ${JSON.stringify(other[at])}`;
}

function listCases(folder) {
  const cases = [];
  const add = (name, verb, options, file, base = [], extra = []) => {
    const flags = [
      `-${verb[1] ?? verb[0]}`,
      ...options.map((option) => `-${option}`),
      ...base.map(([mode, path]) => `-${mode.replace('-', '_')}=${path}`),
    ];
    const own = [...options.map(toOurs), ...base.map(([mode, path]) => `--${mode}=${path}`)];
    cases.push({ name, verb: verb[0].split(' '), flags, options: own, file, extra });
  };
  for (const program of programs) {
    for (const [kind, types] of Object.entries(kinds)) {
      const file = join(folder, program, `${kind}-2.pb.gz`);
      const earlier = join(folder, program, `${kind}-1.pb.gz`);
      for (const [mode, names] of Object.entries(modes)) {
        const base = names.map((each) => [each, earlier]);
        for (const type of types) {
          for (const [table, options] of Object.entries(tables)) {
            const name = `${program} ${kind} ${type} ${mode} ${table}`;
            add(name, ['top'], [...options, `sample_index=${type}`], file, base);
          }
        }
      }
      for (const [table, options] of Object.entries(more)) {
        const isDifference = ['normalize', 'drop negative'].includes(table);
        const base = isDifference ? [['diff-base', earlier]] : [];
        add(`${program} ${kind} ${table}`, ['top'], options, file, base);
      }
      for (const [report, [flag]] of Object.entries(reports)) {
        const [verb, expression] = flag.split('=');
        const own = verb === 'list' ? 'lines' : verb;
        const match = expression === undefined ? '' : ` --match=${expression}`;
        for (const base of [[], [['base', earlier]]]) {
          const name = `${program} ${kind} ${report}${base.length > 0 ? ' base' : ''}`;
          add(name, [`${own}${match}`, flag], [], file, base);
        }
      }
    }
  }
  for (const file of listTestdata()) {
    const name = `google/pprof ${file.split('/').slice(-3).join('/')}`;
    for (const table of ['default', 'full', 'addresses', 'ignore']) {
      // Without the binaries there is nothing to symbolize by, but pprof would demangle.
      add(`${name} ${table}`, ['top'], tables[table], file, [], ['-symbolize=none']);
    }
    add(`${name} tree`, ['tree'], [], file, [], ['-symbolize=none']);
  }
  return cases;
}

/** Profiles of google/pprof's own tests; Java's are no concern of a Go workbench. */
function listTestdata() {
  const version = 'github.com/google/pprof@v0.0.0-20251114195745-4902fdda35c8';
  const answer = execFileSync('go', ['mod', 'download', '-json', version], { encoding: 'utf8' });
  const { Dir: dir } = JSON.parse(answer);
  return ['profile/testdata', 'internal/driver/testdata', 'internal/report/testdata'].flatMap(
    (folder) =>
      readdirSync(join(dir, folder))
        .filter((name) =>
          /\.(cpu|cpu_no_samples_type|heap|growth|contention|thread(\.\w+)?|crash)$/.test(name),
        )
        .filter((name) => !/^java\.|^pprof\.|\.string$/.test(name))
        .map((name) => join(dir, folder, name)),
  );
}

/** Options of ours are named as pprof's but for `sample_index`. */
const rename = (option) => option.replace('--sample-index=', '--sample-type=');

async function main(args) {
  if (!existsSync(cli)) throw new Error('not built: node scripts/build.mjs');
  const only = args[0] === '--only' ? args[1] : '';
  const folder = mkdtempSync(join(tmpdir(), 'trivet-pprof-matrix-'));
  const cwd = join(import.meta.dirname, 'pprof-programs');
  try {
    for (const program of programs) {
      execFileSync('mkdir', ['-p', join(folder, program)]);
      execFileSync('go', ['run', `./${program}`, join(folder, program)], { cwd });
    }
    const cases = listCases(folder).filter(({ name }) => name.includes(only));
    const sums = new Map();
    let failed = 0;
    const queue = cases.values();
    const work = async () => {
      for (const each of queue) {
        const difference = await compare({ ...each, options: each.options.map(rename) });
        const group = each.name
          .split(' ')
          .slice(0, each.name.startsWith('google') ? 1 : 2)
          .join(' ');
        const sum = sums.get(group) ?? { passed: 0, failed: 0 };
        sums.set(group, sum);
        if (difference === undefined) sum.passed++;
        else {
          sum.failed++;
          failed++;
          console.log(`✗ ${each.name}: ${difference.replaceAll(folder, basename(folder))}`);
        }
      }
    };
    await Promise.all([work(), work()]);
    for (const [group, sum] of sums) {
      console.log(
        `${group.padEnd(24)} ${String(sum.passed).padStart(5)} passed ${String(sum.failed).padStart(5)} failed`,
      );
    }
    console.log(`${cases.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));

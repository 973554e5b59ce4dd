// Holds the trace reader against Go's own, event by event and line by line, on traces of every release of Go.
//
//   node scripts/oracle/trace-matrix.mjs [--go go1.27.4] [--mode gc] [--procs 8] [--race|--no-race]
//
// Each option narrows the matrix. A row is one trace: a release, a kind of program, GOMAXPROCS, with or without the
// race detector. `order` compares with scripts/oracle/trace-print; `text` with `go tool trace -d=parsed`, for traces of
// at most 12 threads (above, Go's own order of equal times is arbitrary; trace-print is built without that flaw).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadReader } from './reader-bundle.mjs';

const { values: wanted } = parseArgs({
  options: {
    go: { type: 'string' },
    mode: { type: 'string' },
    procs: { type: 'string' },
    race: { type: 'boolean' },
    'no-race': { type: 'boolean' },
  },
});

const releases = ['go1.22.12', 'go1.23.12', 'go1.24.10', 'go1.25.5', 'go1.26.8', 'go1.27.4'];
const modes = ['http', 'gc', 'cgo', 'tasks', 'coroutines', 'syscalls', 'cpuprofile', 'goroutines'];
const programs = fileURLToPath(
  new URL('../../app/domain/exectrace/testdata/programs', import.meta.url),
);
const maxThreadsOfText = 12;
const maxBuffer = 2 ** 30;

const folder = mkdtempSync(join(tmpdir(), 'trivet-matrix-'));
const reader = await loadReader();

function buildPrinter() {
  const printer = join(folder, 'trace-print');
  const script = fileURLToPath(new URL('trace-print/build.sh', import.meta.url));
  execFileSync('sh', [script, printer], { stdio: 'pipe' });
  return printer;
}

function buildProgram(go, race) {
  const binary = join(folder, `programs-${go}${race ? '-race' : ''}`);
  const args = ['build', ...(race ? ['-race'] : []), '-o', binary, '.'];
  const env = { ...process.env, GOTOOLCHAIN: go, CGO_ENABLED: '1' };
  execFileSync('go', args, { cwd: programs, env, stdio: 'pipe' });
  return binary;
}

/** Compares what `write` gets with a file's lines; `difference` is the first place where they differ. */
class LineComparison {
  difference;
  lines = 0;
  #theirs;
  #at = 0;

  constructor(theirs) {
    this.#theirs = theirs;
  }

  /** One event; the names in it may hold line breaks. */
  add(event) {
    // Bytes that are no UTF-8 are kept apart in ours; decoded here, Go's are not.
    for (const line of event.toWellFormed().split('\n')) this.#addLine(line);
  }

  #addLine(ours) {
    if (this.difference !== undefined) return;
    this.lines++;
    const end = this.#theirs.indexOf(10, this.#at);
    const theirs = end < 0 ? undefined : this.#theirs.toString('utf8', this.#at, end);
    this.#at = end + 1;
    if (theirs !== ours) {
      this.difference = `line ${this.lines}\n    Go:   ${theirs}\n    ours: ${ours}`;
    }
  }

  end() {
    const rest = this.#theirs.length - this.#at;
    if (this.difference === undefined && rest > 0) {
      this.difference = `line ${this.lines + 1}: ours ends, Go has ${rest} bytes more`;
    }
  }
}

function compareOrder(printer, file, bytes) {
  const comparison = new LineComparison(
    execFileSync(printer, [file], { maxBuffer, stdio: 'pipe' }),
  );
  const threads = new Set();
  const lines = new reader.EventPrinter((line) => comparison.add(line));
  const sink = {
    onEvents(block, generation) {
      for (let i = 0; i < block.length; i++) threads.add(block.thread[i]);
      lines.onEvents(block, generation);
    },
  };
  const read = reader.readTrace(reader.sourceOfBytes(bytes), sink);
  if (!read.ok || read.value.warning !== undefined) comparison.add('ERR');
  comparison.end();
  const generations = read.ok ? read.value.generations : 0;
  const { lines: events, difference } = comparison;
  return { events, generations, difference, threads: threads.size - 1 };
}

function compareText(file, bytes) {
  const theirs = execFileSync('go', ['tool', 'trace', '-d=parsed', file], {
    maxBuffer,
    stdio: 'pipe',
  });
  const parts = [];
  const sink = new reader.ParsedText((part) => parts.push(Buffer.from(part)));
  reader.readTrace(reader.sourceOfBytes(bytes), sink);
  const ours = Buffer.concat(parts);
  if (ours.equals(theirs)) return undefined;
  const comparison = new LineComparison(theirs);
  for (const line of ours.toString().split('\n').slice(0, -1)) comparison.add(line);
  comparison.end();
  return comparison.difference ?? 'the bytes differ';
}

const printer = buildPrinter();
let [passed, failed] = [0, 0];
const row = (...cells) => {
  const [go, mode, procs, race, events, generations, threads, order, text] = cells.map(String);
  const numbers = `${events.padStart(8)} ${generations.padStart(4)} ${threads.padStart(7)}`;
  const what = `${go.padEnd(10)} ${mode.padEnd(10)} ${procs.padStart(5)} ${race.padEnd(4)}`;
  process.stdout.write(`${what} ${numbers}  ${order.padEnd(9)} ${text}\n`);
};
const verdict = (difference) => {
  if (difference === undefined) passed++;
  else failed++;
  return difference === undefined ? 'same' : 'DIFFERENT';
};

row('go', 'mode', 'procs', 'race', 'events', 'gens', 'threads', 'order', 'text');
try {
  for (const go of releases.filter((name) => (wanted.go ?? name) === name)) {
    for (const race of [false, true]) {
      if (wanted[race ? 'no-race' : 'race']) continue;
      const binary = buildProgram(go, race);
      for (const mode of modes.filter((name) => (wanted.mode ?? name) === name)) {
        if (mode === 'coroutines' && go === 'go1.22.12') continue; // no iter.Pull yet
        for (const procs of ['1', '2', '8'].filter((count) => (wanted.procs ?? count) === count)) {
          const file = join(folder, 'one.trace');
          // Short generations: their borders are where readers err.
          const GODEBUG = 'traceadvanceperiod=20000000';
          const env = { ...process.env, GOMAXPROCS: procs, GODEBUG };
          execFileSync(binary, [mode, file], { env, stdio: 'pipe' });
          const bytes = readFileSync(file);
          const order = compareOrder(printer, file, bytes);
          const hasText = order.threads <= maxThreadsOfText;
          const text = hasText ? compareText(file, bytes) : undefined;
          const { events, generations, threads } = order;
          const cells = [go, mode, procs, race ? 'race' : '', events, generations, threads];
          row(...cells, verdict(order.difference), hasText ? verdict(text) : '-');
          for (const difference of [order.difference, text]) {
            if (difference !== undefined) process.stdout.write(`  ${difference}\n`);
          }
        }
      }
      rmSync(binary);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

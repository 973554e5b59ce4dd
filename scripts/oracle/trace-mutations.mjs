// What the trace reader does with damaged traces, next to what Go's own reader does.
//
//   node scripts/oracle/trace-mutations.mjs [--rounds 10000] [--sample go1.27.4] [--no-go]
//
// Samples: a small trace recorded by each release of Go, the golden traces of the installed Go, and its fuzz corpus. Every
// mutant must have an answer, in bounded time and memory. How often Go's reader agrees (as many events, the same end) is
// told too. It need not always: Go takes some nonsense (two strings of one id), we keep no number beyond 2⁵³ exactly.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadReader } from './reader-bundle.mjs';

const { values: wanted } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10000' },
    sample: { type: 'string' },
    'no-go': { type: 'boolean', default: false },
  },
});
const rounds = Number(wanted.rounds);
const releases = ['go1.22.12', 'go1.23.12', 'go1.24.10', 'go1.25.5', 'go1.26.8', 'go1.27.4'];
const shapes = fileURLToPath(
  new URL('../../app/domain/exectrace/testdata/shapes', import.meta.url),
);
const here = fileURLToPath(new URL('.', import.meta.url));
/** Processor time of one answer, the runtime's own work included. */
const slowestAllowedMs = 2000;
const heapAllowedBytes = 500e6;
/** Golden traces above this are left out: it is headers and tables that are worth damaging. */
const largestSample = 64_000;
/** Mutants sent to Go at once. */
const batch = 200;

const folder = mkdtempSync(join(tmpdir(), 'trivet-mutations-'));
const reader = await loadReader();

function* samples() {
  for (const go of releases) {
    const binary = join(folder, 'shapes');
    const file = join(folder, 'shapes.trace');
    const env = { ...process.env, GOTOOLCHAIN: go };
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: shapes, env, stdio: 'pipe' });
    execFileSync(binary, [file, '-1'], { stdio: 'pipe' });
    yield { name: go, bytes: readFileSync(file) };
  }
  const golden = join(folder, 'golden');
  execFileSync('sh', [join(here, 'trace-golden/convert.sh'), golden], { stdio: 'pipe' });
  for (const name of readdirSync(golden).filter((file) => file.endsWith('.trace'))) {
    const bytes = readFileSync(join(golden, name));
    if (bytes.length <= largestSample) yield { name, bytes };
  }
  for (const { name, bytes } of reader.readFuzzCorpus()) yield { name: `fuzz ${name}`, bytes };
}

/** One to four changes of the kinds that happen to files, and of those that a fuzzer finds things with. */
function mutate(bytes, below) {
  let mutant = Uint8Array.from(bytes);
  const header = 16;
  for (let changes = below(4); changes >= 0; changes--) {
    const at = header + below(Math.max(1, mutant.length - header));
    const size = 1 + below(64);
    const cut = (from, to) => [mutant.subarray(0, from), mutant.subarray(to)];
    switch (below(8)) {
      case 0:
        mutant[at] ^= 1 << below(8);
        break;
      case 1:
        mutant = Uint8Array.from(Buffer.concat(cut(at, at + size)));
        break;
      case 2: {
        const [head, tail] = cut(at, at);
        mutant = Uint8Array.from(Buffer.concat([head, mutant.subarray(at, at + size), tail]));
        break;
      }
      case 3: // an end of the largest numbers
        mutant.fill(0xff, at, at + 1 + below(10));
        break;
      case 4:
        if (below(4) === 0) mutant = mutant.slice(0, at);
        break;
      default:
        mutant[at] = below(256);
    }
  }
  return mutant;
}

function readOurs(bytes) {
  let events = 0;
  const sink = { onEvents: (block) => void (events += block.length) };
  const read = reader.readTrace(reader.sourceOfBytes(bytes), sink);
  return { events, whole: read.ok && read.value.warning === undefined };
}

/** Go's reader as a process: `judge` sends traces and answers with one line each. */
class GoReader {
  #process;
  #lines = [];
  #rest = '';
  #wake;

  constructor() {
    const printer = join(folder, 'trace-print');
    execFileSync('sh', [join(here, 'trace-print/build.sh'), printer], { stdio: 'pipe' });
    this.#process = spawn(printer, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop();
      this.#lines.push(...lines);
      this.#wake?.();
    });
  }

  async judge(traces) {
    for (const bytes of traces) {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(bytes.length);
      this.#process.stdin.write(size);
      this.#process.stdin.write(bytes);
    }
    while (this.#lines.length < traces.length) await new Promise((wake) => (this.#wake = wake));
    return this.#lines.splice(0, traces.length);
  }

  end() {
    this.#process.stdin.end();
  }
}

const go = wanted['no-go'] ? undefined : new GoReader();
const total = { mutants: 0, broken: 0, agree: 0, looser: 0, stricter: 0, events: 0, panics: 0 };
let slowestMs = 0;
let heapBytes = 0;

function judgeOurs(name, mutant) {
  const started = process.cpuUsage();
  try {
    return readOurs(mutant);
  } catch (bug) {
    total.broken++;
    process.stdout.write(`${name}: ${bug.stack}\n`);
    return { events: -1, whole: false };
  } finally {
    const { user, system } = process.cpuUsage(started);
    slowestMs = Math.max(slowestMs, (user + system) / 1000);
  }
}

function compare(name, mutant, ours, line) {
  const [count, ...words] = line.split(' ');
  const theirs = { events: Number(count), whole: words[0] === 'ok' };
  const says = words.join(' ');
  let how = 'agree';
  if (says.includes('panic:')) how = 'panics';
  else if (ours.whole && !theirs.whole) how = 'looser';
  else if (!ours.whole && theirs.whole) how = 'stricter';
  else if (ours.events !== theirs.events) how = 'events';
  total[how]++;
  if (how === 'agree' || how === 'panics' || process.env['SHOW'] === undefined) return;
  const file = Buffer.from(mutant).toString('base64');
  process.stdout.write(`${name} ${how}: ours ${JSON.stringify(ours)}, Go ${line} ${file}\n`);
}

process.stdout.write(`${'sample'.padEnd(44)} bytes  mutants    cpu ms    heap MB\n`);
try {
  for (const { name, bytes } of samples()) {
    if (wanted.sample !== undefined && !name.includes(wanted.sample)) continue;
    const below = reader.randomNumbers(bytes.length);
    let ofSampleMs = 0;
    for (let done = 0; done < rounds;) {
      const mutants = [];
      for (; mutants.length < batch && done < rounds; done++) mutants.push(mutate(bytes, below));
      const before = slowestMs;
      slowestMs = 0;
      const ours = mutants.map((mutant) => judgeOurs(name, mutant));
      ofSampleMs = Math.max(ofSampleMs, slowestMs);
      slowestMs = Math.max(before, slowestMs);
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      heapBytes = Math.max(heapBytes, heapUsed + arrayBuffers);
      total.mutants += mutants.length;
      const theirs = (await go?.judge(mutants)) ?? [];
      theirs.forEach((line, i) => compare(name, mutants[i], ours[i], line));
    }
    const cells = [String(bytes.length).padStart(6), String(rounds).padStart(8)];
    cells.push(ofSampleMs.toFixed(1).padStart(11), (heapBytes / 1e6).toFixed(0).padStart(8));
    process.stdout.write(`${name.padEnd(43)} ${cells.join(' ')}\n`);
  }
} finally {
  go?.end();
  rmSync(folder, { recursive: true, force: true });
}
const { mutants, broken, agree, looser, stricter, events, panics } = total;
if (go) {
  process.stdout.write(
    `Go's reader: agrees on ${agree}; ${events} with another number of events before the same end; ` +
      `takes ${stricter} that we do not; refuses ${looser} that we take; panics on ${panics}\n`,
  );
}
const slow = slowestMs > slowestAllowedMs || heapBytes > heapAllowedBytes;
process.stdout.write(
  `${mutants - broken} answered of ${mutants}, slowest took ${slowestMs.toFixed(1)} ms of processor time, heap at most ${(heapBytes / 1e6).toFixed(0)} MB\n`,
);
process.exitCode = broken > 0 || slow ? 1 : 0;

// Holds the profiles made of memory against those the program wrote itself at the same collection: the same samples in
// the same order, every location with its address and inlined lines, every label and value. Samples of which all values
// are 0 are left out: what the program allocates after its profile adds some. Programs in profiled-programs/. The last
// line is the sum.
//
//   node scripts/oracle/heap-profile-matrix.mjs [--go 1.22.12,1.27.4] [--only WORD]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { goBuild, loadHeap, snapshotOf, Target } from './heap-bundle.mjs';

const { values } = parseArgs({
  options: {
    go: { type: 'string', default: '1.22.12,1.23.12,1.24.10,1.25.5,1.26.8,1.27.4' },
    only: { type: 'string', default: '' },
  },
});
const workloads = {
  inlined: [1, 512, 524288],
  generic: [512],
  deep: [1],
  wrapped: [1, 64],
  standard: [1, 4096],
  freed: [1024, 524288],
  uncollected: [1, 512],
  goroutines: [1],
};
const source = fileURLToPath(new URL('profiled-programs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'trivet-profiled-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const heap = await loadHeap();
const total = { runs: 0, profiles: 0, samples: 0, apart: 0, alone: 0 };

for (const release of values.go.split(',')) {
  const binary = join(scratch, `profiled-${release}`);
  goBuild(source, binary, release);
  for (const [name, rates] of Object.entries(workloads)) {
    if (!name.includes(values.only)) continue;
    for (const rate of rates) await run(release, name, rate, binary);
  }
}
console.log(
  `${total.runs} runs, ${total.profiles} profiles, ${total.samples} samples, ${total.apart} apart; ${total.alone} stacks of leaks that the runtime missed`,
);
process.exitCode = total.apart > 0 ? 1 : 0;

async function run(release, name, rate, binary) {
  const target = new Target(binary, [name, String(rate)]);
  try {
    if (!(await target.until('READY'))) throw new Error(`${name} ended: ${target.output}`);
    const { analysis } = await snapshotOf(heap, target.pid, binary, scratch);
    total.runs++;
    const made = {
      heap: heap.toHeapProfile(analysis.profile, analysis.profileRate, 0),
      goroutine: heap.toGoroutineProfile(analysis.goroutineStacks, 0),
      goroutineleak: heap.toGoroutineProfile(analysis.goroutineStacks, 0, true),
    };
    for (const line of target.output.split('\n')) {
      const [kind, text] = line.split(' ');
      if (made[kind] === undefined) continue;
      compare(
        `${release} ${name} ${rate} ${kind}`,
        kind,
        read(gunzipSync(Buffer.from(text, 'base64'))),
        read(heap.encodeProfile(made[kind])),
      );
    }
  } finally {
    target.end();
  }
}

function read(bytes) {
  const profile = heap.decodeProfile(bytes);
  if (!profile.ok) throw new Error(profile.error.code);
  return profile.value;
}

function compare(title, kind, own, made) {
  const [expected, got] = [own, made].map((profile) => rowsOf(profile, kind));
  if (kind !== 'heap') for (const rows of [expected, got]) rows.sort();
  const differences = [];
  let apart = 0;
  if (expected.join('\n') !== got.join('\n')) {
    const onlyOwn = expected.filter((row) => !got.includes(row));
    const onlyMade = got.filter((row) => !expected.includes(row));
    // The runtime marks conservatively what runs, and now and then misses leaks that are proven from outside.
    const isMore = kind === 'goroutineleak' && onlyOwn.length === 0;
    if (isMore) total.alone += onlyMade.length;
    // The same samples in another order count as one difference.
    apart = isMore ? 0 : Math.max(1, onlyOwn.length + onlyMade.length);
    differences.push(...onlyOwn.slice(0, 3).map((row) => `  own  ${row}`));
    differences.push(...onlyMade.slice(0, 3).map((row) => `  made ${row}`));
  }
  const heads = [own, made].map(({ sampleTypes, period, periodType }) =>
    JSON.stringify([sampleTypes, String(period), periodType]),
  );
  if (heads[0] !== heads[1]) differences.push(`  own  ${heads[0]}\n  made ${heads[1]}`);
  total.profiles++;
  total.samples += expected.length;
  total.apart += apart + (heads[0] === heads[1] ? 0 : 1);
  console.log(`${title}: ${expected.length} samples, ${apart} apart`);
  for (const difference of differences) console.log(difference);
}

/** One line a sample: values, labels, locations. Of goroutine profiles without the one that wrote it. */
function rowsOf(profile, kind) {
  const { samples, locations, lines, functions, labels, strings } = profile;
  const rows = [];
  for (let i = 0; i < samples.length; i++) {
    const stack = [];
    for (let j = samples.stackStart[i]; j < samples.stackStart[i + 1]; j++) {
      const location = samples.locations[j];
      const calls = [];
      for (let k = locations.lineStart[location]; k < locations.lineStart[location + 1]; k++) {
        const func = lines.func[k];
        const name = `${strings[functions.name[func]]}(${functions.startLine[func]})`;
        calls.push(`${name} ${strings[functions.filename[func]]}:${lines.line[k]}`);
      }
      stack.push(`${locations.address[location].toString(16)} ${calls.join(' < ')}`);
    }
    const own = [];
    for (let j = samples.labelStart[i]; j < samples.labelStart[i + 1]; j++) {
      own.push(
        `${strings[labels.key[j]]}=${strings[labels.str[j]]}${labels.num[j]}${strings[labels.numUnit[j]]}`,
      );
    }
    if (samples.values.every(({ numbers }) => numbers[i] === 0)) continue;
    const text = `${samples.values.map(({ numbers }) => numbers[i])} [${own.sort()}] ${stack.join(' | ')}`;
    if (kind === 'heap' || !/\bmain\.main\(/.test(text)) rows.push(text);
  }
  return rows;
}

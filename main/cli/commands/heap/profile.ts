import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import { formatCount } from '../../../../app/domain/format/format';
import { toGoroutineProfile, toHeapProfile, type AnalyzedHeap } from '../../../../app/domain/heap';
import { encodeProfile } from '../../../../app/domain/pprof/encode-profile';
import type { Profile } from '../../../../app/domain/pprof/profile';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import type { Verb } from '../../verbs';
import { openTarget } from './run-heap-verb';

const kinds = ['heap', 'goroutine', 'goroutineleak'] as const;
type Kind = (typeof kinds)[number];

/** `trivet heap profile FILE -o OUT`: the profile that the process would have written itself, made of its memory. */
export const profile: Verb = {
  options: {
    output: { type: 'string', short: 'o' },
    kind: { type: 'string' },
    binary: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  async run(values, [file]) {
    const { output, kind = 'heap', binary } = values as Record<string, string | undefined>;
    if (output === undefined) return { usage: 'Name the file to write with -o FILE.' };
    if (!isKind(kind)) return { usage: `--kind wants one of ${kinds.join(', ')}.` };
    const heap = await openTarget(file!, binary, false);
    const made = heap.ok ? makeProfile(heap.value, kind) : heap;
    const written = made.ok ? await write(resolve(output), made.value) : made;
    if (!made.ok || !written.ok) {
      const { error } = (made.ok ? written : made) as { error: Failure };
      printFailure(error);
      if (values['json'] === true) await printJson({ format: 1, failure: error });
      return statusOf(error);
    }
    const { samples, sampleTypes } = made.value;
    const totals = sampleTypes.map(({ type, unit }, i) => ({
      type,
      unit,
      total: samples.values[i]!.numbers.reduce((sum, value) => sum + value, 0),
    }));
    const document = { format: 1, file: resolve(output), kind, samples: samples.length, totals };
    if (values['json'] === true) await printJson(document);
    else {
      const sums = totals.map(({ type, total }) => `${type} ${formatCount(total)}`).join(', ');
      process.stdout.write(`${resolve(output)}: ${formatCount(samples.length)} samples, ${sums}\n`);
    }
    return exitStatus.nothingConfirmed;
  },
};

const isKind = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind);

function makeProfile({ analysis, image }: AnalyzedHeap, kind: Kind): Result<Profile, Failure> {
  const atMs = image.snapshot.header.stoppedAtMs;
  if (kind !== 'heap') {
    return ok(toGoroutineProfile(analysis.goroutineStacks, atMs, kind === 'goroutineleak'));
  }
  const { profile: buckets, profileRate = 0 } = analysis;
  if (profileRate > 0 && buckets.length > 0) return ok(toHeapProfile(buckets, profileRate, atMs));
  return err({
    code: 'unsupported',
    message: 'The program in the snapshot has no heap profile: it was linked without.',
    remedy: 'It is there when the program refers to runtime/pprof or runtime.MemProfile.',
  });
}

async function write(file: string, made: Profile): Promise<Result<undefined, Failure>> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const bytes = encodeProfile(made);
    await writeFile(file, file.endsWith('.gz') ? gzipSync(bytes) : bytes);
    return ok(undefined);
  } catch (cause) {
    return err({ code: 'disk', message: `${file} cannot be written.`, detail: String(cause) });
  }
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatBytes } from '../../../../app/domain/format/format';
import type { Profile } from '../../../../app/domain/pprof/profile';
import { recogniseProfile } from '../../../../app/domain/pprof/profile-kind';
import { computeVariances } from '../../../../app/domain/pprof/sampling-error';
import { err, ok, type Result } from '../../../../app/contract/result';
import { AnalysisClient } from '../../../analysis/client';
import { quoteWord } from '../../../build/shell-words';
import { isGzip } from '../../../analysis/profile-file';
import { inspectProfile } from '../../../capture/profile-sources/inspect-profile';
import { openProfileSource } from '../../../capture/profile-sources/open-source';
import type {
  FetchedProfile,
  ProfileSourceFailure,
} from '../../../capture/profile-sources/profile-source';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import { formatFigure } from './figures';
import { parseSeconds } from '../../seconds';
import { readSourceOptions, sourceOptions } from './source-options';
import type { Verb } from '../../verbs';

const maxSeconds = 3600;

/** `trivet profile fetch URL|PID|FILE|BUNDLE -o FILE`: takes one profile and checks that it is one. */
export const fetch: Verb = {
  options: {
    ...sourceOptions,
    output: { type: 'string', short: 'o' },
    seconds: { type: 'string' },
    gc: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: ['URL|PID|FILE|BUNDLE'],
  async run(values, [from]) {
    const { output, kind } = values as { output?: string; kind?: string };
    if (output === undefined) return { usage: 'Name the file to write with -o FILE.' };
    const seconds = values['seconds'] === undefined ? undefined : parseSeconds(values['seconds']);
    if (values['seconds'] !== undefined && (!seconds || seconds > maxSeconds)) {
      return { usage: '--seconds wants a number of seconds, at most an hour.' };
    }
    const options = await readSourceOptions(values);
    if (!options.ok) return { usage: options.error };
    const abort = new AbortController();
    const onSignal = () => abort.abort();
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    try {
      const request = { kind, seconds, forceGc: values['gc'] === true, signal: abort.signal };
      const fetched =
        kind === 'memory'
          ? await fetchFromMemory(resolve(from!))
          : await fetchFrom(from!, options.value, request);
      if (!fetched.ok) return await refuse(fetched.error, values['json'] === true);
      const profile = await inspectProfile(fetched.value.bytes, fetched.value.name);
      if (!profile.ok) return await refuse(profile.error, values['json'] === true);
      const file = resolve(output);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, packed(fetched.value.bytes, file));
      await report(file, profile.value, fetched.value, values['json'] === true);
      return exitStatus.nothingConfirmed;
    } catch (cause) {
      const message = `Could not write ${output}.`;
      return await refuse({ code: 'disk', message, detail: String(cause) }, false);
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    }
  },
};

/** Named as the source calls itself: what the person wrote may hold a key. */
type NamedProfile = FetchedProfile & { readonly name: string };

async function fetchFrom(
  from: string,
  options: Parameters<typeof openProfileSource>[1],
  request: { kind?: string | undefined; seconds: number | undefined; signal: AbortSignal },
): Promise<Result<NamedProfile, ProfileSourceFailure>> {
  const source = await openProfileSource(from, options);
  if (!source.ok) return source;
  try {
    const fetched = await source.value.fetch(request);
    return fetched.ok ? ok({ ...fetched.value, name: source.value.name }) : fetched;
  } finally {
    source.value.close();
  }
}

/** The heap profile that lies in the memory snapshot of a bundle: it needs no endpoint in the program. */
async function fetchFromMemory(dir: string): Promise<Result<NamedProfile, ProfileSourceFailure>> {
  const analysis = new AnalysisClient(join(__dirname, 'worker.cjs'));
  try {
    const read = await analysis.ask('profile.from-memory', { dir });
    if (!read.ok) return err({ ...read.error, code: 'unsupported' });
    const { bytes, atMs } = read.value;
    const command = `trivet profile fetch ${quoteWord(dir)} --kind memory -o heap.pb.gz`;
    const times = { startedAtMs: atMs, endedAtMs: atMs };
    return ok({ bytes, kind: 'heap', ...times, command, name: `the memory snapshot of ${dir}` });
  } finally {
    await analysis.dispose();
  }
}

async function refuse(failure: ProfileSourceFailure, json: boolean): Promise<number> {
  printFailure(failure);
  if (json) await printJson({ format: 1, failure });
  return statusOf(failure);
}

/** A name that ends in `.gz` says gzip. */
const packed = (bytes: Uint8Array, file: string) =>
  file.endsWith('.gz') && !isGzip(bytes) ? gzipSync(bytes) : bytes;

async function report(
  file: string,
  profile: Profile,
  { kind: hint, command, bytes }: FetchedProfile,
  json: boolean,
): Promise<void> {
  const kind = recogniseProfile(profile, hint);
  const sampleTypes = profile.sampleTypes.map((type, column) => {
    const variances = computeVariances(profile, column);
    const sum = (values: Float64Array | undefined) =>
      (values ?? new Float64Array(0)).reduce((total, value) => total + value, 0);
    return {
      ...type,
      nature: kind.natures[column],
      total: sum(profile.samples.values[column]?.numbers),
      ...(variances && { standardError: Math.sqrt(sum(variances)) }),
    };
  });
  const first = sampleTypes[kind.defaultSampleType];
  if (json) {
    const { name, sampling } = kind;
    const shown = { kind: name, sampling, defaultSampleType: first?.type, sampleTypes };
    await printJson({ format: 1, file, command, samples: profile.samples.length, ...shown });
    return;
  }
  const figure =
    first && `${first.type} ${formatFigure(first.total, first.unit, first.standardError)}`;
  const size = `${profile.samples.length} samples, ${formatBytes(bytes.length)}`;
  process.stdout.write(`${kind.name}: ${figure ?? 'empty'} · ${size} → ${file}\n`);
}

import { resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import {
  investigationPlanSchema,
  type InvestigationPlanInput,
} from '../../../../app/contract/session';
import { formatBytes, formatCount, formatMs } from '../../../../app/domain/format/format';
import { analyzeTraceFile, sumsOnly } from '../../../analysis/trace-file';
import { LastSeconds, type KeptSeconds } from '../../../capture/last-seconds';
import { exitStatus, printFailure, statusOf } from '../../output';
import { parseSeconds } from '../../seconds';
import type { Values, Verb } from '../../verbs';
import { networkOptions, readSourceOptions } from '../profile/source-options';
import { openRecordSource, type RecordSource } from './record-source';

const maxSeconds = 3600;
const defaultMib = 32;

/** `trivet trace record DIR|PID|URL -o FILE`: a trace of some seconds, or the last ones whenever they are wanted. */
export const record: Verb = {
  options: {
    ...networkOptions,
    output: { type: 'string', short: 'o' },
    duration: { type: 'string' },
    'keep-last': { type: 'string' },
    'max-mib': { type: 'string' },
    package: { type: 'string' },
    build: { type: 'string' },
    load: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['DIR|PID|URL…'],
  async run(values, [from, ...args]) {
    const read = readPlan(values, args);
    if (!read.ok) return { usage: read.error };
    const plan = read.value;
    const options = await readSourceOptions(values);
    if (!options.ok) return { usage: options.error };
    // The one for the launch ends the program; it must not end before its last seconds are kept.
    const opening = new AbortController();
    const abort = new AbortController();
    let isOpen = false;
    const onSignal = () => (isOpen ? abort : opening).abort();
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    const source = await openRecordSource(from!, plan.target, options.value, opening.signal);
    isOpen = true;
    try {
      if (!source.ok) return refuse(source.error);
      const recording = { ...plan, isJson: values['json'] === true, signal: abort.signal };
      return plan.lastSeconds === undefined
        ? await recordSeconds(source.value, recording)
        : await recordLast(source.value, { ...recording, lastSeconds: plan.lastSeconds });
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      if (source.ok) await source.value.close();
    }
  },
};

interface Recording {
  readonly file: string;
  readonly seconds: number;
  readonly maxBytes: number;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

interface Plan extends Pick<Recording, 'file' | 'seconds' | 'maxBytes'> {
  /** Of the flight recorder's window; undefined: record for `seconds`. */
  readonly lastSeconds: number | undefined;
  readonly target: InvestigationPlanInput;
}

function readPlan(values: Values, args: readonly string[]): Result<Plan, string> {
  const { output } = values;
  if (typeof output !== 'string') return err('Name the file to write with -o FILE.');
  const seconds = parseSeconds(values['duration'] ?? '5s');
  if (!seconds || seconds > maxSeconds) {
    return err('--duration wants a time such as 5s, at most an hour.');
  }
  const last = values['keep-last'];
  const lastSeconds = last === undefined ? undefined : parseSeconds(last);
  if (last !== undefined && (!lastSeconds || lastSeconds > maxSeconds)) {
    return err('--keep-last wants a time such as 10s, at most an hour.');
  }
  if (last !== undefined && values['duration'] !== undefined) {
    return err('--duration and --keep-last exclude each other: the last seconds have no end.');
  }
  const mib = Number(values['max-mib'] ?? defaultMib);
  if (!Number.isSafeInteger(mib) || mib < 1 || mib > 4096) {
    return err('--max-mib wants a whole number of mebibytes, from 1 to 4096.');
  }
  const target = investigationPlanSchema.partial().safeParse({
    package: values['package'],
    buildProfile: values['build'],
    load: values['load'],
    args,
  });
  if (!target.success) {
    return err('--build is one of released, readable, no-inlining, race.');
  }
  const file = resolve(output);
  return ok({ file, seconds, lastSeconds, maxBytes: mib * 2 ** 20, target: target.data });
}

async function recordSeconds(source: RecordSource, recording: Recording): Promise<number> {
  const { file, seconds, signal } = recording;
  process.stderr.write(`${source.name}: recording for ${formatMs(seconds * 1000)}\n`);
  const recorded = await source.trace(file, seconds * 1000, signal);
  // Ended early, it is shorter and no less a trace, unless nothing was written.
  if (!recorded.ok && recorded.error.code !== 'cancelled') return refuse(recorded.error);
  return tell({ file, atMs: Date.now() }, recording.isJson);
}

async function recordLast(
  source: RecordSource,
  { file, maxBytes, isJson, signal, lastSeconds }: Recording & { lastSeconds: number },
): Promise<number> {
  if (source.client === undefined) {
    return refuse({
      code: 'unsupported',
      message: 'The last seconds can be kept only of a program that Trivet launches.',
      remedy: 'Name the folder of its project.',
    });
  }
  const limits = { seconds: lastSeconds, maxBytes };
  const flight = await LastSeconds.start(source.client, file, limits);
  if (!flight.ok) return refuse(flight.error);
  let status: number = exitStatus.nothingConfirmed;
  const keep = async () => {
    const kept = await flight.value.keep();
    status = kept.ok ? tell(kept.value, isJson) : refuse(kept.error);
  };
  const onKeep = () => void keep();
  process.on('SIGUSR2', onKeep);
  if (process.stdin.isTTY) process.stdin.on('data', onKeep);
  const enter = process.stdin.isTTY ? ', or when you press Enter' : '';
  process.stderr.write(
    `${source.name}: its last ${formatMs(lastSeconds * 1000)} are kept at kill -USR2 ${process.pid}${enter}. Ctrl+C keeps them a last time and ends it.\n`,
  );
  const interrupted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });
  const ended = await Promise.race([source.whenExited, interrupted]);
  process.off('SIGUSR2', onKeep);
  process.stdin.off('data', onKeep).pause();
  if (ended === undefined) {
    await keep();
    await flight.value.stop();
    return status;
  }
  // The window was in the memory of the program.
  if (flight.value.count === 0) return refuse(ended);
  printFailure(ended);
  return status;
}

function refuse(failure: Failure): number {
  printFailure(failure);
  return statusOf(failure);
}

/** Says what was recorded, as its reader sees it: a file that is no trace is none. */
function tell({ file, atMs }: KeptSeconds, isJson: boolean): number {
  let sizeBytes = 0;
  const trace = analyzeTraceFile(file, {
    ...sumsOnly,
    onProgress: ({ totalBytes }) => void (sizeBytes = totalBytes),
  });
  if (!trace.ok) return refuse(trace.error);
  const { duration, events, goroutines } = trace.value;
  if (isJson) {
    const document = { format: 1, file, atMs, sizeBytes, durationNs: duration, events };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else {
    process.stdout.write(
      `${file}: ${formatMs(duration / 1e6)}, ${formatCount(events)} events, ${formatCount(goroutines.count)} goroutines alive, ${formatBytes(sizeBytes)}\n`,
    );
  }
  return exitStatus.nothingConfirmed;
}

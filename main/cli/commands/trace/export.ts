import { gzipSync } from 'node:zlib';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import {
  analyzeTrace,
  computeTraceProfile,
  countLeftOut,
  type ReadOptions,
  type TraceAnalysis,
  type TraceProfileKind,
  type TraceSource,
  type TraceWarning,
} from '../../../../app/domain/exectrace';
import {
  exportChrome,
  exportPerfetto,
  type TimelineLanes,
} from '../../../../app/domain/exectrace/export-timeline';
import { formatCount, formatMs } from '../../../../app/domain/format/format';
import { encodeProfile } from '../../../../app/domain/pprof/encode-profile';
import { traceFailure, withTraceFileAsync } from '../../../analysis/trace-file';
import { ReadingProgress } from '../../reading-progress';
import { isSameFile, openOutput, type Output } from '../../open-output';
import { exitStatus, printFailure } from '../../output';
import { OutputFailed } from '../../output-failed';
import { reportDamage } from './report-damage';
import type { Verb } from '../../verbs';
import { withTrace } from './with-trace';

/** Names of `go tool trace -pprof` where it has one. */
const profiles: Readonly<Record<string, TraceProfileKind>> = {
  'pprof:sched': 'sched',
  'pprof:sync': 'sync',
  'pprof:syscall': 'syscall',
  'pprof:net': 'network',
  'pprof:chan': 'chan',
  'pprof:select': 'select',
};
const formats = ['perfetto', 'chrome', ...Object.keys(profiles)];

const lanesByName: Readonly<Record<string, TimelineLanes>> = {
  procs: { procs: true, goroutines: false },
  goroutines: { procs: false, goroutines: true },
  all: { procs: true, goroutines: true },
};

/** `trivet trace export FILE --format F`: the trace for another tool. */
export const exportTrace: Verb = {
  options: {
    format: { type: 'string' },
    lanes: { type: 'string' },
    open: { type: 'boolean' },
    out: { type: 'string', short: 'o' },
  },
  positionals: ['FILE'],
  async run(values, [file]) {
    const { format, lanes = 'all', out } = values as Readonly<Record<string, string | undefined>>;
    const includeOpen = values['open'] === true;
    if (format === undefined || !formats.includes(format)) {
      return { usage: `--format wants one of ${formats.join(', ')}.` };
    }
    if (!Object.hasOwn(lanesByName, lanes)) {
      return { usage: `--lanes wants one of ${Object.keys(lanesByName).join(', ')}.` };
    }
    if (includeOpen && !Object.hasOwn(profiles, format)) {
      return { usage: '--open is for the pprof formats: the others show every wait.' };
    }
    if (out === undefined && process.stdout.isTTY && format !== 'chrome') {
      return { usage: 'This format is not for a terminal: name a file with -o.' };
    }
    if (out !== undefined && isSameFile(file!, out)) {
      return { usage: 'The export would overwrite the trace: name another file with -o.' };
    }
    const output = openOutput(out);
    if (!output.ok) {
      printFailure(output.error);
      return exitStatus.incomplete;
    }
    const written = await withTrace(file!, (path) =>
      write(path, { format, lanes: lanesByName[lanes]!, includeOpen }, output.value),
    );
    // Whoever reads no further has seen enough.
    if (output.value.closed) return exitStatus.nothingConfirmed;
    if (!written.ok) {
      printFailure(written.error);
      return exitStatus.incomplete;
    }
    const { warnings, note, ...read } = written.value;
    const status = reportDamage(warnings, read);
    if (note !== undefined) process.stderr.write(`trivet: ${note}\n`);
    return status;
  },
};

interface Wanted {
  readonly format: string;
  readonly lanes: TimelineLanes;
  /** In a profile also what `go tool trace -pprof` leaves out. */
  readonly includeOpen: boolean;
}

/** How much of the trace is in the export. */
interface Exported {
  readonly generations: number;
  readonly warnings: readonly TraceWarning[];
  /** What is to be known of the export. */
  readonly note?: string;
}

/** Writes and closes the output; one of no complete generation is not kept. */
async function write(
  file: string,
  wanted: Wanted,
  output: Output,
): Promise<Result<Exported, Failure>> {
  const progress = new ReadingProgress(process.stderr);
  const pass = (source: TraceSource): Promise<Result<Exported, Failure>> => {
    const onProgress = (at: { readBytes: number; totalBytes: number }) => {
      progress.report(at);
      return output.closed;
    };
    const kind = profiles[wanted.format];
    return kind === undefined
      ? writeTimeline(source, file, wanted, output, { onProgress })
      : writeProfile(source, file, kind, wanted.includeOpen, output, { onProgress });
  };
  try {
    const written = await withTraceFileAsync(file, pass);
    output.close(written.ok && written.value.generations > 0);
    return written;
  } catch (cause) {
    output.close(false);
    if (!(cause instanceof OutputFailed)) throw cause;
    return err(cause.failure);
  } finally {
    progress.done();
  }
}

async function writeProfile(
  source: TraceSource,
  file: string,
  kind: TraceProfileKind,
  includeOpen: boolean,
  output: Output,
  options: ReadOptions,
): Promise<Result<Exported, Failure>> {
  const trace = analyzeTrace(source, { ...options, endedLimit: 0, stripsPerGroup: 0 });
  if (!trace.ok) return err(traceFailure(file, trace.error));
  output.write(gzipSync(encodeProfile(computeTraceProfile(trace.value, kind, { includeOpen }))));
  const { generations, warnings } = trace.value;
  const note = includeOpen ? undefined : describeLeftOut(trace.value, kind);
  return ok({ generations, warnings, ...(note !== undefined && { note }) });
}

/** A leak waits to the end of the trace, and so is no part of what `go tool trace` counts. */
function describeLeftOut(trace: TraceAnalysis, kind: TraceProfileKind): string | undefined {
  const { waits, ns } = countLeftOut(trace, kind);
  if (waits === 0) return undefined;
  const other = kind === 'sched' ? 'were the first of a goroutine' : 'have no reason told';
  return `${formatCount(waits)} waits (${formatMs(ns / 1e6)}) are not in it, as in go tool trace: they were still open when the trace stopped, or ${other}. --open adds them.`;
}

async function writeTimeline(
  source: TraceSource,
  file: string,
  { format, lanes }: Wanted,
  output: Output,
  options: ReadOptions,
): Promise<Result<Exported, Failure>> {
  const writing =
    format === 'chrome'
      ? exportChrome(source, (text) => output.write(Buffer.from(text)), lanes, options)
      : exportPerfetto(source, output.write, lanes, options);
  for (;;) {
    const read = writing.advance();
    if (read === undefined) {
      // A signal is heard when the event loop turns: a file begun is taken away then.
      await new Promise(setImmediate);
    } else if (!read.ok) {
      return err(traceFailure(file, read.error));
    } else {
      const { generations, warning } = read.value;
      return ok({ generations, warnings: warning === undefined ? [] : [warning] });
    }
  }
}

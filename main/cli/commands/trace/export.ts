import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import {
  analyzeTrace,
  computeTraceProfile,
  type TraceProfileKind,
  type TraceSource,
  type TraceWarning,
} from '../../../../app/domain/exectrace';
import {
  exportChrome,
  exportPerfetto,
  type TimelineLanes,
} from '../../../../app/domain/exectrace/export-timeline';
import { encodeProfile } from '../../../../app/domain/pprof/encode-profile';
import { traceFailure, withTraceFile } from '../../../analysis/trace-file';
import { ReadingProgress } from '../../reading-progress';
import { exitStatus, printFailure } from '../../output';
import { isSameFile, openOutput, OutputFailed, type Output } from './open-output';
import { printWarnings } from './print-warnings';
import type { Verb } from '../../verbs';

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
    out: { type: 'string', short: 'o' },
  },
  positionals: ['FILE'],
  async run(values, [file]) {
    const { format, lanes = 'all', out } = values as Readonly<Record<string, string | undefined>>;
    if (format === undefined || !formats.includes(format)) {
      return { usage: `--format wants one of ${formats.join(', ')}.` };
    }
    if (!Object.hasOwn(lanesByName, lanes)) {
      return { usage: `--lanes wants one of ${Object.keys(lanesByName).join(', ')}.` };
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
    const written = write(resolve(file!), format, lanesByName[lanes]!, output.value);
    output.value.close(written.ok);
    if (!written.ok) {
      printFailure(written.error);
      return exitStatus.incomplete;
    }
    printWarnings(written.value);
    return exitStatus.nothingConfirmed;
  },
};

/** @returns what of the trace could not be read. */
function write(
  file: string,
  format: string,
  lanes: TimelineLanes,
  output: Output,
): Result<readonly TraceWarning[], Failure> {
  const progress = new ReadingProgress(process.stderr);
  const pass = (source: TraceSource): Result<readonly TraceWarning[], Failure> => {
    const options = { onProgress: progress.report };
    const kind = profiles[format];
    if (kind !== undefined) {
      const trace = analyzeTrace(source, { ...options, endedLimit: 0, stripsPerGroup: 0 });
      progress.done();
      if (!trace.ok) return err(traceFailure(file, trace.error));
      output.write(gzipSync(encodeProfile(computeTraceProfile(trace.value, kind))));
      return ok(trace.value.warnings);
    }
    const read =
      format === 'chrome'
        ? exportChrome(source, (text) => output.write(Buffer.from(text)), lanes, options)
        : exportPerfetto(source, output.write, lanes, options);
    progress.done();
    if (!read.ok) return err(traceFailure(file, read.error));
    return ok(read.value.warning === undefined ? [] : [read.value.warning]);
  };
  try {
    return withTraceFile(file, pass);
  } catch (cause) {
    if (!(cause instanceof OutputFailed)) throw cause;
    progress.done();
    return err(cause.failure);
  }
}

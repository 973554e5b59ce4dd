import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import {
  analyzeTrace,
  formatTraceError,
  type AnalyzeOptions,
  type TraceAnalysis,
  type TraceError,
  type TraceSource,
} from '../../app/domain/exectrace';
import { analyzeWithThread } from './analyze-with-thread';
import { TraceFile } from './trace-spool';

/** Lends a trace file to `use` as a source read by `pread`; it is closed when `use` returns. */
export function withTraceFile<T>(
  file: string,
  use: (source: TraceSource) => Result<T, Failure>,
): Result<T, Failure> {
  const source = open(file);
  if (!source.ok) return source;
  try {
    return use(source.value);
  } catch (cause) {
    return err(readFailure(file, cause));
  } finally {
    source.value.close();
  }
}

/** The same for one who gives way to others while it reads. */
export async function withTraceFileAsync<T>(
  file: string,
  use: (source: TraceSource) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const source = open(file);
  if (!source.ok) return source;
  try {
    return await use(source.value);
  } catch (cause) {
    return err(readFailure(file, cause));
  } finally {
    source.value.close();
  }
}

function open(file: string): Result<TraceFile, Failure> {
  try {
    return ok(TraceFile.open(file));
  } catch (cause) {
    return err({
      code: 'disk',
      message: `${file} cannot be read.`,
      remedy: 'Check that the file exists and that you may read it.',
      detail: String(cause),
    });
  }
}

/** What the system says of reading; all else is a fault of ours, or not about the file. */
function readFailure(file: string, cause: unknown): Failure {
  if (!isSystemError(cause)) throw cause;
  return { code: 'disk', message: `${file} cannot be read.`, detail: String(cause) };
}

/** A second thread takes some time to start: it pays from here on. */
const smallBytes = 16e6;

/** With a second thread when that is faster; without when there is none to be had. */
function analyze(source: TraceSource, options: AnalyzeOptions): Result<TraceAnalysis, TraceError> {
  const script = join(__dirname, 'analyzer.cjs');
  const isLarge = source.size >= smallBytes && cpus().length > 1;
  const shared = isLarge && existsSync(script) && analyzeWithThread(source, options, script);
  return shared || analyzeTrace(source, options);
}

/** For who tells of groups and names: single goroutines, tasks and regions are not listed. */
export const sumsOnly = { endedLimit: 0, stripsPerGroup: 0, annotationLimit: 0 };

/** All analyses of a trace file, in one pass. */
export function analyzeTraceFile(
  file: string,
  options: AnalyzeOptions = {},
): Result<TraceAnalysis, Failure> {
  return withTraceFile(file, (source) => {
    const trace = analyze(source, options);
    return trace.ok ? ok(trace.value) : err(traceFailure(file, trace.error));
  });
}

/** What the person reads when a file is not a trace that we read. */
export function traceFailure(file: string, error: TraceError): Failure {
  if (error.code === 'cancelled') return { code: 'cancelled', message: 'Reading was cancelled.' };
  const code = error.code === 'unsupported-version' ? 'trace-version' : 'not-a-trace';
  return { code, message: `${file}: ${formatTraceError(error)}` };
}

const isSystemError = (cause: unknown): boolean =>
  cause instanceof Error && 'syscall' in cause && 'errno' in cause;

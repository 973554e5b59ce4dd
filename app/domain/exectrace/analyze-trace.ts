import { err, ok, type Result } from '../../contract/result';
import { Kernel } from './kernel/kernel';
import { readTrace } from './read-trace';
import type { AnalyzeOptions, TraceAnalysis } from './trace-analysis';
import { TraceAnalyzer } from './trace-analyzer';
import type { TraceError } from './trace-error';
import type { TraceRead } from './trace-reader';
import type { TraceSource } from './trace-source';

/**
 * Reads a whole trace in one pass and answers with its tables. What can be read of a damaged trace
 * is answered with a warning; only when that is nothing at all, with an error.
 */
export function analyzeTrace(
  source: TraceSource,
  options: AnalyzeOptions = {},
): Result<TraceAnalysis, TraceError> {
  const kernel = Kernel.borrow();
  const analyzer = new TraceAnalyzer(options, kernel);
  const read = readTrace(source, analyzer, { ...options, kernel });
  if (!read.ok) return read;
  // Events from the first generation on; a border of generations alone says nothing.
  const isEmpty = analyzer.threads === 0;
  const trace = isEmpty ? err(nothingIn(source, read.value)) : ok(analyzer.finish(read.value));
  kernel.giveBack();
  return trace;
}

/** Why a trace cannot be analysed in which no thread has an event. */
export function nothingIn(source: TraceSource, { warning }: TraceRead): TraceError {
  const at = warning?.at ?? source.size;
  return { code: 'damaged', at, reason: warning?.reason ?? 'it holds no events' };
}

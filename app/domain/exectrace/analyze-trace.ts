import { err, type Result } from '../../contract/result';
import type { AnalyzeOptions, TraceAnalysis } from './trace-analysis';
import type { TraceError } from './trace-error';
import { readTraceVersion } from './trace-header';
import type { TraceSource } from './trace-source';

/** Reads a whole trace in one pass and answers with its tables. */
export function analyzeTrace(
  source: TraceSource,
  options: AnalyzeOptions = {},
): Result<TraceAnalysis, TraceError> {
  const version = readTraceVersion(source);
  if (!version.ok) return version;
  if (options.onProgress?.({ readBytes: 0, totalBytes: source.size }) === true) {
    return err({ code: 'cancelled' });
  }
  return err({ code: 'damaged', at: 0, reason: 'no generation could be read' });
}

import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { AnalyzeOptions } from '../../app/domain/exectrace';
import { computeTraceSummary, type TraceSummary } from '../../app/domain/tracediff';
import { analyzeTraceFile } from './trace-file';

/** What of a trace file is compared; all else of the trace is let go before this returns. */
export function summariseTraceFile(
  file: string,
  options: Pick<AnalyzeOptions, 'onProgress'> = {},
): Result<TraceSummary, Failure> {
  // Rows and strips of single goroutines are not compared.
  const trace = analyzeTraceFile(file, { ...options, endedLimit: 0, stripsPerGroup: 0 });
  if (!trace.ok) return trace;
  const summary = computeTraceSummary(trace.value, file);
  if (trace.value.generations > 0) return ok(summary);
  return err({
    code: 'not-a-trace',
    message: `${file} holds no complete generation, so there is nothing to compare.`,
    remedy: 'Record longer, and let the recording end by itself.',
    ...(summary.warnings.length > 0 && { detail: summary.warnings.join('\n') }),
  });
}

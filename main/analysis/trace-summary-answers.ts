import { statSync } from 'node:fs';
import type { Failure } from '../../app/contract/failure';
import type { TraceSummaryDocument } from '../../app/contract/trace-summary';
import { err, ok, type Result } from '../../app/contract/result';
import type { GoroutineId, TraceNs } from '../../app/contract/units';
import {
  computeCriticalPath,
  computeTraceSummaryDocument,
  describePathView,
  type CriticalPathOf,
} from '../../app/domain/exectrace';
import { criticalPathFailure } from './critical-path-failure';
import type { Questions, TellShare } from './protocol';
import { analyzeTraceFile, withTraceFile } from './trace-file';

/** Summaries kept: some hundred kilobytes each. */
const maxKept = 4;
/** Segments of a path that a window is given: more than it has pixels for. */
const maxSegments = 2_000;

type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Questions about a trace as a whole; each but a repeated one reads it once. */
export function traceSummaryAnswers() {
  const kept = new Map<
    string,
    { readonly stamp: string; readonly summary: TraceSummaryDocument }
  >();
  return {
    'trace.summary': async (
      { trace: file }: Questions['trace.summary']['input'],
      tell?: TellShare,
    ): Answer<'trace.summary'> => {
      const status = statSync(file, { throwIfNoEntry: false });
      const stamp = `${status?.mtimeMs} ${status?.size}`;
      const known = kept.get(file);
      if (known?.stamp === stamp) return ok(known.summary);
      // Names, moments and sums: single goroutines are not listed.
      const limits = { endedLimit: 0, stripsPerGroup: 0 };
      const trace = analyzeTraceFile(file, { ...limits, onProgress: progressTo(tell) });
      if (!trace.ok) return trace;
      const summary = computeTraceSummaryDocument(trace.value);
      kept.delete(file);
      kept.set(file, { stamp, summary });
      const oldest = kept.keys().next();
      if (kept.size > maxKept && oldest.done !== true) kept.delete(oldest.value);
      return ok(summary);
    },
    'trace.path': async (
      { trace: file, of }: Questions['trace.path']['input'],
      tell?: TellShare,
    ): Answer<'trace.path'> =>
      withTraceFile(file, (source) => {
        const question = toQuestion(of);
        const path = computeCriticalPath(source, question, { onProgress: progressTo(tell) });
        if (path.ok) return ok(describePathView(path.value, maxSegments));
        return err(criticalPathFailure(file, path.error, question));
      }),
  };
}

function toQuestion(of: Questions['trace.path']['input']['of']): CriticalPathOf {
  if ('task' in of) return of;
  return {
    begin: of.fromNs as TraceNs,
    end: (of.toNs ?? Infinity) as TraceNs,
    ...(of.goid !== undefined && { goid: of.goid as GoroutineId }),
  };
}

/** Tells each percent once. */
function progressTo(tell: TellShare = () => undefined) {
  let told = 0;
  return ({ readBytes, totalBytes }: { readBytes: number; totalBytes: number }): void => {
    const percent = totalBytes === 0 ? 100 : Math.floor((100 * readBytes) / totalBytes);
    if (percent === told) return;
    told = percent;
    tell(percent / 100);
  };
}

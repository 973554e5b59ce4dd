import type { Result } from '../../contract/result';
import { ChromeWriter } from './export/chrome-writer';
import { PerfettoWriter } from './export/perfetto-writer';
import { TimelineWalker, type TimelineLanes } from './export/timeline-walker';
import { readTrace, type ReadOptions, type TraceRead } from './read-trace';
import type { TraceError } from './trace-error';
import type { TraceSource } from './trace-source';

export type { TimelineLanes } from './export/timeline-walker';

const everyLane: TimelineLanes = { procs: true, goroutines: true };

/**
 * Writes a trace as JSON of Chrome's Trace Event Format, piece by piece. The document is whole even when the
 * trace is not: then the answer has a warning.
 */
export function exportChrome(
  source: TraceSource,
  write: (text: string) => void,
  lanes: TimelineLanes = everyLane,
  options: ReadOptions = {},
): Result<TraceRead, TraceError> {
  return walk(source, new TimelineWalker(new ChromeWriter(write), lanes), options);
}

/** Writes a trace in Perfetto's protobuf format, piece by piece. */
export function exportPerfetto(
  source: TraceSource,
  write: (chunk: Uint8Array) => void,
  lanes: TimelineLanes = everyLane,
  options: ReadOptions = {},
): Result<TraceRead, TraceError> {
  return walk(source, new TimelineWalker(new PerfettoWriter(write), lanes), options);
}

function walk(
  source: TraceSource,
  walker: TimelineWalker,
  options: ReadOptions,
): Result<TraceRead, TraceError> {
  const read = readTrace(source, walker, options);
  if (read.ok) walker.finish();
  return read;
}

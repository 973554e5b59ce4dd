import type { Result } from '../../contract/result';
import { ChromeWriter } from './export/chrome-writer';
import { PerfettoWriter } from './export/perfetto-writer';
import { TimelineWalker, type TimelineLanes } from './export/timeline-walker';
import type { ReadOptions, TraceRead } from './read-trace';
import type { TraceError } from './trace-error';
import { TraceReader } from './trace-reader';
import type { TraceSource } from './trace-source';

export type { TimelineLanes } from './export/timeline-walker';

const everyLane: TimelineLanes = { procs: true, goroutines: true };

/** An export under way. */
export interface TimelineExport {
  /**
   * Writes some ten milliseconds' worth: whoever calls it can be interrupted between. The document is
   * whole even when the trace is not: then the answer has a warning.
   *
   * @returns undefined when there is more to do.
   */
  advance(): Result<TraceRead, TraceError> | undefined;
}

/** Writes a trace as JSON of Chrome's Trace Event Format, piece by piece. */
export const exportChrome = (
  source: TraceSource,
  write: (text: string) => void,
  lanes: TimelineLanes = everyLane,
  options: ReadOptions = {},
): TimelineExport =>
  startExport(source, new TimelineWalker(new ChromeWriter(write), lanes), options);

/** Writes a trace in Perfetto's protobuf format, piece by piece. */
export const exportPerfetto = (
  source: TraceSource,
  write: (chunk: Uint8Array) => void,
  lanes: TimelineLanes = everyLane,
  options: ReadOptions = {},
): TimelineExport =>
  startExport(source, new TimelineWalker(new PerfettoWriter(write), lanes), options);

function startExport(
  source: TraceSource,
  walker: TimelineWalker,
  options: ReadOptions,
): TimelineExport {
  const reader = new TraceReader(source, walker, options);
  return {
    advance() {
      if (reader.advance(true) !== 'ended') return undefined;
      const read = reader.finish();
      if (read.ok) walker.finish();
      return read;
    },
  };
}

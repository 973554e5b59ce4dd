import type { Result } from '../../contract/result';
import type { TraceSink } from './event-block';
import type { TraceError } from './trace-error';
import { TraceReader, type ReadOptions, type TraceRead } from './trace-reader';
import type { TraceSource } from './trace-source';

export type { ReadOptions, TraceRead } from './trace-reader';

/** Reads a whole trace; see TraceReader. Damage ends the stream with a warning. */
export function readTrace(
  source: TraceSource,
  sink: TraceSink,
  options: ReadOptions = {},
): Result<TraceRead, TraceError> {
  return new TraceReader(source, sink, options).finish();
}

import type { TracePathView } from '../../../app/contract/trace-summary';
import type { TraceRange } from './use-trace-range';

/** Class of the colour that a state has on the timeline too. */
export const stateClass = (state: string): string =>
  ['runnable', 'running', 'syscall', 'waiting'].includes(state) ? `state-${state}` : 'state-other';

/** Selects a segment: who, when and where. */
export function chooseSegment(path: TracePathView, index: number, range: TraceRange): void {
  const segment = path.segments[index];
  if (segment === undefined) return;
  const place = path.places[index]?.place;
  range.choose(segment, {
    goroutine: segment.goid,
    ...(place !== undefined && {
      function: place.function,
      source: { path: place.file, line: place.line },
    }),
  });
}

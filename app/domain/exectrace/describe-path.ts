import type { TracePath } from '../../contract/trace-path';
import type { TracePathView } from '../../contract/trace-summary';
import { getStack } from './analysis-access';
import type { CriticalPath, PathSegment } from './critical-path';
import { createFramePicker } from './program-frame';
import { formatTraceWarning } from './trace-error';

/** A critical path as plain data; all of it. */
export function describePath(path: CriticalPath): TracePath {
  return describeSegments(path, path.segments);
}

/** The same for the window: the longest segments in order of time, each with the frame to show. */
export function describePathView(path: CriticalPath, limit: number): TracePathView {
  const { segments, stacks, warning } = path;
  const shown =
    segments.length <= limit
      ? segments
      : [...segments]
          .sort((a, b) => b.end - b.begin - (a.end - a.begin))
          .slice(0, limit)
          .sort((a, b) => a.begin - b.begin);
  const document = describeSegments(path, shown);
  const pick = createFramePicker(stacks);
  return {
    ...document,
    places: document.segments.map(({ stack }) => {
      const place = pick(stack);
      return place === undefined ? {} : { place };
    }),
    omitted: segments.length - shown.length,
    ...(warning !== undefined && { warning: formatTraceWarning(warning) }),
  };
}

function describeSegments(path: CriticalPath, shown: readonly PathSegment[]): TracePath {
  const { begin, end, isComplete, segments, stacks } = path;
  const timeIn: Record<string, number> = {};
  for (const each of segments) {
    timeIn[each.state] = (timeIn[each.state] ?? 0) + each.end - each.begin;
  }
  return {
    format: 1,
    beginNs: begin,
    endNs: end,
    isComplete,
    timeIn,
    segments: shown.map((each) => ({
      goid: each.goid,
      state: each.state,
      beginNs: each.begin,
      endNs: each.end,
      reason: each.reason,
      stack: [...getStack(stacks, each.stack)],
    })),
  };
}

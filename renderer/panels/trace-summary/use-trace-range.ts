import { useCallback, useMemo } from 'react';
import { useSelection, type Selection } from '../../store/selection';

/** A stretch of the trace; an absent side is the trace's own. */
export interface Stretch {
  readonly beginNs?: number | undefined;
  readonly endNs?: number | undefined;
}

export interface TraceRange {
  /** What is selected, ns since the first event of the trace. */
  readonly range: { readonly from: number; readonly to: number } | undefined;
  /** Makes a stretch the selection of the window, with what belongs to it. */
  readonly choose: (stretch: Stretch, beside?: Partial<Selection>) => void;
  readonly isChosen: (stretch: Stretch) => boolean;
}

/** The one selection in the trace's own time: it is kept in seconds of the recording. */
export function useTraceRange(startSeconds: number, durationNs: number): TraceRange {
  const selected = useSelection(({ selection }) => selection.range);
  const select = useSelection((state) => state.select);
  const toSeconds = useCallback((ns: number) => startSeconds + ns / 1e9, [startSeconds]);
  const rangeOf = useCallback(
    ({ beginNs = 0, endNs = durationNs }: Stretch) => ({
      start: toSeconds(beginNs),
      end: toSeconds(endNs),
    }),
    [toSeconds, durationNs],
  );
  const choose = useCallback(
    (stretch: Stretch, beside: Partial<Selection> = {}) =>
      select({ ...beside, range: rangeOf(stretch) }),
    [select, rangeOf],
  );
  const isChosen = useCallback(
    (stretch: Stretch) => {
      const { start, end } = rangeOf(stretch);
      return selected?.start === start && selected.end === end;
    },
    [selected, rangeOf],
  );
  return useMemo(
    () => ({
      range: selected && {
        from: Math.round((selected.start - startSeconds) * 1e9),
        to: Math.round((selected.end - startSeconds) * 1e9),
      },
      choose,
      isChosen,
    }),
    [selected, startSeconds, choose, isChosen],
  );
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineDetail, TimelineSummary } from '../../../app/contract/timeline';
import { request } from '../../store/bridge';
import { useSelection } from '../../store/selection';

export interface ChosenSpan {
  readonly detail: TimelineDetail | undefined;
  /** Goroutine that is selected anywhere. */
  readonly goid: number | undefined;
  /** Chooses the span of a lane at a moment, and its goroutine in every panel. */
  readonly choose: (lane: number, atNs: number) => Promise<TimelineDetail | undefined>;
  /** Shows the span of a lane at a moment, and leaves the selection as it is. */
  readonly look: (lane: number, atNs: number) => Promise<TimelineDetail | undefined>;
  readonly clear: () => void;
}

/** Packages whose frames say how it waits, not where. */
const plumbing = /^(runtime|internal|sync|syscall|time|net|os|io)[./]/;

/** The span in focus, and the one selection of the window: each follows the other. */
export function useChosenSpan({ trace, startSeconds }: TimelineSummary): ChosenSpan {
  const [detail, setDetail] = useState<TimelineDetail>();
  const goid = useSelection(({ selection }) => selection.goroutine);
  const select = useSelection((state) => state.select);
  const lastAsked = useRef(0);

  const look = useCallback(
    async (lane: number, atNs: number) => {
      const ask = ++lastAsked.current;
      const reply = await request('trace.at', { trace, lane, atNs });
      if (ask !== lastAsked.current || !reply.ok) return undefined;
      setDetail(reply.value.detail);
      return reply.value.detail;
    },
    [trace],
  );
  const choose = useCallback(
    async (lane: number, atNs: number) => {
      const chosen = await look(lane, atNs);
      if (chosen?.goid === undefined) return chosen;
      const place = chosen.stack.find((frame) => !plumbing.test(frame.function)) ?? chosen.stack[0];
      const seconds = (ns: number) => startSeconds + ns / 1e9;
      select({
        goroutine: chosen.goid,
        range: { start: seconds(chosen.beginNs), end: seconds(chosen.endNs) },
        ...(chosen.function !== '' && { function: place?.function ?? chosen.function }),
        ...(place !== undefined && { source: { path: place.file, line: place.line } }),
      });
      return chosen;
    },
    [look, startSeconds, select],
  );
  const clear = useCallback(() => setDetail(undefined), []);
  useEffect(() => {
    // Chosen in another panel: this span is not what the others show any more.
    setDetail((before) =>
      before?.goid !== undefined && before.goid !== goid ? undefined : before,
    );
  }, [goid]);
  return { detail, goid, choose, look, clear };
}

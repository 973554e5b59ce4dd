import { useEffect, useMemo, useRef } from 'react';
import type {
  TimelineDetail,
  TimelinePlace,
  TimelineSummary,
} from '../../../app/contract/timeline';
import { request } from '../../store/bridge';
import { useSelection } from '../../store/selection';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';

/**
 * Turns to what another panel selected: a goroutine, a range of time, or a goroutine within one.
 * @returns the range, where it is not that of the span in focus; ns since the first event.
 */
export function useFollowedSelection(options: {
  summary: TimelineSummary;
  detail: TimelineDetail | undefined;
  controller: ViewController;
  /** Brings a place into sight without selecting anything: what was selected elsewhere stays so. */
  look: (place: TimelinePlace) => void;
}): { readonly from: number; readonly to: number } | undefined {
  const { detail, controller, look } = options;
  const { trace, startSeconds } = options.summary;
  const goid = useSelection(({ selection }) => selection.goroutine);
  const selected = useSelection(({ selection }) => selection.range);
  const range = useMemo(() => {
    if (selected === undefined) return undefined;
    const toNs = (seconds: number) => Math.round((seconds - startSeconds) * 1e9);
    return { from: Math.max(0, toNs(selected.start)), to: toNs(selected.end) };
  }, [selected, startSeconds]);
  const isOwn =
    detail !== undefined &&
    detail.goid === goid &&
    (range === undefined || range.from === Math.round(detail.beginNs));
  const followed = useRef({ goid, range });
  useEffect(() => {
    const before = followed.current;
    followed.current = { goid, range };
    const isSame = before.goid === goid && before.range === range;
    // Our own choices come with their span.
    if (isSame || isOwn) return;
    if (goid === undefined) {
      if (range !== undefined) controller.reveal(range.from, range.to);
      return;
    }
    void request('trace.goroutine', { trace, goid }).then((reply) => {
      if (!reply.ok || reply.value.place === undefined || followed.current.goid !== goid) return;
      const { place } = reply.value;
      look(range === undefined ? place : { ...place, beginNs: range.from, endNs: range.to });
    });
  }, [goid, range, isOwn, controller, trace, look]);
  return isOwn ? undefined : range;
}

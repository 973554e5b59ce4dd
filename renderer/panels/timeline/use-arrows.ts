import { useEffect, useState } from 'react';
import { request } from '../../store/bridge';
import type { TimelineArrow } from '../../widgets/timeline-canvas/model';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';

/** More would be a carpet. */
const limit = 400;
/** After the view has come to rest. */
const restMs = 120;

export interface Arrows {
  readonly arrows: readonly TimelineArrow[];
  readonly notShown: number;
}
const none: Arrows = { arrows: [], notShown: 0 };

/** Who created and woke the chosen goroutine, and whom it did, among the lanes in sight. */
export function useArrows(
  trace: string,
  goid: number | undefined,
  lanes: ReadonlyMap<number, number>,
  controller: ViewController,
): Arrows {
  const [arrows, setArrows] = useState(none);
  useEffect(() => {
    if (goid === undefined || lanes.size === 0) {
      setArrows(none);
      return;
    }
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout>;
    const load = async () => {
      const { from, to } = controller.view;
      const range = { fromNs: Math.max(0, from), toNs: Math.max(1, to) };
      const input = { trace, goid, lanes: [...lanes.values()], ...range, limit };
      const reply = await request('trace.arrows', input);
      if (!isCurrent || !reply.ok) return;
      const placed = reply.value.arrows.flatMap(({ kind, atNs, by, goid: to }) => {
        const fromLane = lanes.get(by);
        const toLane = lanes.get(to);
        return fromLane === undefined || toLane === undefined
          ? []
          : [{ kind, atNs, fromLane, toLane }];
      });
      setArrows({ arrows: placed, notShown: reply.value.notShown });
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void load(), restMs);
    };
    void load();
    const stop = controller.onChange(later);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
    };
  }, [trace, goid, lanes, controller]);
  return arrows;
}

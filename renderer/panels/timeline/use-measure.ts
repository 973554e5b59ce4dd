import { useCallback, useState } from 'react';

/** Nanoseconds of the timeline. */
export interface MeasuredRange {
  readonly from: number;
  readonly to: number;
}

interface Span {
  readonly beginNs: number;
  readonly endNs: number;
}

export interface Measure {
  readonly range: MeasuredRange | undefined;
  /** The range grows with the span that is chosen. */
  readonly isFollowing: boolean;
  /** What a drag measured. */
  readonly set: (range: MeasuredRange | undefined) => void;
  /** By keys: begins at the chosen span, and ends at the one that is chosen then. */
  readonly toggle: () => void;
}

/** From the beginning of the earlier to the end of the later of two spans. */
export const rangeOver = (a: Span, b: Span): MeasuredRange => ({
  from: Math.min(a.beginNs, b.beginNs),
  to: Math.max(a.endNs, b.endNs),
});

/**
 * A range measured by a drag, or by keys from span to span. Without a chosen span the keys measure
 * what is in sight.
 */
export function useMeasure(chosen: Span | undefined, inSight: () => MeasuredRange): Measure {
  const [dragged, setDragged] = useState<MeasuredRange>();
  const [first, setFirst] = useState<Span>();
  const followed = first && rangeOver(first, chosen ?? first);
  const set = useCallback((range: MeasuredRange | undefined) => {
    setFirst(undefined);
    setDragged(range);
  }, []);
  const toggle = () => {
    if (followed !== undefined) set(followed);
    else if (chosen === undefined) set(inSight());
    else {
      setDragged(undefined);
      setFirst(chosen);
    }
  };
  return { range: followed ?? dragged, isFollowing: first !== undefined, set, toggle };
}

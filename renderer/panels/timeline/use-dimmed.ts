import { useEffect, useState } from 'react';
import { request } from '../../store/bridge';

const none: ReadonlySet<number> = new Set();

/** Lanes of goroutines, of those in sight, that never ran the selected function. */
export function useDimmed(
  trace: string,
  name: string | undefined,
  goid: number | undefined,
  lanes: ReadonlyMap<number, number>,
): ReadonlySet<number> {
  const [dimmed, setDimmed] = useState(none);
  useEffect(() => {
    // A goroutine was chosen: its function comes with it and says nothing of the others.
    if (name === undefined || goid !== undefined || lanes.size === 0) {
      setDimmed(none);
      return;
    }
    let isCurrent = true;
    const input = { trace, function: name, lanes: [...lanes.values()].slice(0, 512) };
    void request('trace.never-ran', input).then((reply) => {
      if (isCurrent && reply.ok) setDimmed(new Set(reply.value.lanes));
    });
    return () => {
      isCurrent = false;
    };
  }, [trace, name, goid, lanes]);
  return dimmed;
}

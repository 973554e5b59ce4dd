import { useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineGoroutine } from '../../../app/contract/timeline';
import { request } from '../../store/bridge';
import type { LaneSpec } from './lane-rows';

const pageSize = 200;
/** Pages kept; a page is some tens of kilobytes. */
const maxPages = 100;

type GoroutineSpec = LaneSpec & { kind: 'goroutine' };

const keyOf = ({ group, index }: GoroutineSpec) =>
  `${group ?? 'all'} ${Math.floor(index / pageSize)}`;

/** Goroutines of the rows in sight, by page. A page that was not full is asked for again as more appear. */
export function useGoroutinePages(
  trace: string,
  specs: readonly LaneSpec[],
  known: number,
): (spec: GoroutineSpec) => TimelineGoroutine | undefined {
  const pages = useRef(new Map<string, { rows: readonly TimelineGoroutine[]; known: number }>());
  const asked = useRef(new Set<string>());
  const [, setVersion] = useState(0);

  useEffect(() => {
    pages.current.clear();
  }, [trace]);
  useEffect(() => {
    for (const spec of specs) {
      if (spec.kind !== 'goroutine') continue;
      const key = keyOf(spec);
      const page = pages.current.get(key);
      const isDone = page !== undefined && (page.rows.length === pageSize || page.known === known);
      if (isDone || asked.current.has(key)) continue;
      asked.current.add(key);
      const offset = Math.floor(spec.index / pageSize) * pageSize;
      const { group } = spec;
      const input = { trace, offset, limit: pageSize, ...(group !== undefined && { group }) };
      void request('trace.goroutines', input).then((reply) => {
        asked.current.delete(key);
        if (!reply.ok) return;
        pages.current.set(key, { rows: reply.value.rows, known });
        const oldest = pages.current.keys().next();
        if (pages.current.size > maxPages && oldest.done !== true) {
          pages.current.delete(oldest.value);
        }
        setVersion((before) => before + 1);
      });
    }
  }, [trace, specs, known]);
  return useCallback((spec) => pages.current.get(keyOf(spec))?.rows[spec.index % pageSize], []);
}

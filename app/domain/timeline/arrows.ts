import { readSpans } from './read-spans';
import type { Timeline } from './timeline';

export interface Arrow {
  readonly kind: 'create' | 'wake';
  /** goid of who did it, and to whom. */
  readonly by: number;
  readonly goid: number;
  readonly atNs: number;
}

/** Spans of one lane that are looked at. */
const maxSpansPerLane = 20_000;
const runnable = 1;

/**
 * Who created or woke whom, among goroutines (indices) whose lanes are shown.
 * @param goid only what this one did, or what was done to it; undefined: all.
 */
export function readArrows(
  timeline: Timeline,
  goroutines: readonly number[],
  goid: number | undefined,
  range: { readonly from: number; readonly to: number },
  limit: number,
): { readonly arrows: readonly Arrow[]; readonly notShown: number } {
  const { goroutines: table, sites } = timeline;
  const shown = new Set(goroutines.map((i) => table.goid[i]!));
  const arrows: Arrow[] = [];
  let notShown = 0;
  const take = (arrow: Arrow) => {
    if (!shown.has(arrow.by) || arrow.atNs < range.from || arrow.atNs >= range.to) return;
    if (goid !== undefined && arrow.by !== goid && arrow.goid !== goid) return;
    if (arrows.length < limit) arrows.push(arrow);
    else notShown++;
  };
  for (const i of goroutines) {
    const id = table.goid[i]!;
    const born = table.begin[i]!;
    if (table.parent[i]! > 0) {
      take({ kind: 'create', by: table.parent[i]!, goid: id, atNs: born });
    }
    const spans = readSpans(timeline, table.lane[i]!, range.from, range.to, maxSpansPerLane);
    if (spans === undefined) {
      notShown++;
      continue;
    }
    for (let s = 0; s < spans.count; s++) {
      const isWake = sites.state[spans.site[s]!] === runnable && spans.reference[s]! > 0;
      if (isWake && spans.begin[s] !== born) {
        take({ kind: 'wake', by: spans.reference[s]!, goid: id, atNs: spans.begin[s]! });
      }
    }
  }
  return { arrows, notShown };
}

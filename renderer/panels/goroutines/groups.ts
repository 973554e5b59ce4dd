import type { GoroutineRow } from '../../../app/contract/views';
import { formatPosition } from '../../store/selection';

export type Grouping = 'created' | 'state';

export interface GoroutineGroup {
  readonly key: string;
  /** Empty when the creation was not seen. */
  readonly label: string;
  readonly count: number;
  /** Proven never to wake. */
  readonly stuck: number;
}

/** Groups by creation site or by what they wait for, the largest first. */
export function groupGoroutines(
  rows: readonly GoroutineRow[],
  grouping: Grouping,
): readonly GoroutineGroup[] {
  const groups = new Map<string, { count: number; stuck: number }>();
  for (const row of rows) {
    const key = keyOf(row, grouping);
    const group = groups.get(key) ?? { count: 0, stuck: 0 };
    group.count++;
    if (row.provenStuck) group.stuck++;
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, group]) => ({ key, label: key, ...group }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

export const isInGroup = (row: GoroutineRow, group: GoroutineGroup, grouping: Grouping) =>
  keyOf(row, grouping) === group.key;

function keyOf({ createdBy, waitReason, state }: GoroutineRow, grouping: Grouping): string {
  if (grouping === 'state') return waitReason === '' ? state : waitReason;
  if (createdBy === undefined) return '';
  const place = formatPosition({ path: createdBy.file, line: createdBy.line });
  return `${createdBy.function}  ${place}`;
}

import type { GoroutineGroup, GoroutineView } from '../../contract/goroutines';
import { createFilter } from './goroutine-filter';
import { sortKeys } from './goroutine-sorting';
import { joinedFlags, type JoinedGoroutines } from './joined-goroutines';

/** More would be a list to scroll, not an overview: the smallest become one. */
const maxGroups = 1000;
/** Frames of a creation stack that name a group. */
const maxStack = 6;

/** The rows of a view in their order, groups one after the other. */
export interface ArrangedGoroutines {
  /** Rows of the table. */
  readonly order: Int32Array;
  readonly groups: readonly GoroutineGroup[];
}

/** Filters, groups and sorts on columns; no object is made per row. */
export function arrangeGoroutines(
  table: JoinedGoroutines,
  view: GoroutineView,
): ArrangedGoroutines {
  const matches = createFilter(table, view);
  const rows = new Int32Array(table.count);
  let shown = 0;
  for (let row = 0; row < table.count; row++) if (matches(row)) rows[shown++] = row;
  const order = rows.subarray(0, shown);
  const { grouping } = view;
  const sort = createSorter(table, view);
  if (grouping === 'none') {
    sort(order);
    return { order: order.slice(), groups: [] };
  }
  const groupOf = grouping === 'created' ? table.creation : stateColumn(table);
  return grouped(table, view, order, groupOf, sort);
}

/** What a goroutine waits for, else its state: index into `texts`. */
function stateColumn({ count, waitReason, state }: JoinedGoroutines): Int32Array {
  const column = new Int32Array(count);
  for (let row = 0; row < count; row++) column[row] = waitReason[row]! || state[row]!;
  return column;
}

function grouped(
  table: JoinedGoroutines,
  view: GoroutineView,
  rows: Int32Array,
  groupOf: Int32Array,
  sort: (rows: Int32Array) => void,
): ArrangedGoroutines {
  const size = view.grouping === 'created' ? table.creations.length : table.texts.length;
  const counts = new Int32Array(size);
  for (const row of rows) counts[groupOf[row]!]!++;
  const used = [...counts.keys()]
    .filter((group) => counts[group]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const rank = new Int32Array(size);
  used.forEach((group, i) => (rank[group] = Math.min(i, maxGroups - 1)));
  const length = Math.min(used.length, maxGroups);
  const starts = new Int32Array(length + 1);
  for (const row of rows) starts[rank[groupOf[row]!]! + 1]!++;
  for (let i = 0; i < length; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const order = new Int32Array(rows.length);
  for (const row of rows) order[next[rank[groupOf[row]!]!]!++] = row;
  const groups: GoroutineGroup[] = [];
  const uses = new Map<string, number>();
  for (let i = 0; i < length; i++) {
    const slice = order.subarray(starts[i], starts[i + 1]);
    sort(slice);
    const label =
      i === maxGroups - 1 && used.length > maxGroups ? others : labelOf(table, view, used[i]!);
    // Also the same in a table that knows more goroutines: what was unfolded stays so.
    const use = (uses.get(label.key) ?? 0) + 1;
    uses.set(label.key, use);
    const key = use === 1 ? label.key : `${label.key} #${use}`;
    groups.push({ ...label, key, ...summarize(table, slice) });
  }
  return { order, groups };
}

const others = { key: 'others', label: '', stack: [] };

function labelOf(
  { creations, texts }: JoinedGoroutines,
  { grouping }: GoroutineView,
  group: number,
): Pick<GoroutineGroup, 'key' | 'label' | 'stack'> {
  if (grouping === 'state')
    return { key: `state ${texts[group]}`, label: texts[group]!, stack: [] };
  const stack = creations[group]!.slice(0, maxStack);
  const key = `created ${stack.map((frame) => `${frame.function}:${frame.line}`).join(' ')}`;
  return { key, label: '', stack };
}

function summarize(
  { flags, waitReason, state, texts }: JoinedGoroutines,
  rows: Int32Array,
): Pick<GoroutineGroup, 'count' | 'stuck' | 'ended' | 'mostly'> {
  let stuck = 0;
  let ended = 0;
  const reasons = new Map<number, number>();
  for (const row of rows) {
    if (flags[row]! & joinedFlags.stuck) stuck++;
    if (flags[row]! & joinedFlags.ended) ended++;
    const reason = waitReason[row]! || state[row]!;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const [most = 0] = [...reasons].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  return { count: rows.length, stuck, ended, mostly: texts[most]! };
}

/**
 * What puts a slice of rows in order. Rows come in ascending goid, and rows with equal keys stay so; what is not known
 * comes last.
 */
function createSorter(
  table: JoinedGoroutines,
  { sorting }: GoroutineView,
): (rows: Int32Array) => void {
  if (sorting === undefined) return () => undefined;
  const key = sortKeys(table, sorting.column);
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  const compare = (a: number, b: number) => {
    const difference = key[a]! - key[b]!;
    if (difference === 0) return a - b;
    if (!Number.isNaN(difference)) return sign * difference;
    return Number(Number.isNaN(key[a]!)) - Number(Number.isNaN(key[b]!)) || a - b;
  };
  return (rows) => void rows.sort(compare);
}

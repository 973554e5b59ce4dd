/** Ranges of a trace, ns since its start; NaN: begun before it, or not yet ended. */
export interface Stretches {
  readonly count: number;
  readonly begin: Float64Array;
  readonly end: Float64Array;
  /** What each is called, as an index; undefined: all alike. */
  readonly name?: Int32Array | Uint32Array | undefined;
}

/**
 * Rows of the longest, in their order; those still open reach to the end of the trace. Each name gets its share of
 * them first: short ones that are many would else not be there at all.
 */
export function longestRows(
  { count, begin, end, name }: Stretches,
  endNs: number,
  limit: number,
): number[] {
  const rows = Array.from({ length: count }, (_, row) => row);
  if (count <= limit) return rows;
  const lengths = Float64Array.from(rows, (row) => {
    const from = begin[row]!;
    const to = end[row]!;
    return (Number.isNaN(to) ? endNs : to) - (Number.isNaN(from) ? 0 : from);
  });
  rows.sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const share = name && Math.floor(limit / new Set(name.subarray(0, count)).size);
  const taken = new Map<number, number>();
  const hasRoom = (row: number) => {
    if (name === undefined || share === undefined) return false;
    const before = taken.get(name[row]!) ?? 0;
    taken.set(name[row]!, before + 1);
    return before < share;
  };
  const first: number[] = [];
  const rest: number[] = [];
  for (const row of rows) (hasRoom(row) ? first : rest).push(row);
  return [...first, ...rest.slice(0, limit - first.length)].sort((a, b) => a - b);
}

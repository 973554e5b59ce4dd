/** Call tree as columns; node 0 is the root and parents precede their children. */
export interface FlameColumns {
  readonly names: readonly string[];
  /** Index into `names`. */
  readonly name: Int32Array;
  /** −1 for the root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Difference to a base; zeros without one. */
  readonly delta: Float64Array;
}

export interface FlameLayout {
  /** Left edge of each node in units of value. */
  readonly start: Float64Array;
  /** Nodes of each depth, left to right. */
  readonly rows: readonly Int32Array[];
}

/** Left edges by one pass: each node goes right of its elder siblings. */
export function computeFlameLayout(flame: FlameColumns): FlameLayout {
  const count = flame.name.length;
  const start = new Float64Array(count);
  const cursor = new Float64Array(count);
  const perDepth: number[] = [];
  for (let node = 0; node < count; node++) {
    const parent = flame.parent[node] ?? -1;
    if (parent >= 0) {
      const left = cursor[parent] ?? 0;
      start[node] = left;
      cursor[parent] = left + (flame.cum[node] ?? 0);
    }
    cursor[node] = start[node] ?? 0;
    const depth = flame.depth[node] ?? 0;
    perDepth[depth] = (perDepth[depth] ?? 0) + 1;
  }
  const rows = Array.from(perDepth, (size) => new Int32Array(size ?? 0));
  const filled = new Int32Array(rows.length);
  for (let node = 0; node < count; node++) {
    const depth = flame.depth[node] ?? 0;
    const row = rows[depth];
    if (row !== undefined) row[filled[depth]!++] = node;
  }
  for (const row of rows) row.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0));
  return { start, rows };
}

/** The stretch of value shown, and the depth whose row is drawn first. */
export interface FlameView {
  readonly from: number;
  readonly to: number;
  readonly focus: number;
}

export function viewOf(flame: FlameColumns, layout: FlameLayout, focus: number): FlameView {
  const from = layout.start[focus] ?? 0;
  return { from, to: from + (flame.cum[focus] ?? 0), focus };
}

export const isShown = (
  flame: FlameColumns,
  layout: FlameLayout,
  view: FlameView,
  node: number,
) => {
  const left = layout.start[node] ?? 0;
  const right = left + (flame.cum[node] ?? 0);
  return right > view.from && left < view.to;
};

/** The node under a point, by binary search in its row. */
export function findNode(
  flame: FlameColumns,
  layout: FlameLayout,
  depth: number,
  value: number,
): number | undefined {
  const row = layout.rows[depth];
  if (row === undefined) return undefined;
  let low = 0;
  let high = row.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const node = row[middle] ?? 0;
    const left = layout.start[node] ?? 0;
    if (value < left) high = middle - 1;
    else if (value >= left + (flame.cum[node] ?? 0)) low = middle + 1;
    else return node;
  }
  return undefined;
}

export interface FlameMatch {
  readonly nodes: ReadonlySet<number>;
  /** Value under matching nodes, nested matches counted once. */
  readonly total: number;
}

export function searchFlame(flame: FlameColumns, query: string): FlameMatch | undefined {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return undefined;
  const hit = flame.names.map((name) => name.toLowerCase().includes(wanted));
  const nodes = new Set<number>();
  const inside = new Uint8Array(flame.name.length);
  let total = 0;
  for (let node = 0; node < flame.name.length; node++) {
    const parent = flame.parent[node] ?? -1;
    const under = parent >= 0 && inside[parent] === 1;
    const matches = hit[flame.name[node] ?? 0] === true;
    if (matches) nodes.add(node);
    if (matches && !under) total += flame.cum[node] ?? 0;
    if (matches || under) inside[node] = 1;
  }
  return { nodes, total };
}

/** The way from the root along the child with the largest part of the growth (or of the value). */
export function findHotPath(flame: FlameColumns): readonly number[] {
  const isDiff = flame.delta.some((value) => value !== 0);
  const weight = isDiff ? flame.delta : flame.cum;
  const best = new Int32Array(flame.name.length).fill(-1);
  for (let node = 1; node < flame.name.length; node++) {
    const parent = flame.parent[node] ?? -1;
    if (parent < 0) continue;
    const rival = best[parent] ?? -1;
    if (rival < 0 || (weight[node] ?? 0) > (weight[rival] ?? 0)) best[parent] = node;
  }
  const path: number[] = [];
  for (let node = flame.name.length > 0 ? 0 : -1; node >= 0; node = best[node] ?? -1) {
    const parent = path.at(-1);
    // Where the growth spreads over many children, the path has arrived.
    if (parent !== undefined && (weight[node] ?? 0) < (weight[parent] ?? 0) * 0.3) break;
    path.push(node);
  }
  return path;
}

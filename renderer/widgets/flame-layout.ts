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
  /** 1: has children that were too small to be here. */
  readonly isCut: Uint8Array;
}

export interface FlameLayout {
  /** Left edge of each node in units of value. */
  readonly start: Float64Array;
  /** Never negative, and never less than what lies under it: differences may cancel out. */
  readonly width: Float64Array;
  /** What children that are not here add up to. */
  readonly rest: Float64Array;
  readonly restStart: Float64Array;
  /** Nodes of each depth, left to right. */
  readonly rows: readonly Int32Array[];
}

/**
 * Widths from the leaves up, left edges from the root down: each node goes right of its elder siblings.
 * @param hasBase a node is as wide as it is in both profiles together, so that what is gone can be seen.
 */
export function computeFlameLayout(flame: FlameColumns, hasBase = false): FlameLayout {
  const { parent, depth, flat, cum, delta, isCut } = flame;
  const count = flame.name.length;
  const width = new Float64Array(count);
  const inside = new Float64Array(count);
  const rest = new Float64Array(count);
  for (let node = count - 1; node >= 0; node--) {
    const own = Math.abs(flat[node]!);
    const before = hasBase ? Math.abs(cum[node]! - delta[node]!) : 0;
    width[node] = Math.max(Math.abs(cum[node]!) + before, own + inside[node]!);
    if (isCut[node] === 1) rest[node] = Math.max(0, width[node]! - own - inside[node]!);
    if (node > 0) inside[parent[node]!]! += width[node]!;
  }
  const start = new Float64Array(count);
  const cursor = new Float64Array(count);
  const restStart = new Float64Array(count);
  const perDepth: number[] = [];
  for (let node = 0; node < count; node++) {
    if (node > 0) {
      const left = cursor[parent[node]!]!;
      start[node] = left;
      cursor[parent[node]!] = left + width[node]!;
    }
    cursor[node] = start[node]!;
    restStart[node] = start[node]! + inside[node]!;
    perDepth[depth[node]!] = (perDepth[depth[node]!] ?? 0) + 1;
  }
  const rows = Array.from(perDepth, (size) => new Int32Array(size ?? 0));
  const filled = new Int32Array(rows.length);
  for (let node = 0; node < count; node++) {
    const at = depth[node]!;
    rows[at]![filled[at]!++] = node;
  }
  for (const row of rows) row.sort((a, b) => start[a]! - start[b]!);
  return { start, width, rest, restStart, rows };
}

/** The stretch of value shown. */
export interface FlameView {
  readonly from: number;
  readonly to: number;
  readonly focus: number;
}

export function viewOf(layout: FlameLayout, focus: number): FlameView {
  const from = layout.start[focus] ?? 0;
  return { from, to: from + (layout.width[focus] ?? 0), focus };
}

export const isShown = (layout: FlameLayout, view: FlameView, node: number) => {
  const left = layout.start[node] ?? 0;
  return left + (layout.width[node] ?? 0) > view.from && left < view.to;
};

/** Index in its row of the first node that ends right of a value. */
export function findFirst(layout: FlameLayout, depth: number, value: number): number {
  const row = layout.rows[depth];
  let low = 0;
  let high = row?.length ?? 0;
  while (row !== undefined && low < high) {
    const middle = (low + high) >> 1;
    const node = row[middle]!;
    if (layout.start[node]! + layout.width[node]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The node under a point. */
export function findNode(layout: FlameLayout, depth: number, value: number): number | undefined {
  const node = layout.rows[depth]?.[findFirst(layout, depth, value)];
  return node !== undefined && layout.start[node]! <= value ? node : undefined;
}

/** The node whose children that are not here lie under a point: right of those that are. */
export function findRest(layout: FlameLayout, depth: number, value: number): number | undefined {
  const node = findNode(layout, depth - 1, value);
  if (node === undefined || layout.rest[node] === 0) return undefined;
  const from = layout.restStart[node]!;
  return value >= from && value < from + layout.rest[node]! ? node : undefined;
}

/** By name: 1 for those that satisfy a search. */
export function matchNames(
  names: readonly string[],
  matches: ((name: string) => boolean) | undefined,
): Uint8Array | undefined {
  return matches && Uint8Array.from(names, (name) => Number(matches(name)));
}

/** The node that a path of keys from the root leads to; undefined when it is not among them. */
export function findByPath(
  { key, parent }: Pick<FlameColumns, 'parent'> & { readonly key: Int32Array },
  path: readonly number[],
): number | undefined {
  let at = 0;
  for (const wanted of path) {
    let next = at + 1;
    while (next < key.length && !(parent[next] === at && key[next] === wanted)) next++;
    if (next >= key.length) return undefined;
    at = next;
  }
  return at;
}

/** Nodes from below the root down to a node. */
export function pathTo({ parent }: Pick<FlameColumns, 'parent'>, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = parent[at]!) path.unshift(at);
  return path;
}

/** Whether something under a node was too small to be here. */
export function isCutBelow({ parent, isCut }: FlameColumns, node: number): boolean {
  const isInside = new Uint8Array(parent.length);
  for (let at = node; at < parent.length; at++) {
    isInside[at] = at === node || (at > 0 && isInside[parent[at]!] === 1) ? 1 : 0;
    if (isInside[at] === 1 && isCut[at] === 1) return true;
  }
  return false;
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

import { computeFlameLayout, findHotPath, type FlameColumns } from '../../widgets/flame-layout';

/** One bar; left and width are parts of the picture, 0 to 1. */
export interface MiniBar {
  readonly node: number;
  readonly row: number;
  readonly left: number;
  readonly width: number;
  readonly label: string;
  readonly value: number;
  readonly delta: number;
  readonly tone: 'grow' | 'shrink' | 'same';
  /** Opacity: deeper along the way of the growth is stronger. */
  readonly strength: number;
  /** The end of the way: carries the number. */
  readonly isLast: boolean;
}

/** Below this part of the picture a bar says nothing. */
const minPart = 0.004;

/** The last `rowCount` steps of the hottest way, and the siblings beside them. */
export function computeMiniFlame(
  flame: FlameColumns,
  rowCount: number,
  prefer: string | undefined,
): readonly MiniBar[] {
  const path = findHotPath(flame);
  const end = path.at(-1);
  if (end === undefined) return [];
  const top = pickTop(flame, path, rowCount, prefer);
  const topDepth = flame.depth[top] ?? 0;
  const layout = computeFlameLayout(flame);
  const from = layout.start[top] ?? 0;
  const span = flame.cum[top] ?? 0;
  if (span <= 0) return [];
  const isDiff = flame.delta.some((value) => value !== 0);
  const onPath = new Set(path);
  const shownEnd = path[Math.min(path.length, path.indexOf(top) + rowCount) - 1] ?? end;
  const bars: MiniBar[] = [];
  for (let row = 0; row < rowCount; row++) {
    for (const node of layout.rows[topDepth + row] ?? []) {
      const left = ((layout.start[node] ?? 0) - from) / span;
      const value = flame.cum[node] ?? 0;
      if (left < 0 || left > 1 || value / span < minPart) continue;
      const delta = flame.delta[node] ?? 0;
      const part = Math.min(1, Math.abs(isDiff ? delta : value) / Math.max(1, value));
      const hot = onPath.has(node);
      bars.push({
        ...{ node, row, left, value, delta },
        width: value / span,
        label: flame.names[flame.name[node] ?? 0] || 'root',
        tone: toneOf(delta, isDiff, part),
        strength: hot ? 0.35 + 0.65 * ((row + 1) / rowCount) : 0.25 + 0.35 * part,
        isLast: node === shownEnd,
      });
    }
  }
  return bars;
}

/** Long ways are cut at the top, but never below the user's own function. */
function pickTop(
  flame: FlameColumns,
  path: readonly number[],
  rowCount: number,
  prefer: string | undefined,
): number {
  const latest = Math.max(0, path.length - rowCount);
  const index = path.findIndex((node) => flame.names[flame.name[node] ?? 0] === prefer);
  // One caller above the user's function gives it a context.
  return path[index < 0 ? latest : Math.min(latest, Math.max(0, index - 1))] ?? 0;
}

function toneOf(delta: number, isDiff: boolean, part: number): MiniBar['tone'] {
  if (!isDiff) return 'grow';
  if (part < 0.02) return 'same';
  return delta > 0 ? 'grow' : 'shrink';
}

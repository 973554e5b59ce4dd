import type { FlameColumns, FlameLayout, FlameMatch, FlameView } from './flame-layout';

export const flameRowHeight = 20;

/** Colours resolved from the theme, since a canvas knows no CSS variable. */
export interface FlamePalette {
  readonly text: string;
  readonly background: string;
  readonly same: string;
  readonly grow: readonly [number, number, number];
  readonly shrink: readonly [number, number, number];
  readonly plain: readonly [number, number, number];
  readonly match: string;
  readonly accent: string;
  readonly font: string;
}

export interface FlameScene {
  readonly flame: FlameColumns;
  readonly layout: FlameLayout;
  readonly view: FlameView;
  readonly match: FlameMatch | undefined;
  readonly selected: ReadonlySet<number>;
  readonly focused: number | undefined;
  readonly isDiff: boolean;
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly palette: FlamePalette;
}

/** Draws the rows in sight. Nodes below half a pixel share one column of it. */
export function paintFlame(context: CanvasRenderingContext2D, scene: FlameScene): void {
  const { layout, width, height, scrollTop, palette } = scene;
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = 'middle';
  const firstRow = Math.max(0, Math.floor(scrollTop / flameRowHeight));
  const lastRow = Math.min(
    layout.rows.length - 1,
    Math.ceil((scrollTop + height) / flameRowHeight),
  );
  for (let depth = firstRow; depth <= lastRow; depth++) {
    paintRow(context, scene, depth, depth * flameRowHeight - scrollTop);
  }
}

function paintRow(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  depth: number,
  y: number,
): void {
  const { flame, layout, view, width, match, palette } = scene;
  const perValue = width / Math.max(view.to - view.from, 1e-9);
  let painted = -1;
  for (const node of layout.rows[depth] ?? []) {
    const left = ((layout.start[node] ?? 0) - view.from) * perValue;
    const right = left + (flame.cum[node] ?? 0) * perValue;
    if (right < 0) continue;
    if (left > width) break;
    if (right - painted < 0.5) continue;
    painted = right;
    const x = Math.max(0, left);
    const w = Math.max(0.5, Math.min(width, right) - x - (right - left > 3 ? 1 : 0));
    context.globalAlpha = match === undefined || match.nodes.has(node) ? 1 : 0.35;
    context.fillStyle = match?.nodes.has(node) === true ? palette.match : colorOf(scene, node);
    context.fillRect(x, y, w, flameRowHeight - 1);
    context.globalAlpha = 1;
    paintMarks(context, scene, node, x, y, w);
    if (w > 26)
      paintText(context, flame.names[flame.name[node] ?? 0] || 'root', x, y, w, palette.text);
  }
}

function paintMarks(
  context: CanvasRenderingContext2D,
  { selected, focused, palette }: FlameScene,
  node: number,
  x: number,
  y: number,
  w: number,
): void {
  if (!selected.has(node) && focused !== node) return;
  context.strokeStyle = palette.accent;
  context.lineWidth = 2;
  context.setLineDash(focused === node && !selected.has(node) ? [3, 2] : []);
  context.strokeRect(x + 1, y + 1, Math.max(1, w - 2), flameRowHeight - 3);
  context.setLineDash([]);
}

function paintText(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  w: number,
  color: string,
): void {
  const room = Math.floor((w - 10) / 6.7); // advance of the 11 px mono face
  if (room < 3) return;
  context.fillStyle = color;
  const shown = text.length <= room ? text : `${text.slice(0, room - 1)}…`;
  context.fillText(shown, x + 5, y + flameRowHeight / 2);
}

/** With a base: red grew, blue shrank, as deep as its part; else one hue, a shade a name. */
function colorOf({ flame, isDiff, palette }: FlameScene, node: number): string {
  if (!isDiff) {
    const shade = 0.34 + 0.3 * (((flame.name[node] ?? 0) * 0.618) % 1);
    return rgba(palette.plain, shade);
  }
  const delta = flame.delta[node] ?? 0;
  const part = Math.min(1, Math.abs(delta) / Math.max(1, flame.cum[node] ?? 1));
  if (part < 0.01) return palette.same;
  return rgba(delta > 0 ? palette.grow : palette.shrink, 0.25 + 0.6 * part);
}

const rgba = ([r, g, b]: readonly [number, number, number], alpha: number) =>
  `rgba(${r}, ${g}, ${b}, ${alpha})`;

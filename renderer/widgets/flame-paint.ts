import { fitName } from '../../app/domain/format/go-name';
import { findFirst, type FlameColumns, type FlameLayout, type FlameView } from './flame-layout';
import type { FlamePalette, NodeColor } from './flame-palette';

export const flameRowHeight = 20;
/** Advance of a character of the 11 px mono face. */
const characterWidth = 6.7;

export interface FlameScene {
  readonly flame: FlameColumns;
  readonly layout: FlameLayout;
  readonly view: FlameView;
  /** By name. */
  readonly match: Uint8Array | undefined;
  /** Name drawn as selected; −1 for none. */
  readonly selectedName: number;
  readonly cursor: number | undefined;
  /** Root at the bottom. */
  readonly isUpright: boolean;
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly palette: FlamePalette;
  readonly colorOf: NodeColor;
}

/** Top of a depth's row, before scrolling. */
export const rowTop = (depth: number, rows: number, isUpright: boolean): number =>
  (isUpright ? rows - 1 - depth : depth) * flameRowHeight;

/** Rows of the picture: one more than nodes have, for what was not sent under the last. */
export const rowCount = (layout: FlameLayout): number =>
  layout.rows.length + (layout.rows.at(-1)?.some((node) => layout.rest[node]! > 0) ? 1 : 0);

/**
 * Draws the rows in sight, and of each the nodes in sight; what is thinner than half a pixel shares
 * a column. @returns how many were drawn.
 */
export function paintFlame(context: CanvasRenderingContext2D, scene: FlameScene): number {
  const { layout, width, height, scrollTop, palette, isUpright } = scene;
  context.globalAlpha = 1;
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = 'middle';
  const rows = rowCount(layout);
  let painted = 0;
  for (let depth = 0; depth < rows; depth++) {
    const y = rowTop(depth, rows, isUpright) - scrollTop;
    if (y <= -flameRowHeight || y >= height) continue;
    if (depth < layout.rows.length) painted += paintRow(context, scene, depth, y);
    if (depth > 0) paintRest(context, scene, depth, y);
  }
  return painted;
}

function paintRow(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  depth: number,
  y: number,
): number {
  const { flame, layout, view, width, match, palette, selectedName, cursor, colorOf } = scene;
  const row = layout.rows[depth]!;
  const perValue = width / Math.max(view.to - view.from, 1e-9);
  let edge = -1;
  let painted = 0;
  for (let i = findFirst(layout, depth, view.from); i < row.length; i++) {
    const node = row[i]!;
    const left = (layout.start[node]! - view.from) * perValue;
    if (left > width) break;
    const right = left + layout.width[node]! * perValue;
    const name = flame.name[node]!;
    const isMarked = name === selectedName || node === cursor;
    if (right - edge < 0.5 && !(isMarked && right > left)) continue;
    edge = right;
    const x = Math.max(0, left);
    const w = Math.max(0.5, Math.min(width, right) - x - (right - left > 3 ? 1 : 0));
    const isHit = match === undefined || match[name] === 1;
    context.globalAlpha = isHit ? 1 : 0.28;
    context.fillStyle = colorOf(node);
    context.fillRect(x, y, w, flameRowHeight - 1);
    if (match !== undefined && isHit) {
      context.fillStyle = palette.accent;
      context.fillRect(x, y + flameRowHeight - 3, w, 2);
    }
    if (w > 26) {
      context.globalAlpha = isHit ? 1 : 0.6;
      const text = flame.names[name];
      paintText(context, text === '' || text === undefined ? 'root' : text, x, y, w, palette.text);
    }
    context.globalAlpha = 1;
    if (isMarked) paintMark(context, node === cursor, x, y, w, palette.accent);
    painted++;
  }
  return painted;
}

/** Hatched: there is something, too narrow to be told apart at this zoom. */
function paintRest(
  context: CanvasRenderingContext2D,
  { layout, view, width, palette }: FlameScene,
  depth: number,
  y: number,
): void {
  const row = layout.rows[depth - 1]!;
  const perValue = width / Math.max(view.to - view.from, 1e-9);
  context.strokeStyle = palette.same;
  context.lineWidth = 1;
  context.beginPath();
  for (let i = findFirst(layout, depth - 1, view.from); i < row.length; i++) {
    const node = row[i]!;
    if (layout.start[node]! > view.to) break;
    if (layout.rest[node] === 0) continue;
    const left = Math.max(0, (layout.restStart[node]! - view.from) * perValue);
    const end = (layout.restStart[node]! + layout.rest[node]! - view.from) * perValue;
    const right = Math.min(width, end) - 1;
    if (right - left < 1) continue;
    for (let x = Math.ceil(left / 4) * 4; x < right; x += 4) {
      context.moveTo(x, y + flameRowHeight - 2);
      context.lineTo(Math.min(right, x + 4), y + flameRowHeight - 8);
    }
  }
  context.stroke();
}

function paintMark(
  context: CanvasRenderingContext2D,
  isCursor: boolean,
  x: number,
  y: number,
  w: number,
  color: string,
): void {
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.setLineDash(isCursor ? [] : [3, 2]);
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
  const shown = fitText(text, w - 10);
  if (shown === '') return;
  context.fillStyle = color;
  context.fillText(shown, x + 5, y + flameRowHeight / 2);
}

/** A name as far as there is room; of a long import path the function is what matters. */
export function fitText(text: string, pixels: number): string {
  const room = Math.floor(pixels / characterWidth);
  return room < 3 ? '' : fitName(text, room);
}

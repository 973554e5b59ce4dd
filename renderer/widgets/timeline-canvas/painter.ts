import { computeTicks, formatDuration, formatMoment } from './axis';
import { firstEndingAfter, greatestValue, sumColumns, valueColumns } from './columns';
import {
  axisHeight,
  emptyOverlay,
  minimapHeight,
  stateCount,
  type LaneData,
  type LaneRow,
  type TimelineOverlay,
  type TimelinePalette,
  type TimelineView,
} from './model';
import {
  drawValueLine,
  fillBox,
  fillStates,
  fillValues,
  mix,
  tintColumns,
  toPixel,
  type Raster,
} from './raster';

const minLabelWidth = 34;
const maxLabels = 400;

/** Everything a picture is made of. */
export interface Scene {
  readonly view: TimelineView;
  readonly pinned: readonly LaneRow[];
  readonly rows: readonly LaneRow[];
  readonly headHeight: number;
  readonly data: ReadonlyMap<number, LaneData>;
  readonly overlay: TimelineOverlay;
}

export const emptyScene: Scene = {
  view: { from: 0, to: 1, scrollTop: 0 },
  pinned: [],
  rows: [],
  headHeight: minimapHeight + axisHeight,
  data: new Map(),
  overlay: emptyOverlay,
};

type Context = OffscreenCanvasRenderingContext2D;

/**
 * Draws a timeline. Lanes are filled pixel by pixel in memory: that costs the same for ten spans and
 * for ten million, and is far faster than as many rectangles. Longer than
 * most files: one method for each layer of one picture.
 */
export class Painter {
  private image: ImageData;
  private raster: Raster;
  private columns = new Float32Array(0);
  private pixelOf = new Map<string, number>();

  constructor(
    private readonly context: Context,
    private readonly ratio: number,
    private readonly palette: TimelinePalette,
  ) {
    const { width, height } = context.canvas;
    this.image = context.createImageData(Math.max(1, width), Math.max(1, height));
    const pixels = new Uint32Array(this.image.data.buffer);
    this.raster = { pixels, width: this.image.width, height: this.image.height };
    this.columns = new Float32Array(this.image.width * stateCount);
  }

  paint(scene: Scene): void {
    const { raster, palette } = this;
    raster.pixels.fill(this.pixel(palette.background));
    const head = this.px(scene.headHeight);
    let lastEnd = head;
    for (const row of scene.rows) {
      const top = head + this.px(row.y - scene.view.scrollTop);
      lastEnd = Math.max(lastEnd, top + this.px(row.height));
      if (top + this.px(row.height) > head && top < raster.height) this.lane(scene, row, top);
    }
    this.bands(scene, head, Math.min(raster.height, lastEnd));
    fillBox(raster, 0, 0, raster.width, head, this.pixel(palette.background));
    for (const row of scene.pinned) this.lane(scene, row, this.px(row.y));
    this.context.putImageData(this.image, 0, 0);
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.context.font = palette.font;
    this.context.textBaseline = 'middle';
    this.drawOver(scene);
    this.context.setTransform(1, 0, 0, 1, 0, 0);
  }

  private px(css: number): number {
    return Math.round(css * this.ratio);
  }

  private pixel(color: string): number {
    const known = this.pixelOf.get(color);
    if (known !== undefined) return known;
    const under =
      color === this.palette.background ? 0xff000000 : this.pixel(this.palette.background);
    const pixel = toPixel(color, under);
    this.pixelOf.set(color, pixel);
    return pixel;
  }

  private lane(scene: Scene, row: LaneRow, top: number): void {
    const { raster, columns, palette } = this;
    const { from, to } = scene.view;
    const height = Math.max(2, this.px(row.height) - 2);
    const background = this.pixel(row.isSelected === true ? palette.line : palette.lane);
    fillBox(raster, 0, top, raster.width, height, background);
    const data = scene.data.get(row.lane);
    if (data === undefined) return;
    if (data.kind === 'values') {
      const over = row.lineLane === undefined ? undefined : scene.data.get(row.lineLane);
      const lineData = over?.kind === 'values' ? over : undefined;
      const greatest = valueColumns(data, from, to, raster.width, columns);
      const full = Math.max(greatest, lineData ? greatestValue(lineData, from, to) : 0);
      const line = this.pixel(palette.values);
      fillValues(raster, columns, top, height, full, { line, area: mix(background, line, 70) });
      if (lineData === undefined) return;
      valueColumns(lineData, from, to, raster.width, columns);
      drawValueLine(raster, columns, top, height, full, this.pixel(palette.dimText));
      return;
    }
    sumColumns(data, from, to, raster.width, columns);
    const fade = (color: string, part: number) => mix(background, this.pixel(color), part);
    const { color } = row;
    const own = palette.states.map((state) => (color === undefined ? state : palette[color]));
    const states = own.map((each) => fade(each, row.isDim === true ? 60 : 256));
    const faint = own.map((each) => fade(each, row.isDim === true ? 25 : 70));
    const full = row.kind === 'counts' ? greatestSum(columns) : 1;
    fillStates(raster, columns, top, height, full, { states, faint, background });
    if (data.kind === 'spans') this.edges(scene, data, top, height, background);
  }

  /** A seam where a span begins, so that neighbours of one state stay two; whose it is. */
  private edges(
    scene: Scene,
    data: LaneData & { kind: 'spans' },
    top: number,
    height: number,
    background: number,
  ): void {
    const { raster } = this;
    const { from, to } = scene.view;
    const perNs = raster.width / (to - from);
    const { goid } = scene.overlay;
    const accent = this.pixel(this.palette.accent);
    const { begin, end } = data;
    for (let i = firstEndingAfter(end, from); i < begin.length && begin[i]! < to; i++) {
      const x = Math.round((begin[i]! - from) * perNs);
      const w = (end[i]! - begin[i]!) * perNs;
      if (goid > 0 && data.goid[i] === goid && data.state[i]! > 1) {
        fillBox(raster, x, top, Math.max(1, Math.round(w)), Math.max(2, height >> 2), accent);
      }
      if (w >= 4) fillBox(raster, x, top, 1, height, background);
    }
  }

  private bands({ view, data, overlay }: Scene, head: number, end: number): void {
    for (const { lane, color } of overlay.bands) {
      const band = data.get(lane);
      if (band === undefined || band.kind === 'values') continue;
      sumColumns(band, view.from, view.to, this.raster.width, this.columns);
      const strength = color === 'stw' ? 0.34 : 0.12;
      const pixel = this.pixel(this.palette[color]);
      tintColumns(this.raster, this.columns, head, end, pixel, strength);
    }
  }

  private drawOver(scene: Scene): void {
    const { context, palette } = this;
    const width = this.raster.width / this.ratio;
    const height = this.raster.height / this.ratio;
    const { view, overlay, headHeight } = scene;
    const perNs = width / (view.to - view.from);
    const x = (ns: number) => (ns - view.from) * perNs;
    this.minimap(overlay, view, width);

    context.fillStyle = palette.dimText;
    const ticks = computeTicks(view.from, view.to, width / 110);
    const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : view.to - view.from;
    for (const tick of ticks) {
      const at = Math.round(x(tick));
      context.fillText(formatMoment(tick, step), at + 4, minimapHeight + axisHeight / 2);
      context.globalAlpha = 0.5;
      context.fillRect(at, minimapHeight + 3, 1, axisHeight - 5);
      context.globalAlpha = 0.09;
      context.fillRect(at, headHeight, 1, height - headHeight);
      context.globalAlpha = 1;
    }
    this.marks(overlay.marks, x, height);
    context.save();
    context.beginPath();
    context.rect(0, headHeight, width, height - headHeight);
    context.clip();
    this.labels(scene, perNs);
    this.arrows(scene, x);
    this.selection(scene, x);
    context.restore();
    if (overlay.measure !== undefined) this.measure(overlay.measure, x, height);
  }

  private minimap(overlay: TimelineOverlay, view: TimelineView, width: number): void {
    const { context, palette } = this;
    const { overview, endNs } = overlay;
    const bottom = minimapHeight - 3;
    context.fillStyle = palette.lane;
    context.fillRect(0, 2, width, minimapHeight - 5);
    context.fillStyle = palette.states[1] ?? palette.text;
    context.globalAlpha = 0.75;
    for (let i = 0; i < overview.length; i++) {
      const h = overview[i]! * (minimapHeight - 6);
      context.fillRect((i / overview.length) * width, bottom - h, width / overview.length + 0.5, h);
    }
    context.globalAlpha = 1;
    const left = Math.max(0, (view.from / endNs) * width);
    const right = Math.min(width, (view.to / endNs) * width);
    context.fillStyle = palette.background;
    context.globalAlpha = 0.6;
    context.fillRect(0, 2, left, minimapHeight - 5);
    context.fillRect(right, 2, width - right, minimapHeight - 5);
    context.globalAlpha = 1;
    context.strokeStyle = palette.accent;
    context.strokeRect(left + 0.5, 2.5, Math.max(2, right - left - 1), minimapHeight - 6);
  }

  private marks(marks: readonly number[], x: (ns: number) => number, height: number): void {
    const { context, palette } = this;
    if (marks.length === 0) return;
    context.fillStyle = palette.values;
    const first = x(marks[0]!);
    const last = x(marks[marks.length - 1]!);
    context.globalAlpha = 0.7;
    context.fillRect(first, minimapHeight + axisHeight - 3, last - first, 2);
    for (const mark of marks) {
      context.globalAlpha = 0.45;
      context.fillRect(Math.round(x(mark)), minimapHeight + axisHeight - 3, 1, height);
      context.globalAlpha = 1;
      context.fillRect(Math.round(x(mark)) - 2, minimapHeight + axisHeight - 6, 5, 5);
    }
  }

  private labels(scene: Scene, perNs: number): void {
    const { context, palette } = this;
    const { view, rows, data, headHeight } = scene;
    const height = this.raster.height / this.ratio;
    let drawn = 0;
    for (const row of rows) {
      const spans = data.get(row.lane);
      const top = headHeight + row.y - view.scrollTop;
      if (spans?.kind !== 'spans' || top + row.height < headHeight || top > height) continue;
      const { begin, end, goid, state } = spans;
      for (let i = firstEndingAfter(end, view.from); i < begin.length; i++) {
        if (begin[i]! >= view.to || drawn >= maxLabels) break;
        const left = Math.max(0, (begin[i]! - view.from) * perNs);
        const right = (Math.min(end[i]!, view.to) - view.from) * perNs;
        if (goid[i]! <= 0 || right - left < minLabelWidth || state[i]! < 2) continue;
        context.fillStyle = palette.background;
        context.fillText(`G${goid[i]}`, left + 4, top + row.height / 2, right - left - 6);
        drawn++;
      }
    }
  }

  private arrows({ overlay, rows, view, headHeight }: Scene, x: (ns: number) => number): void {
    const { context, palette } = this;
    if (overlay.arrows.length === 0) return;
    const middle = new Map(rows.map((row) => [row.lane, row.y + row.height / 2]));
    context.lineWidth = 1;
    for (const { atNs, fromLane, toLane, kind } of overlay.arrows) {
      const from = middle.get(fromLane);
      const to = middle.get(toLane);
      if (from === undefined || to === undefined) continue;
      const at = x(atNs);
      const top = headHeight - view.scrollTop;
      context.strokeStyle = kind === 'create' ? palette.accent : palette.text;
      context.fillStyle = context.strokeStyle;
      context.setLineDash(kind === 'create' ? [] : [3, 2]);
      context.beginPath();
      context.moveTo(at, top + from);
      context.lineTo(at, top + to);
      context.stroke();
      context.setLineDash([]);
      const toward = to > from ? -5 : 5;
      context.beginPath();
      context.moveTo(at, top + to);
      context.lineTo(at - 3, top + to + toward);
      context.lineTo(at + 3, top + to + toward);
      context.fill();
    }
  }

  private selection({ overlay, rows, view, headHeight }: Scene, x: (ns: number) => number): void {
    const { selected } = overlay;
    const row = rows.find(({ lane }) => lane === selected?.lane);
    if (selected === undefined || row === undefined) return;
    const { context, palette } = this;
    const left = Math.max(-4, x(selected.begin));
    const right = Math.min(this.raster.width + 4, x(selected.end));
    context.strokeStyle = palette.text;
    context.lineWidth = 2;
    const top = headHeight + row.y - view.scrollTop;
    context.strokeRect(left, top - 1, Math.max(3, right - left), row.height);
    context.lineWidth = 1;
  }

  private measure(
    { from, to }: { from: number; to: number },
    x: (ns: number) => number,
    height: number,
  ): void {
    const { context, palette } = this;
    const left = x(Math.min(from, to));
    const right = x(Math.max(from, to));
    context.fillStyle = palette.accent;
    context.globalAlpha = 0.14;
    context.fillRect(left, minimapHeight, right - left, height);
    context.globalAlpha = 1;
    context.fillRect(left, minimapHeight, 1, height);
    context.fillRect(right, minimapHeight, 1, height);
    const text = formatDuration(Math.abs(to - from));
    const box = context.measureText(text).width + 12;
    const at = Math.min(Math.max(4, (left + right - box) / 2), this.raster.width - box - 4);
    context.fillRect(at, minimapHeight + 1, box, axisHeight - 2);
    context.fillStyle = palette.background;
    context.fillText(text, at + 6, minimapHeight + axisHeight / 2);
  }
}

function greatestSum(columns: Float32Array): number {
  let greatest = 0;
  for (let i = 0; i < columns.length; i += stateCount) {
    const sum = columns[i]! + columns[i + 1]! + columns[i + 2]! + columns[i + 3]!;
    if (sum > greatest) greatest = sum;
  }
  return greatest;
}

import { stateCount } from './model';

/** Pixels of a picture: ABGR in a Uint32, as ImageData has them on little-endian machines. */
export interface Raster {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

/** From bottom to top. Told apart by brightness and pattern too: solid, lined, hatched, faint. */
const stackingOrder = [1, 2, 0, 3] as const;
const syscall = 2;
const runnable = 0;

export interface LaneColors {
  /** States 1 to 4. */
  readonly states: readonly number[];
  /** The same, faded: of the gaps in patterns. */
  readonly faint: readonly number[];
  readonly background: number;
}

/** Fills a lane: each column is a stack of its states, to scale, and none of them invisible. */
export function fillStates(
  raster: Raster,
  columns: Float32Array,
  top: number,
  height: number,
  full: number,
  colors: LaneColors,
): void {
  const { pixels, width } = raster;
  const first = Math.max(0, top);
  const bottom = Math.min(raster.height, top + height);
  if (first >= bottom || full <= 0) return;
  for (let x = 0; x < width; x++) {
    const base = x * stateCount;
    let y = bottom === top + height ? bottom : top + height;
    for (const state of stackingOrder) {
      const share = columns[base + state]! / full;
      if (!(share > 0)) continue;
      let rows = Math.round(share * height);
      // However short: a state that is there is seen.
      if (rows === 0 && share > 0) rows = 1;
      const end = Math.max(top, y - rows);
      const color = colors.states[state]!;
      const gap = colors.faint[state]!;
      for (let row = Math.min(y, bottom) - 1; row >= Math.max(end, first); row--) {
        const isGap =
          (state === syscall && (row - top) % 3 === 2) ||
          (state === runnable && ((x + row) & 3) > 1);
        pixels[row * width + x] = isGap ? gap : color;
      }
      y = end;
    }
  }
}

/** Area of a value over time: filled to the least, lighter from there to the greatest. */
export function fillValues(
  raster: Raster,
  columns: Float32Array,
  top: number,
  height: number,
  full: number,
  colors: { readonly line: number; readonly area: number },
): void {
  const { pixels, width } = raster;
  if (full <= 0) return;
  for (let x = 0; x < width; x++) {
    const least = columns[x * stateCount]!;
    const greatest = columns[x * stateCount + 1]!;
    if (Number.isNaN(greatest)) continue;
    const low = top + height - Math.round((least / full) * height);
    const high = Math.min(low - 1, top + height - Math.round((greatest / full) * height));
    for (let y = Math.max(0, high); y < Math.min(raster.height, top + height); y++) {
      pixels[y * width + x] = y <= low ? colors.line : colors.area;
    }
  }
}

/** A broken line along the greatest values, and wherever it jumps. */
export function drawValueLine(
  raster: Raster,
  columns: Float32Array,
  top: number,
  height: number,
  full: number,
  color: number,
): void {
  const { pixels, width } = raster;
  if (full <= 0) return;
  for (let x = 0; x < width; x++) {
    const least = columns[x * stateCount]!;
    const greatest = columns[x * stateCount + 1]!;
    if (Number.isNaN(greatest)) continue;
    const high = top + height - Math.max(1, Math.round((greatest / full) * height));
    const low = top + height - Math.max(1, Math.round((least / full) * height));
    if (high === low && (x & 7) > 4) continue;
    for (let y = Math.max(0, high); y <= Math.min(raster.height - 1, low); y++) {
      pixels[y * width + x] = color;
    }
  }
}

/** Lays a colour over whole columns, by how much of each it covers. */
export function tintColumns(
  raster: Raster,
  columns: Float32Array,
  from: number,
  to: number,
  color: number,
  strength: number,
): void {
  const { pixels, width } = raster;
  for (let x = 0; x < width; x++) {
    const base = x * stateCount;
    const share = columns[base]! + columns[base + 1]! + columns[base + 2]! + columns[base + 3]!;
    if (share <= 0) continue;
    // A band of a fraction of a column is still seen.
    const part = Math.round(256 * strength * Math.max(0.35, Math.min(1, share)));
    for (let y = from; y < to; y++)
      pixels[y * width + x] = mix(pixels[y * width + x]!, color, part);
  }
}

export function fillBox(raster: Raster, x: number, y: number, w: number, h: number, color: number) {
  const { pixels, width, height } = raster;
  const right = Math.min(width, x + w);
  const bottom = Math.min(height, y + h);
  for (let row = Math.max(0, y); row < bottom; row++) {
    const line = row * width;
    if (right > x) pixels.fill(color, line + Math.max(0, x), line + Math.max(0, right));
  }
}

/** @param part of `over`, 0 to 256. */
export function mix(under: number, over: number, part: number): number {
  const rest = 256 - part;
  const redBlue = (((under & 0xff00ff) * rest + (over & 0xff00ff) * part) >>> 8) & 0xff00ff;
  const green = (((under & 0x00ff00) * rest + (over & 0x00ff00) * part) >>> 8) & 0x00ff00;
  return (0xff000000 | redBlue | green) >>> 0;
}

/** `#rrggbb` or `#rrggbbaa` as a pixel; transparency is laid over `under`. */
export function toPixel(color: string, under = 0xff000000): number {
  const value = Number.parseInt(color.slice(1, 7), 16);
  const pixel = (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
  if (color.length < 9) return pixel;
  return mix(under, pixel, Number.parseInt(color.slice(7, 9), 16) + 1);
}

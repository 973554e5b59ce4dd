import type { GraphArrow, GraphLayout, PlacedBox } from './graph-layout';
import type { Size } from './use-size';

/** Where the layout's corner is on screen, in pixels, and how many pixels one of its units is. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const margin = 16;
/** Below it the words of a box, 11 and 12 px at scale 1, cannot be read. */
const readableScale = 0.9;
const largestStart = 1.2;
const scales = { min: 0.05, max: 4 };

/** All of it, however small. */
export function wholeCamera(layout: GraphLayout, size: Size): Camera {
  const scale = Math.max(scales.min, Math.min(largestStart, fitting(layout, size)));
  return { x: (size.width - layout.width * scale) / 2, y: margin, scale };
}

/** All of it where that can be read; else as large as can be read, beginning at the box `first`. */
export function startCamera(layout: GraphLayout, size: Size, first: number): Camera {
  const fit = fitting(layout, size);
  if (fit >= readableScale) return wholeCamera(layout, size);
  const scale = readableScale;
  const box = layout.boxes[first];
  if (box === undefined) return { x: margin, y: margin, scale };
  const clamp = (wanted: number, length: number, room: number) =>
    length + 2 * margin <= room
      ? (room - length) / 2
      : Math.min(margin, Math.max(room - length - margin, wanted));
  return {
    x: clamp(size.width / 2 - (box.x + box.width / 2) * scale, layout.width * scale, size.width),
    // A first box has its calls below it: it is shown near the upper edge.
    y:
      layout.height * scale + 2 * margin <= size.height
        ? margin
        : clamp(size.height / 4 - box.y * scale, layout.height * scale, size.height),
    scale,
  };
}

/** Zooms so that what is at (x, y) on screen stays there. */
export function zoomCamera(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = Math.min(scales.max, Math.max(scales.min, camera.scale * factor));
  const by = scale / camera.scale;
  return { x: x - (x - camera.x) * by, y: y - (y - camera.y) * by, scale };
}

/** The camera moved as little as shows the box; the same one where it is in sight. */
export function bringIntoSight(camera: Camera, box: PlacedBox, size: Size): Camera {
  const shift = (from: number, length: number, room: number) => {
    if (from < margin) return margin - from;
    const over = from + length - (room - margin);
    return over > 0 ? -Math.min(over, from - margin) : 0;
  };
  const { scale } = camera;
  const dx = shift(camera.x + box.x * scale, box.width * scale, size.width);
  const dy = shift(camera.y + box.y * scale, box.height * scale, size.height);
  return dx === 0 && dy === 0 ? camera : { x: camera.x + dx, y: camera.y + dy, scale };
}

/** The box that nobody calls with the heaviest calls; −1 without boxes. */
export function heaviestRoot(count: number, arrows: readonly GraphArrow[]): number {
  const weight = new Float64Array(count);
  const isCalled = new Uint8Array(count);
  for (const arrow of arrows) {
    if (arrow.source === arrow.target) continue;
    weight[arrow.source]! += Math.abs(arrow.weight);
    isCalled[arrow.target] = 1;
  }
  let best = -1;
  for (let box = 0; box < count; box++) {
    if (isCalled[box] === 0 && (best < 0 || weight[box]! > weight[best]!)) best = box;
  }
  return best < 0 && count > 0 ? 0 : best;
}

const fitting = (layout: GraphLayout, size: Size): number =>
  Math.min(
    (size.width - 2 * margin) / Math.max(1, layout.width),
    (size.height - 2 * margin) / Math.max(1, layout.height),
  );

export interface GraphBox {
  readonly width: number;
  readonly height: number;
}

export interface GraphArrow {
  readonly source: number;
  readonly target: number;
  readonly weight: number;
}

export interface PlacedBox extends GraphBox {
  /** Left and top edge. */
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly boxes: readonly PlacedBox[];
  readonly width: number;
  readonly height: number;
}

const gapX = 24;
const gapY = 56;
const sweeps = 6;

/**
 * Layers from callers down to callees, each ordered so that few arrows cross and moved so that they
 * are short. Arrows that close a circle are left out of the layering, heaviest arrows first.
 */
export function layOutGraph(
  boxes: readonly GraphBox[],
  arrows: readonly GraphArrow[],
): GraphLayout {
  const down = withoutCircles(boxes.length, arrows);
  const layerOf = assignLayers(boxes.length, down);
  const layers: number[][] = [];
  layerOf.forEach((layer, box) => (layers[layer] ??= []).push(box));
  const { above, below } = neighbours(boxes.length, down);
  const center = new Float64Array(boxes.length);
  for (const layer of layers) pack(layer, boxes, center);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : [...layers].reverse()) {
      const wanted = isDown ? above : below;
      align(layer, boxes, center, wanted);
    }
  }
  return place(layers, boxes, center);
}

/** Arrows such that no way leads back; an arrow to itself never counts. */
function withoutCircles(count: number, arrows: readonly GraphArrow[]): readonly GraphArrow[] {
  const next = Array.from({ length: count }, (): number[] => []);
  const reaches = (from: number, to: number): boolean => {
    const seen = new Uint8Array(count);
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === to) return true;
      if (seen[at] === 1) continue;
      seen[at] = 1;
      open.push(...next[at]!);
    }
    return false;
  };
  const byWeight = [...arrows].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return byWeight.filter(({ source, target }) => {
    if (reaches(target, source)) return false;
    next[source]!.push(target);
    return true;
  });
}

/** A box lies below all that call it. */
function assignLayers(count: number, arrows: readonly GraphArrow[]): Int32Array {
  const layer = new Int32Array(count);
  for (let round = 0, changed = true; changed && round < count; round++) {
    changed = false;
    for (const { source, target } of arrows) {
      if (layer[target]! > layer[source]!) continue;
      layer[target] = layer[source]! + 1;
      changed = true;
    }
  }
  return layer;
}

interface Neighbour {
  readonly box: number;
  readonly weight: number;
}

function neighbours(count: number, arrows: readonly GraphArrow[]) {
  const above = Array.from({ length: count }, (): Neighbour[] => []);
  const below = Array.from({ length: count }, (): Neighbour[] => []);
  for (const { source, target, weight } of arrows) {
    above[target]!.push({ box: source, weight: Math.abs(weight) });
    below[source]!.push({ box: target, weight: Math.abs(weight) });
  }
  return { above, below };
}

/** Boxes side by side around zero. */
function pack(layer: readonly number[], boxes: readonly GraphBox[], center: Float64Array): void {
  const sum = layer.reduce((all, box) => all + boxes[box]!.width + gapX, -gapX);
  let x = -sum / 2;
  for (const box of layer) {
    center[box] = x + boxes[box]!.width / 2;
    x += boxes[box]!.width + gapX;
  }
}

/** Orders a layer by where its neighbours lie, and moves each box there as far as there is room. */
function align(
  layer: number[],
  boxes: readonly GraphBox[],
  center: Float64Array,
  neighbourOf: readonly (readonly Neighbour[])[],
): void {
  const wanted = new Map(
    layer.map((box) => {
      const list = neighbourOf[box]!;
      const weights = list.reduce((sum, { weight }) => sum + weight, 0);
      const sum = list.reduce((all, each) => all + center[each.box]! * each.weight, 0);
      return [box, weights === 0 ? center[box]! : sum / weights];
    }),
  );
  layer.sort((a, b) => wanted.get(a)! - wanted.get(b)! || a - b);
  // Runs of boxes that touch lie around the mean of what they want.
  const runs: { boxes: number[]; width: number; middle: number }[] = [];
  for (const box of layer) {
    let run = { boxes: [box], width: boxes[box]!.width, middle: wanted.get(box)! };
    for (let left = runs.at(-1); left !== undefined; left = runs.at(-1)) {
      if (left.middle + left.width / 2 + gapX <= run.middle - run.width / 2) break;
      runs.pop();
      const count = left.boxes.length + run.boxes.length;
      run = {
        boxes: [...left.boxes, ...run.boxes],
        width: left.width + gapX + run.width,
        middle: (left.middle * left.boxes.length + run.middle * run.boxes.length) / count,
      };
    }
    runs.push(run);
  }
  for (const run of runs) {
    let x = run.middle - run.width / 2;
    for (const box of run.boxes) {
      center[box] = x + boxes[box]!.width / 2;
      x += boxes[box]!.width + gapX;
    }
  }
}

function place(
  layers: readonly (readonly number[])[],
  boxes: readonly GraphBox[],
  center: Float64Array,
): GraphLayout {
  const left = boxes.reduce((min, { width }, box) => Math.min(min, center[box]! - width / 2), 0);
  const right = boxes.reduce((max, { width }, box) => Math.max(max, center[box]! + width / 2), 0);
  const placed: PlacedBox[] = [];
  let y = 0;
  for (const layer of layers) {
    const height = layer.reduce((max, box) => Math.max(max, boxes[box]!.height), 0);
    for (const box of layer) {
      const { width, height: own } = boxes[box]!;
      const top = y + (height - own) / 2;
      placed[box] = { x: center[box]! - width / 2 - left, y: top, width, height: own };
    }
    y += height + gapY;
  }
  return { boxes: placed, width: right - left, height: Math.max(0, y - gapY) };
}

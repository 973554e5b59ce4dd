/** One rectangle's content. Cells come in preorder: a parent before its children, the largest first. */
export interface TreemapCell {
  /** Index of the cell above, −1 at the top. */
  readonly parent: number;
  readonly label: string;
  readonly value: number;
  /** A few words beneath the label where there is room. */
  readonly note: string;
  /** What is left out, together: drawn faintly and not to be chosen. */
  readonly isRest: boolean;
}

/** In CSS pixels from the top left. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Height of the strip with a parent's own name. */
export const titleHeight = 17;
const gap = 2;
/** Below this nothing of a cell can be seen, so its children are not laid out. */
const leastSide = 6;

/**
 * Squarified treemap (Bruls, Huizing, van Wijk 2000), nested. A cell keeps room for what is its own: the children fill
 * only their part of it.
 * @returns a rectangle for each cell; undefined for those too small to be seen.
 */
export function layOutTreemap(
  cells: readonly TreemapCell[],
  width: number,
  height: number,
): (Rectangle | undefined)[] {
  const children = new Map<number, number[]>();
  cells.forEach((cell, index) => {
    const siblings = children.get(cell.parent);
    if (siblings === undefined) children.set(cell.parent, [index]);
    else siblings.push(index);
  });
  const places = new Array<Rectangle | undefined>(cells.length).fill(undefined);
  const fill = (parent: number, inside: Rectangle) => {
    const below = (children.get(parent) ?? []).filter((index) => cells[index]!.value > 0);
    const sum = below.reduce((total, index) => total + cells[index]!.value, 0);
    const whole = Math.max(sum, cells[parent]?.value ?? 0);
    if (below.length === 0 || whole <= 0) return;
    // What is the parent's own stays free, at the end.
    const values = below.map((index) => cells[index]!.value);
    if (whole > sum) values.push(whole - sum);
    squarify(values, inside).forEach((place, i) => {
      const index = below[i];
      if (index === undefined || place.width < 1 || place.height < 1) return;
      places[index] = place;
      if (place.width < leastSide * 3 || place.height < titleHeight + leastSide) return;
      fill(index, {
        x: place.x + gap,
        y: place.y + titleHeight,
        width: place.width - 2 * gap,
        height: place.height - titleHeight - gap,
      });
    });
  };
  if (width > 0 && height > 0) fill(-1, { x: 0, y: 0, width, height });
  return places;
}

/** Rectangles in proportion to `values`, which come largest first, as near to squares as rows allow. */
function squarify(values: readonly number[], inside: Rectangle): Rectangle[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  const scale = (inside.width * inside.height) / total;
  const places: Rectangle[] = [];
  let { x, y, width, height } = inside;
  let at = 0;
  while (at < values.length && width > 0 && height > 0) {
    const side = Math.min(width, height);
    let count = 1;
    let area = values[at]! * scale;
    while (at + count < values.length) {
      const wider = area + values[at + count]! * scale;
      const now = worst(values[at]! * scale, values[at + count - 1]! * scale, area, side);
      const then = worst(values[at]! * scale, values[at + count]! * scale, wider, side);
      if (then > now) break;
      area = wider;
      count++;
    }
    const thickness = area / side;
    let along = 0;
    for (let i = 0; i < count; i++) {
      const length = (values[at + i]! * scale) / thickness;
      places.push(
        width >= height
          ? { x, y: y + along, width: thickness, height: length }
          : { x: x + along, y, width: length, height: thickness },
      );
      along += length;
    }
    if (width >= height) {
      x += thickness;
      width -= thickness;
    } else {
      y += thickness;
      height -= thickness;
    }
    at += count;
  }
  return places;
}

/** How far from a square the worst of a row is, 1 at best; of a row only the largest and the smallest matter. */
function worst(largest: number, smallest: number, area: number, side: number): number {
  const square = side * side;
  return Math.max((square * largest) / (area * area), (area * area) / (square * smallest));
}

/** The innermost cell at a point. */
export function cellAt(
  places: readonly (Rectangle | undefined)[],
  x: number,
  y: number,
): number | undefined {
  let found: number | undefined;
  places.forEach((place, index) => {
    if (place === undefined) return;
    const isInside =
      x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height;
    // Preorder: what comes later lies further in.
    if (isInside) found = index;
  });
  return found;
}

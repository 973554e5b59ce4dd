import { formatBytes, formatCount } from '../format/format';
import { shorten } from './code-text';
import { html, type Html } from './html';
import type { FlameNode, FlamePicture } from './report-pictures';

const width = 312;
const rowHeight = 20;
/** Advance of a character of the 10.5 px monospace text, with a margin for wider fonts. */
const characterWidth = 6.5;
/** Narrower bars are left out: nothing can be read off them, and they deepen the picture. */
const minWidth = 2;
/** Deeper rows are left out: they would push the picture over a phone's screen. */
const maxDepth = 14;

interface Bar {
  readonly node: FlameNode;
  readonly x: number;
  readonly width: number;
  readonly depth: number;
}

/** A value for eyes in the picture's unit. */
export function formatValue(value: number, unit: 'bytes' | 'count'): string {
  if (unit === 'bytes') return formatBytes(value);
  return value < 0 ? `−${formatCount(-value)}` : formatCount(value);
}

/** The same with its sign. */
export function formatChange(value: number, unit: 'bytes' | 'count'): string {
  return value > 0 ? `+${formatValue(value, unit)}` : formatValue(value, unit);
}

/** Difference flame: width is size, colour is growth (warm) or shrinkage (cold), root on top. */
export function renderFlame(picture: FlamePicture, label: string): Html {
  const bars: Bar[] = [];
  layOut(withoutRoot(picture.root), bars);
  const change = (node: FlameNode): number => node.after - node.before;
  const largest = Math.max(1, ...bars.map((bar) => Math.abs(change(bar.node))));
  const rows = Math.max(...bars.map((bar) => bar.depth), 0) + 1;
  return html`<svg
    class="flame"
    viewBox="0 0 ${width} ${rows * rowHeight}"
    role="img"
    aria-label="${label}"
  >
    ${bars.map((bar) => renderBar(bar, change(bar.node) / largest, picture.unit))}
  </svg>`;
}

/** The root says nothing when all is under one function. */
function withoutRoot(root: FlameNode): FlameNode {
  let top = root;
  for (let only = top.children[0]; top.children.length === 1 && only; only = top.children[0]) {
    if (top.name !== 'root' && top.name !== 'runtime.main' && top.name !== 'runtime.goexit') break;
    top = only;
  }
  return top;
}

const extent = (node: FlameNode): number => Math.max(node.before, node.after, 0);

function layOut(root: FlameNode, bars: Bar[]): void {
  const pending: Bar[] = [{ node: root, x: 0, width, depth: 0 }];
  for (let bar = pending.pop(); bar; bar = pending.pop()) {
    bars.push(bar);
    if (bar.depth + 1 >= maxDepth) continue;
    const { children } = bar.node;
    // Where one child grows and another shrinks, together they can be wider than their caller.
    const whole = Math.max(
      extent(bar.node),
      children.reduce((sum, child) => sum + extent(child), 0),
    );
    let x = bar.x;
    for (const node of children) {
      const wide = whole === 0 ? 0 : (bar.width * extent(node)) / whole;
      if (wide >= minWidth) pending.push({ node, x, width: wide, depth: bar.depth + 1 });
      x += wide;
    }
  }
}

function renderBar(
  { node, x, width: wide, depth }: Bar,
  weight: number,
  unit: 'bytes' | 'count',
): Html {
  const change = node.after - node.before;
  const tone = change > 0 ? 'grow' : change < 0 ? 'shrink' : 'same';
  const opacity = change === 0 ? 0.22 : 0.25 + 0.5 * Math.abs(weight);
  const room = Math.floor((wide - 10) / characterWidth);
  const isLeaf = node.children.length === 0;
  const suffix =
    isLeaf || depth === 0 ? `  ${formatChange(change, unit)}` : node.place ? `  ${node.place}` : '';
  const text =
    node.name.length + suffix.length <= room ? node.name + suffix : shorten(node.name, room);
  const top = depth * rowHeight;
  const values = `${formatValue(node.before, unit)} → ${formatValue(node.after, unit)}`;
  return html`<g
    ><title>${node.name} ${node.place}: ${values} (${formatChange(change, unit)})</title
    ><rect
      class="${tone}"
      x="${x.toFixed(1)}"
      y="${top}"
      width="${Math.max(0.8, wide - 1).toFixed(1)}"
      height="${rowHeight - 1}"
      fill-opacity="${opacity.toFixed(2)}"
    ></rect
    >${room >= 3 ? html`<text x="${(x + 5).toFixed(1)}" y="${top + 13.5}">${text}</text>` : undefined}</g
  >`;
}

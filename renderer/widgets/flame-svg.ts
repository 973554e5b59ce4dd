import { isShown, viewOf, type FlameColumns, type FlameLayout } from './flame-layout';
import { fitText, flameRowHeight, rowCount, rowTop } from './flame-paint';
import type { FlamePalette, NodeColor } from './flame-palette';

export interface FlameSvgScene {
  readonly title: string;
  readonly flame: FlameColumns;
  readonly layout: FlameLayout;
  readonly zoom: number;
  readonly colorOf: NodeColor;
  readonly palette: FlamePalette;
  readonly isUpright: boolean;
  /** Becomes the tooltip of the node. */
  readonly describe: (node: number) => string;
}

const width = 1200;
/** Thinner nodes are left out of a file: nobody can point at them. */
const minWidth = 0.3;

/** The picture as a file of its own: nothing to load, each node with its figures as a tooltip. */
export function drawFlameSvg(scene: FlameSvgScene): string {
  const { flame, layout, palette } = scene;
  const view = viewOf(layout, scene.zoom);
  const rows = rowCount(layout);
  const perValue = width / Math.max(view.to - view.from, 1e-9);
  const bars: string[] = [];
  for (let node = 0; node < flame.name.length; node++) {
    if (!isShown(layout, view, node)) continue;
    const left = Math.max(0, (layout.start[node]! - view.from) * perValue);
    const right = Math.min(
      width,
      (layout.start[node]! + layout.width[node]! - view.from) * perValue,
    );
    if (right - left < minWidth) continue;
    const y = rowTop(flame.depth[node]!, rows, scene.isUpright);
    const name = flame.names[flame.name[node]!] ?? '';
    const text = fitText(name === '' ? 'root' : name, right - left - 8);
    const label =
      text === '' ? '' : `<text x="${round(left + 4)}" y="${y + 14}">${escapeXml(text)}</text>`;
    const bar = `<rect x="${round(left)}" y="${y}" width="${round(right - left)}" height="${flameRowHeight - 1}" fill="${scene.colorOf(node)}"/>`;
    bars.push(`<g><title>${escapeXml(scene.describe(node))}</title>${bar}${label}</g>`);
  }
  const height = rows * flameRowHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(scene.title)}</title>`,
    `<style>text{font:11px ui-monospace,monospace;fill:${palette.text}}</style>`,
    `<rect width="${width}" height="${height}" fill="${palette.background}"/>`,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}

const round = (value: number): string => value.toFixed(2).replace(/\.?0+$/, '');

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

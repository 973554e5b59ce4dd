import { fitName } from '../../format/go-name';
import { formatBytes, formatCount, formatMs } from '../../format/format';
import type { FlameData } from './flame-data';

/** Files of resources/flame. */
export interface FlameAssets {
  readonly script: string;
  readonly style: string;
}

const width = 1200;
const rowHeight = 18;
const top = 56;
const characterWidth = 6.65;

/** Markup of text. */
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

/** JSON that can stand in HTML and in XML alike. */
const toScriptJson = (data: FlameData): string =>
  JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The title's second half: `inuse_space, 8.4 MiB`. */
function describe(data: FlameData): string {
  const total = formatTotal(data, data.cum[0] ?? 0);
  if (!data.base) return `${data.type}, ${total}`;
  return `${data.type}, ${formatTotal(data, data.base[0] ?? 0)} before, ${total} now`;
}

function formatTotal({ unit }: FlameData, value: number): string {
  if (unit === 'bytes') return formatBytes(value);
  return unit === 'nanoseconds' ? formatMs(value / 1e6) : formatCount(value);
}

/** A page that needs nothing else: search, zoom, keyboard, light and dark. */
export function renderFlamePage(data: FlameData, title: string, assets: FlameAssets): string {
  const legend = data.base
    ? [
        ['#d97264', 'grew'],
        ['#5f9fc4', 'shrank'],
        ['#b4bdc8', 'unchanged'],
      ]
    : [
        ['#d9956a', 'the program’s own packages'],
        ['#6fae8c', 'other packages'],
        ['#7f97b8', 'runtime'],
      ];
  const note = data.base ? 'Width: before and now together.' : 'Width: value in all.';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}: flame graph</title>
<style>
${assets.style}</style>
<body>
<header>
<h1>${escape(title)}</h1>
<p>${escape(describe(data))}</p>
<div class="tools">
<output id="matched"></output>
<input id="search" type="search" placeholder="Search, key /" aria-label="Search functions by regular expression">
<button id="invert" type="button">Invert</button>
<button id="reset" type="button" title="Esc">Whole profile</button>
</div>
</header>
<main>
<svg id="flame" tabindex="0" role="img" aria-label="Flame graph of ${escape(title)}"><g id="bars"></g></svg>
<ul class="legend">
${legend.map(([colour, text]) => `<li><i style="background:${colour}"></i>${text}</li>`).join('\n')}
<li>${note} Click or Enter zooms, arrow keys walk.</li>
</ul>
</main>
<div id="tip" role="tooltip" hidden></div>
<script type="application/json" id="flame-data">${toScriptJson(data)}</script>
<script>
${assets.script}</script>
`;
}

/** A picture: the same script where scripts run, a plain drawing elsewhere. */
export function renderFlamePicture(data: FlameData, title: string, assets: FlameAssets): string {
  const { bars, depth } = drawBars(data);
  const height = top + depth * rowHeight + 8;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" id="flame" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style><![CDATA[
${assets.style}
#flame .backdrop { fill: var(--bg); }
]]></style>
<rect class="backdrop" width="100%" height="100%"/>
<text class="title" x="8" y="22">${escape(title)}</text>
<text class="note" x="8" y="42">${escape(describe(data))}</text>
<text class="note" id="matched" x="${width - 200}" y="42" text-anchor="end"></text>
<text class="note tool" id="ask" x="${width - 120}" y="42" text-anchor="end">Search</text>
<text class="note tool" id="reset" x="${width - 8}" y="42" text-anchor="end">Whole profile</text>
<g id="bars">
${bars}
</g>
<script type="application/json" id="flame-data"><![CDATA[${toScriptJson({ ...data, width, top })}]]></script>
<script><![CDATA[
${assets.script}
]]></script>
</svg>
`;
}

/** The bars for viewers that run no script. */
function drawBars(data: FlameData): { readonly bars: string; readonly depth: number } {
  const count = data.parent.length;
  const size = new Float64Array(count);
  for (let node = count - 1; node >= 0; node--) {
    const own = Math.abs(data.cum[node]!) + Math.abs(data.base?.[node] ?? 0);
    size[node] = Math.max(size[node]!, own);
    if (node > 0) size[data.parent[node]!]! += size[node]!;
  }
  const left = new Float64Array(count);
  const taken = new Float64Array(count);
  const level = new Uint32Array(count);
  const scale = size[0] === 0 ? 0 : width / size[0]!;
  let depth = 1;
  const bars: string[] = [];
  for (let node = 0; node < count; node++) {
    if (node > 0) {
      const parent = data.parent[node]!;
      left[node] = left[parent]! + taken[parent]!;
      taken[parent]! += size[node]! * scale;
      level[node] = level[parent]! + 1;
    }
    const wide = size[node]! * scale;
    if (wide < 0.4) continue;
    depth = Math.max(depth, level[node]! + 1);
    bars.push(drawBar(data, node, left[node]!, top + level[node]! * rowHeight, wide));
  }
  return { bars: bars.join('\n'), depth };
}

function drawBar(data: FlameData, node: number, x: number, y: number, wide: number): string {
  const name = node === 0 ? 'all' : (data.names[data.frame[node]!] ?? '');
  const fits = Math.floor((wide - 8) / characterWidth);
  const fill = node === 0 ? '#ccd4dd' : `hsl(${data.hues[data.frame[node]!]} 62% 80%)`;
  const shape = `x="${x.toFixed(2)}" y="${y}" width="${Math.max(0.4, wide - 0.6).toFixed(2)}"`;
  const text =
    fits >= 3
      ? `<text x="${(x + 4).toFixed(1)}" y="${y + 12.5}">${escape(fitName(name, fits))}</text>`
      : '';
  return `<g class="bar"><rect ${shape} height="${rowHeight - 1}" fill="${fill}"/>${text}<title>${escape(name)}</title></g>`;
}

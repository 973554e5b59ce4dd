import { formatBytes, formatMs } from '../format/format';
import { html, type Html } from './html';
import type { ReportMessages } from './messages';
import type { StripLane, StripPicture } from './report-pictures';

const width = 312;
/** Left column for labels. */
const gutter = 56;
const heapHeight = 84;
const laneHeight = 11;
const maxLanes = 9;
const axisHeight = 16;

/** Timeline: heap with its floor, collections as lines through all, a lane per goroutine. */
export function renderStrip(picture: StripPicture, label: string, messages: ReportMessages): Html {
  const lanes = picture.lanes.slice(0, maxLanes);
  const hasHeap = picture.heap.length > 1;
  const lanesTop = hasHeap ? heapHeight + 10 : 2;
  const bottom = lanesTop + lanes.length * laneHeight;
  const span = Math.max(picture.spanMs, 1e-6);
  const toX = (ms: number): number =>
    gutter + (Math.max(0, Math.min(span, ms)) / span) * (width - gutter - 2);
  const gcs = picture.gcsMs.filter((at) => at >= 0 && at <= span);
  return html`<svg
    class="strip"
    viewBox="0 0 ${width} ${bottom + axisHeight}"
    role="img"
    aria-label="${label}"
  >
    ${thinOut(gcs.map(toX), 2).map(
      (x) => html`<path class="gc" d="M${x.toFixed(1)} 0V${bottom}"></path>`,
    )}
    ${hasHeap ? renderHeap(picture, toX, messages) : undefined}
    ${lanes.map((lane, row) => renderLane(lane, lanesTop + row * laneHeight, toX, span))}
    <path class="axis" d="M${gutter} ${bottom + 1.5}H${width - 2}"></path>
    <text class="dim" x="${gutter}" y="${bottom + 13}">0</text>
    <text class="dim" x="${(gutter + width) / 2}" y="${bottom + 13}" text-anchor="middle"
      >${lanes.length > 0 ? messages.goroutinesShown(lanes.length, picture.goroutines) : ''}</text
    >
    <text class="dim" x="${width - 2}" y="${bottom + 13}" text-anchor="end">${formatMs(span)}</text>
  </svg>`;
}

type Point = readonly [atMs: number, bytes: number];

function renderHeap(
  { heap, floor }: StripPicture,
  toX: (ms: number) => number,
  messages: ReportMessages,
): Html {
  const values = [...heap, ...floor].map((point) => point[1]);
  const high = values.reduce((most, each) => Math.max(most, each), 0);
  const low = values.reduce((least, each) => Math.min(least, each), high);
  // From zero unless the curve would be a flat line at the top.
  const base = low > high * 0.6 ? low - (high - low) * 0.15 : 0;
  const toY = (bytes: number): number =>
    heapHeight - ((bytes - base) / Math.max(1, high - base)) * (heapHeight - 10);
  const line = (points: readonly Point[]): string =>
    points
      .map(
        ([ms, bytes], i) => `${i === 0 ? 'M' : 'L'}${toX(ms).toFixed(1)} ${toY(bytes).toFixed(1)}`,
      )
      .join('');
  const shown = sampleExtremes(heap, 300);
  const [first, last] = [floor[0], floor[floor.length - 1]];
  return html`<path class="heap" d="${line(shown)}"></path>
    ${floor.length > 1 ? html`<path class="floor" d="${line(floor)}"></path>` : undefined}
    <text class="dim" x="${gutter - 5}" y="${toY(high) + 4}" text-anchor="end">${formatBytes(high)}</text>
    <text class="dim" x="${gutter - 5}" y="${heapHeight + 2}" text-anchor="end">${formatBytes(base)}</text>
    ${
      first && last && floor.length > 1
        ? html`<g
          ><title>${messages.heapFloor}: ${formatBytes(first[1])} → ${formatBytes(last[1])}</title>${[
            first,
            last,
          ].map(
            ([ms, bytes]) =>
              html`<circle class="floor-end" cx="${toX(ms).toFixed(1)}" cy="${toY(bytes).toFixed(1)}" r="2"></circle>`,
          )}</g
        >`
        : undefined
    }`;
}

function renderLane(lane: StripLane, top: number, toX: (ms: number) => number, span: number): Html {
  const from = toX(lane.createdAtMs ?? 0);
  const to = toX(lane.endedAtMs ?? span);
  const runs = joinSpans(lane.running.map(([start, end]) => [toX(start), toX(end)] as const));
  return html`<g
    ><title>${lane.label}</title
    ><text class="dim" x="${gutter - 5}" y="${top + 8.5}" text-anchor="end">${(lane.label.split(' ')[0] ?? '').slice(0, 8)}</text
    ><rect class="alive" x="${from.toFixed(1)}" y="${top + 2.5}" width="${Math.max(0.8, to - from).toFixed(1)}" height="6"></rect
    >${runs.map(
      ([start, end]) =>
        html`<rect class="runs" x="${start.toFixed(1)}" y="${top + 2.5}" width="${Math.max(0.8, end - start).toFixed(1)}" height="6"></rect>`,
    )}</g
  >`;
}

/** Spans closer than half a pixel are drawn as one: a thousand of them would be a wall of markup. */
function joinSpans(
  spans: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const joined: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = joined[joined.length - 1];
    if (last && start - last[1] < 0.5) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** At most one mark per `gap` pixels. */
function thinOut(positions: readonly number[], gap: number): readonly number[] {
  const kept: number[] = [];
  for (const x of [...positions].sort((l, r) => l - r)) {
    const last = kept[kept.length - 1];
    if (last === undefined || x - last >= gap) kept.push(x);
  }
  return kept;
}

/** Keeps the lowest and highest point of each bucket, so that no collection is smoothed away. */
function sampleExtremes(points: readonly Point[], buckets: number): readonly Point[] {
  if (points.length <= buckets * 2) return points;
  const kept: Point[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const part = points.slice(
      Math.floor((bucket * points.length) / buckets),
      Math.floor(((bucket + 1) * points.length) / buckets),
    );
    const low = part.reduce((least, each) => (each[1] < least[1] ? each : least));
    const high = part.reduce((most, each) => (each[1] > most[1] ? each : most));
    kept.push(...(low[0] <= high[0] ? [low, high] : [high, low]));
  }
  return kept;
}

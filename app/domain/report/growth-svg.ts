import type { Growth } from '../../contract/findings';
import { formatBytes, formatCount, formatMs } from '../format/format';
import { html, type Html } from './html';

const width = 312;
const height = 116;
const left = 56;
const bottom = 18;

/** The samples as dots with the robust slope through them. */
export function renderGrowth(growth: Growth, label: string): Html | undefined {
  const { samples, unit, perSecond } = growth;
  if (samples.length < 2) return undefined;
  const times = samples.map((each) => each.atSeconds);
  const values = samples.map((each) => each.value);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const high = Math.max(...values);
  const low = Math.min(...values);
  const base = low > high * 0.6 ? Math.max(0, low - (high - low) * 0.2) : 0;
  const toX = (at: number): number =>
    left + 4 + ((at - start) / Math.max(1e-9, end - start)) * (width - left - 10);
  const toY = (value: number): number =>
    height - bottom - ((value - base) / Math.max(1, high - base)) * (height - bottom - 8);
  const show = (value: number): string =>
    unit === 'bytes' ? formatBytes(value) : formatCount(value);
  // Through the median point, as Theil and Sen place the line.
  const middle = (list: readonly number[]): number =>
    [...list].sort((l, r) => l - r)[Math.floor(list.length / 2)] ?? 0;
  const intercept = middle(samples.map((each) => each.value - perSecond * each.atSeconds));
  const fit = [start, end].map((at) => {
    const value = Math.max(base, Math.min(high, intercept + perSecond * at));
    return `${toX(at).toFixed(1)} ${toY(value).toFixed(1)}`;
  });
  return html`<svg class="growth" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    <path class="axis" d="M${left} ${height - bottom + 0.5}H${width - 2}"></path>
    <path class="fit" d="M${fit.join('L')}"></path>
    ${samples.map(
      ({ atSeconds, value }) =>
        html`<circle class="sample" cx="${toX(atSeconds).toFixed(1)}" cy="${toY(value).toFixed(1)}" r="3"
          ><title>${formatMs(atSeconds * 1000)}: ${show(value)}</title></circle
        >`,
    )}
    <text class="dim" x="${left - 5}" y="${toY(high) + 4}" text-anchor="end">${show(high)}</text>
    <text class="dim" x="${left - 5}" y="${height - bottom + 4}" text-anchor="end">${show(base)}</text>
    <text class="dim" x="${left + 4}" y="${height - 4}">0</text>
    <text class="dim" x="${width - 2}" y="${height - 4}" text-anchor="end">${formatMs((end - start) * 1000)}</text>
  </svg>`;
}

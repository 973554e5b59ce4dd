import type { Finding } from '../../contract/findings';
import type { Frame } from '../../contract/frame';
import { baseName, formatBytes } from '../format/format';
import { formatCode } from './code-text';
import { formatChange, formatValue } from './flame-svg';
import { renderGrowth } from './growth-svg';
import { html, type Html } from './html';
import type { ReportMessages } from './messages';
import type { DiffTable } from './report-pictures';

/** What grew, line by line. */
export function renderDifference(
  table: DiffTable | undefined,
  messages: ReportMessages,
): Html | undefined {
  if (!table || table.rows.length === 0) return undefined;
  const { unit, rows, sites } = table;
  const largest = Math.max(1, ...rows.map((row) => Math.abs(row.after - row.before)));
  return html`<div class="block">
    <h3>${messages.difference}</h3>
    <table class="diff">
      <thead>
        <tr>
          <th>${messages.site}</th>
          <th>${messages.allocatedBy}</th>
          <th class="n">${messages.before}</th>
          <th class="n">${messages.after}</th>
          <th class="n">${messages.change}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ site, leaf, before, after }) => {
          const change = after - before;
          const share = `${((Math.abs(change) / largest) * 100).toFixed(1)}%`;
          return html`<tr>
            <td>${formatCode(site.function)} <span class="dim mono">${formatPlace(site)}</span></td>
            <td class="${leaf === site.function ? 'self' : ''}">${leaf === site.function ? html`<span class="dim">–</span>` : formatCode(leaf)}</td>
            <td class="n">${formatValue(before, unit)}</td>
            <td class="n">${formatValue(after, unit)}</td>
            <td>
              <div class="change"
                ><span class="n">${formatChange(change, unit)}</span
                ><span class="meter" aria-hidden="true"
                  ><i class="${change < 0 ? 'shrink' : 'grow'}" style="width:${share}"></i></span
              ></div>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
    <p class="dim">${messages.sitesShown(rows.length, sites)}</p>
  </div>`;
}

/** ` ± 571 KiB`, from the sampling of the profile. */
const formatError = (bytes: number | undefined) =>
  bytes === undefined ? '' : ` ± ${formatBytes(bytes)}`;

/** Allocation stack, goroutines, growth. */
export function renderDetails(finding: Finding, messages: ReportMessages): Html | undefined {
  const { allocation, growth, goroutines } = finding;
  const drawn = growth && renderGrowth(growth, messages.growth);
  const stack = allocation && allocation.stack.length > 0 ? allocation : undefined;
  if (!drawn && !stack && !goroutines) return undefined;
  return html`<div class="two">
    ${
      stack
        ? html`<div class="block">
          <h3>${messages.allocationStack}</h3>
          ${renderStack(stack.stack, stack)}
          <p class="dim">${messages.leafFirst} · ${formatBytes(stack.bytes)}${formatError(stack.standardErrorBytes)}</p>
        </div>`
        : undefined
    }
    ${
      goroutines
        ? html`<div class="block">
          <h3>${messages.kind['goroutine-leak']}</h3>
          <dl class="facts">
            <dt>${messages.runs}</dt>
            <dd>${formatCode(goroutines.function)}</dd>
            <dt>${messages.createdBy}</dt>
            <dd>${renderPlace(goroutines.createdBy)}</dd>
            <dt>${messages.blockedAt}</dt>
            <dd>${renderPlace(goroutines.blockedAt)} · ${goroutines.blockedOn}</dd>
            <dt>goid</dt>
            <dd class="mono">${listGoids(goroutines.goids)}</dd>
          </dl>
        </div>`
        : undefined
    }
    ${
      drawn && growth
        ? html`<div class="block growthbox">
          <h3>${messages.growth}</h3>
          ${drawn}
          <p class="dim">${messages.growthNote(growth.samples.length, formatP(growth.p))}</p>
        </div>`
        : undefined
    }
  </div>`;
}

function renderStack(
  frames: readonly Frame[],
  own: { readonly function: string; readonly line: number },
): Html {
  const shown = frames.slice(0, 24);
  return html`<ol class="stack">
    ${shown.map((frame) => {
      const isOwn = frame.function === own.function && frame.line === own.line;
      return html`<li class="${isOwn ? 'own' : ''}"
        ><span>${frame.function}</span><span>${formatPlace(frame)}</span></li
      >`;
    })}
  </ol>`;
}

const formatPlace = ({ file, line }: Frame): string =>
  file === '' ? '' : `${baseName(file)}${line > 0 ? `:${line}` : ''}`;

function renderPlace(frame: Frame): Html {
  return html`${formatCode(frame.function)} <span class="dim mono">${formatPlace(frame)}</span>`;
}

function listGoids(goids: readonly number[]): string {
  const shown = goids.slice(0, 12).join(', ');
  return goids.length > 12 ? `${shown}, …` : shown;
}

/** Two digits, or the power of ten where it is tiny. */
function formatP(p: number): string {
  if (p === 0) return '0';
  if (p >= 0.001) return String(Number(p.toPrecision(2)));
  return p.toExponential(1).replace('e-', ' × 10⁻').replace(/⁻\d+$/, toSuperscript);
}

const toSuperscript = (power: string): string =>
  power.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit);

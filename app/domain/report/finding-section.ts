import type { Finding, Leg, LegName } from '../../contract/findings';
import { baseName, formatCount, formatRate, formatShare } from '../format/format';
import { formatCode, formatProse } from './code-text';
import { renderDetails, renderDifference } from './finding-tables';
import { renderFlame } from './flame-svg';
import { html, type Html } from './html';
import type { ReportMessages } from './messages';
import { renderPath } from './path-svg';
import type { FindingPictures } from './report-pictures';
import { renderStrip } from './strip-svg';

const legNames = ['allocation', 'time', 'memory'] as const;

/** Verdict word with its shape, told apart without colour. */
export function renderBadge(verdict: Finding['verdict'], messages: ReportMessages): Html {
  return html`<span class="badge ${verdict}"><i></i>${messages.verdict[verdict]}</span>`;
}

/** One finding: sentence, legs with pictures, joins, what speaks against it, tables. */
export function renderFinding(
  finding: Finding,
  pictures: FindingPictures,
  position: { readonly index: number; readonly of: number },
  messages: ReportMessages,
): Html {
  return html`<section class="finding" id="${finding.id}">
    <div class="head">
      <div>
        <div>
          ${renderBadge(finding.verdict, messages)}
          <span class="dim"
            >&ensp;${messages.kind[finding.kind]} · ${messages.suspect(position.index, position.of)}</span
          >
        </div>
        <h2>${formatProse(finding.sentence)}</h2>
        ${finding.detail === '' ? undefined : html`<p class="sub">${formatProse(finding.detail)}</p>`}
      </div>
      ${renderNumbers(finding, messages)}
    </div>
    <div class="legs">
      ${legNames.map((name) =>
        renderLeg(name, finding.legs[name], drawLeg(name, finding, pictures, messages), messages),
      )}
    </div>
    ${renderJoins(finding, messages)} ${renderAliasing(finding, messages)}
    <div class="notes">
      ${finding.remedy === undefined ? undefined : renderNote(messages.remedy, [finding.remedy])}
      ${renderNote(
        messages.contradictions,
        finding.contradictions.length > 0 ? finding.contradictions : [messages.none],
      )}
      ${finding.missing.length > 0 ? renderNote(messages.missing, finding.missing) : undefined}
    </div>
    ${renderDifference(pictures.diff, messages)} ${renderDetails(finding, messages)}
  </section>`;
}

function renderNumbers({ holder, growth, goroutines }: Finding, messages: ReportMessages): Html {
  const unit = growth?.unit ?? 'bytes';
  const sign = (rate: number): string => (rate > 0 ? '+' : '');
  // The unit stands once, with the rate itself.
  const bound = (value: number): string =>
    formatRate(value, unit).replace(/ ?goroutines\/s$/, '/s');
  return html`<div class="nums">
    ${
      holder
        ? html`<div><b>${formatShare(holder.share)}</b><span>${messages.ofLiveHeap}</span></div>`
        : undefined
    }
    ${
      goroutines
        ? html`<div
          ><b>${formatCount(goroutines.count)}</b><span>${messages.goroutinesWaiting}</span
          >${
            goroutines.provenStuck > 0
              ? html`<span>${formatCount(goroutines.provenStuck)} ${messages.provenStuck}</span>`
              : undefined
          }</div
        >`
        : undefined
    }
    ${
      growth
        ? html`<div
          ><b>${sign(growth.perSecond)}${bound(growth.perSecond)}</b
          ><span>${messages.interval(bound(growth.low), bound(growth.high))}</span></div
        >`
        : undefined
    }
  </div>`;
}

interface LegPicture {
  readonly drawing: Html | undefined;
  readonly caption: string;
}

function drawLeg(
  name: LegName,
  finding: Finding,
  { flame, strip }: FindingPictures,
  messages: ReportMessages,
): LegPicture {
  const label = `${messages.leg[name]}: ${finding.legs[name].says}`;
  switch (name) {
    case 'allocation':
      return { drawing: flame && renderFlame(flame, label), caption: flame?.caption ?? '' };
    case 'time':
      return {
        drawing: strip && renderStrip(strip, label, messages),
        caption: strip?.caption ?? '',
      };
    case 'memory':
      return { drawing: renderPath(finding, label, messages), caption: '' };
  }
}

function renderLeg(name: LegName, leg: Leg, picture: LegPicture, messages: ReportMessages): Html {
  const sources =
    picture.caption === ''
      ? leg.artefacts.slice(0, 3).map(baseName).join(', ') +
        (leg.artefacts.length > 3 ? ` +${leg.artefacts.length - 3}` : '')
      : picture.caption;
  return html`<article class="leg ${name} ${picture.drawing ? '' : 'bare'}">
    <header>
      <b>● ${messages.leg[name]}</b><span>${messages.legTool[name]} · ${messages.stance[leg.stance]}</span>
    </header>
    <p>${formatProse(leg.says)}</p>
    ${picture.drawing ? html`<figure>${picture.drawing}</figure>` : html`<figure></figure>`}
    ${sources === '' ? undefined : html`<footer>${sources}</footer>`}
  </article>`;
}

function renderJoins({ joins }: Finding, messages: ReportMessages): Html | undefined {
  if (joins.length === 0) return undefined;
  return html`<div class="joins" role="list" aria-label="${messages.joins}">
    ${joins.map(
      ({ between, matched, of, says }) =>
        html`<div class="join" role="listitem"
          ><span class="pair" aria-hidden="true"
            ><i class="${between[0]}"></i><i class="${between[1]}"></i></span
          ><span>${formatJoin(says, matched, of)}</span
          ></div
        >`,
    )}
  </div>`;
}

/** The figures stand out: those the sentence begins with, else before it. */
function formatJoin(says: string, matched: number, of: number): Html {
  const [, figures, rest] = /^([\d,]+(?: of [\d,]+)?) (.*)$/s.exec(says) ?? [];
  if (figures !== undefined && rest !== undefined) {
    return html`<b>${figures}</b> ${formatProse(rest)}`;
  }
  if (says.includes(formatCount(matched))) return formatProse(says);
  return html`<b>${formatCount(matched)} / ${formatCount(of)}</b>&ensp;${formatProse(says)}`;
}

function renderAliasing({ aliasing }: Finding, messages: ReportMessages): Html | undefined {
  if (!aliasing) return undefined;
  const { arrays, headers, says, example } = aliasing;
  const count = messages.aliasingCount(formatCount(headers), formatCount(arrays));
  const repeatsCount = says.includes(formatCount(headers)) && says.includes(formatCount(arrays));
  return html`<div class="alias">
    <h3>${messages.aliasing}</h3>
    <p>${repeatsCount ? undefined : html`<b>${count}.</b> `}${formatProse(says)}</p>
    ${
      example.length === 0
        ? undefined
        : html`<p class="dim"
          >${messages.example}: ${example.map((each, i) => html`${i === 0 ? '' : ', '}${formatCode(each)}`)}</p
        >`
    }
  </div>`;
}

function renderNote(title: string, lines: readonly string[]): Html {
  return html`<div
    ><h3>${title}</h3
    ><ul>${lines.map((line) => html`<li>${formatProse(line)}</li>`)}</ul></div
  >`;
}

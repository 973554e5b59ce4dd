import type { Findings, LegName } from '../../contract/findings';
import {
  formatWhen,
  renderArtefacts,
  renderEnvironment,
  renderMeasures,
  renderRefuted,
  renderReproduce,
} from './appendix-section';
import { formatProse } from './code-text';
import { renderBadge, renderFinding } from './finding-section';
import { html, raw, type Html } from './html';
import type { ReportMessages } from './messages';
import { messagesEn } from './messages.en';
import { messagesZh } from './messages.zh';
import type { ReportPictures } from './report-pictures';
import { reportStyle } from './style';

export interface ReportOptions {
  /** Default: the language of the findings' own texts. */
  readonly language?: 'en' | 'zh' | undefined;
}

/**
 * Renders findings as one HTML file that needs nothing else: no script, no font, no image, no
 * network. Evidence texts are printed as the findings word them; everything is escaped.
 */
export function renderReport(
  findings: Findings,
  pictures: ReportPictures,
  options: ReportOptions = {},
): string {
  const messages = (options.language ?? findings.language) === 'zh' ? messagesZh : messagesEn;
  const { session } = findings;
  const name = session.target.package || session.target.module;
  const page = html`<!doctype html>
    <html lang="${messages.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${messages.verdict[findings.verdict]} · ${name}</title>
        <style>
          ${raw(reportStyle)}
        </style>
      </head>
      <body>
        <main>
          ${renderTop(findings, name, messages)}
          ${findings.findings.map((finding, index) =>
            renderFinding(
              finding,
              pictures[finding.id] ?? {},
              { index: index + 1, of: findings.findings.length },
              messages,
            ),
          )}
          ${renderRefuted(findings, messages)} ${renderReproduce(findings, messages)}
          ${renderEnvironment(findings, messages)} ${renderArtefacts(findings, messages)}
          <footer class="end">${messages.footer(session.trivet)}</footer>
        </main>
      </body>
    </html>`;
  return `${page.text}\n`;
}

/** Verdict first, then what it rests on. */
function renderTop(findings: Findings, name: string, messages: ReportMessages): Html {
  const { session } = findings;
  const [first, ...others] = findings.findings;
  return html`<header class="top">
    <div class="bar">
      <span>${mark}<b>${name}</b></span>
      <span>${messages.title} ${session.id}</span>
      <span class="end">${formatWhen(session.createdAtMs)}</span>
    </div>
    <div>
      ${renderBadge(findings.verdict, messages)}
      ${first ? html`<span class="dim">&ensp;${formatProse(findings.summary)}</span>` : undefined}
    </div>
    <h1>${formatProse(first?.sentence ?? findings.summary)}</h1>
    ${
      others.length > 0
        ? html`<ul class="list">
          ${others.map(
            ({ id, verdict, sentence }) =>
              html`<li
                ><i class="shape ${verdict}" role="img" aria-label="${messages.verdict[verdict]}"></i
                ><a href="#${id}">${formatProse(sentence)}</a></li
              >`,
          )}
        </ul>`
        : undefined
    }
    ${
      first === undefined && findings.refuted.length === 0
        ? html`<p class="sub">${messages.noFindings}</p>`
        : undefined
    }
    <div class="overview">
      ${(['allocation', 'time', 'memory'] as const).map((leg) => renderState(leg, findings, messages))}
    </div>
    ${renderMeasures(findings, messages)}
  </header>`;
}

function renderState(leg: LegName, findings: Findings, messages: ReportMessages): Html {
  const { state, says, failure } = findings.legs[leg];
  return html`<div class="state ${leg}"
    ><b>${messages.leg[leg]}</b> <span class="dim">${messages.legState[state]}</span
    ><p class="sub">${formatProse(says)}${failure?.remedy ? html` ${failure.remedy}` : undefined}</p></div
  >`;
}

/** The three legs. */
const mark = raw(
  '<svg class="mark" width="16" height="16" viewBox="0 0 18 18" aria-hidden="true"><path d="M9 2v7M9 9L2.5 15.5M9 9l6.5 6.5" stroke="var(--text-3)" stroke-width="1.6" fill="none"/><circle cx="9" cy="2.5" r="2.2" fill="var(--alloc)"/><circle cx="2.8" cy="15" r="2.2" fill="var(--time)"/><circle cx="15.2" cy="15" r="2.2" fill="var(--mem)"/></svg>',
);

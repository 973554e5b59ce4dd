import type { Findings } from '../../contract/findings';
import type { Artefact, Manifest } from '../../contract/manifest';
import { formatBytes, formatCount, formatMs, formatShare } from '../format/format';
import { formatCode, formatProse } from './code-text';
import { html, type Html } from './html';
import type { ReportMessages } from './messages';

/** What was measured, as pairs of word and figure. */
export function renderMeasures({ measures }: Findings, messages: ReportMessages): Html {
  const { measure } = messages;
  const pairs: (readonly [string, string | undefined])[] = [
    [measure.recorded, formatMs(measures.recordedSeconds * 1000)],
    [measure.trace, show(measures.traceSeconds, (seconds) => formatMs(seconds * 1000))],
    [measure.liveHeap, show(measures.liveHeapBytes, formatBytes)],
    [measure.paused, show(measures.snapshotPauseMs, formatMs)],
    [measure.snapshot, show(measures.snapshotMs, formatMs)],
    [measure.copied, show(measures.copiedBytes, formatBytes)],
    [measure.graphObjects, show(measures.graphObjects, formatCount)],
    [measure.selfCheck, show(measures.selfCheckError, formatError)],
    [measure.forced, formatCount(measures.forcedCollections)],
  ];
  return html`<dl class="measures">
    ${pairs.map(([name, value]) =>
      value === undefined ? undefined : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
    )}
  </dl>`;
}

const show = (value: number | undefined, format: (value: number) => string): string | undefined =>
  value === undefined ? undefined : format(value);

/** The self-check is far below a percent when it is good: `± 0.003 %`. */
const formatError = (error: number): string =>
  error === 0
    ? '0 %'
    : error < 0.001
      ? `± ${Number((error * 100).toPrecision(1))} %`
      : `± ${formatShare(error)}`;

/** What looked suspicious and is not. */
export function renderRefuted({ refuted }: Findings, messages: ReportMessages): Html | undefined {
  if (refuted.length === 0) return undefined;
  return html`<section class="section">
    <h2>${messages.notConfirmed}</h2>
    <ul class="list">
      ${refuted.map(
        ({ subject, reason, kind, legs }) =>
          html`<li
            ><i class="shape refuted" aria-hidden="true"></i
            ><span
              ><b>${formatCode(subject)}</b> ${formatProse(reason)}
              <span class="dim"
                >${messages.kind[kind]} · ${legs.map((leg) => messages.leg[leg]).join(', ')}</span
              ></span
            ></li
          >`,
      )}
    </ul>
  </section>`;
}

/** Commands a person can run: the steps, one capture of each kind, the check of the bundle. */
export function renderReproduce(findings: Findings, messages: ReportMessages): Html {
  const { session } = findings;
  const profiles = session.artefacts.filter((each) => each.kind === 'heap-profile');
  const [first, last] = [profiles[0], profiles[profiles.length - 1]];
  const bundle = findings.bundle ?? '.';
  const shownSteps = session.steps.filter((step) => step.command ?? step.failure ?? step.note);
  return html`<section class="section">
    <h2>${messages.reproduce}</h2>
    <ol class="steps">
      ${shownSteps.map(
        (step) =>
          html`<li
            ><span>${messages.step[step.name]}</span
            ><div
              >${step.command === undefined ? undefined : html`<pre>${step.command}</pre>`}${
                step.note === undefined ? undefined : html`<p>${formatProse(step.note)}</p>`
              }${
                step.failure
                  ? html`<p class="bad">${step.failure.message} ${step.failure.remedy}</p>`
                  : undefined
              }</div
            ><span class="dim">${formatMs(step.elapsedMs)}</span></li
          >`,
      )}
      ${onePerKind(session.artefacts).map(
        (artefact) =>
          html`<li
            ><span class="dim">${artefact.kind}</span><pre>${artefact.command}</pre><span></span></li
          >`,
      )}
      ${
        first && last && first !== last
          ? html`<li
            ><span class="dim">${messages.compareProfiles}</span
            ><pre
              >go tool pprof -top -sample_index=inuse_space -diff_base=${first.path} ${last.path}</pre
            ><span></span></li
          >`
          : undefined
      }
      <li>
        <span class="dim">${messages.checkBundle}</span>
        <pre>trivet verify ${quoteArgument(bundle)}</pre>
        <span></span>
      </li>
    </ol>
  </section>`;
}

function onePerKind(artefacts: readonly Artefact[]): readonly Artefact[] {
  const seen = new Set<string>();
  return artefacts.filter(({ kind, command }) => {
    // The build log's command is the build step's own, shown above.
    if (command === '' || kind === 'program' || kind === 'build-log' || seen.has(kind))
      return false;
    seen.add(kind);
    return true;
  });
}

const quoteArgument = (text: string): string =>
  /^[\w./@:+-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;

/** The machine, the tools and the program. */
export function renderEnvironment({ session }: Findings, messages: ReportMessages): Html {
  const { target, tools } = session;
  const facts: (readonly [string, string | undefined])[] = [
    [messages.program, target.package],
    [messages.module, `${target.module} · ${target.projectDir}`],
    [
      messages.arguments,
      target.args.length > 0 ? target.args.map(quoteArgument).join(' ') : undefined,
    ],
    [messages.buildProfile, target.buildProfile],
    ['Go', tools.go],
    ['GDB', tools.gdb],
    ['Node', tools.node],
    [
      messages.system,
      [tools.os, tools.kernel, `${tools.cpus} ${messages.processors}`]
        .filter((part) => part !== undefined)
        .join(' · '),
    ],
    [messages.sampling, show(session.memProfileRate, formatBytes)],
    [messages.session, `${session.id} · ${formatWhen(session.createdAtMs)}`],
  ];
  return html`<section class="section">
    <h2>${messages.environment}</h2>
    <dl class="facts">
      ${facts.map(([name, value]) =>
        value === undefined || value === '' ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}

/** Every file that was used, with its hash. */
export function renderArtefacts({ session }: Findings, messages: ReportMessages): Html {
  return html`<section class="section">
    <h2>${messages.artefacts}</h2>
    <table class="files">
      <thead>
        <tr><th>${messages.file}</th><th class="n">${messages.size}</th><th class="n">${messages.taken}</th></tr>
      </thead>
      <tbody>
        ${session.artefacts.map(
          (artefact) =>
            html`<tr
              ><td>${artefact.path}<small>${artefact.sha256}</small></td
              ><td class="n">${formatBytes(artefact.sizeBytes)}</td
              ><td class="n">${formatOffset(artefact, session)}</td></tr
            >`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** When a capture began, from the start of the session. */
function formatOffset({ startedAtMs }: Artefact, { createdAtMs }: Manifest): string {
  const after = startedAtMs - createdAtMs;
  return after < 0 ? '–' : `+${formatMs(after)}`;
}

/** UTC, since a report is read in other places than it was made. */
export function formatWhen(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

import type { Finding, PathStep } from '../../contract/findings';
import { baseName, formatBytes, formatCount } from '../format/format';
import { shorten } from './code-text';
import { html, type Html } from './html';
import type { ReportMessages } from './messages';

const width = 312;
const boxHeight = 26;
const rowStep = 48;
const indent = 16;
const maxSteps = 6;
/** Advance of a character of the 11 px monospace text, with a margin for wider fonts. */
const characterWidth = 6.8;

interface Box {
  readonly text: string;
  /** How the box above refers to this one. */
  readonly via: string;
  readonly note: string;
}

/** From the root to the objects, a box a step; for goroutines from the `go` statement to the wait. */
export function renderPath(
  finding: Finding,
  label: string,
  messages: ReportMessages,
): Html | undefined {
  const { holder } = finding;
  const boxes = holder
    ? holderBoxes(holder.root, holder.rootKind, holder.path, messages)
    : goroutineBoxes(finding, messages);
  if (boxes.length === 0) return undefined;
  const height = (boxes.length - 1) * rowStep + boxHeight + 4 + (holder ? 24 : 0);
  return html`<svg class="path" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${boxes.map((box, row) => renderBox(box, row))}
    ${
      holder
        ? html`<text class="total" x="${width - 2}" y="${height - 5}" text-anchor="end"
          ><tspan class="dim">${messages.retains} </tspan>${formatBytes(holder.retainedBytes)}<tspan class="dim"
            > · ${messages.objects(formatCount(holder.objects))}</tspan
          ></text
        >`
        : undefined
    }
  </svg>`;
}

function holderBoxes(
  root: string,
  rootKind: string,
  path: readonly PathStep[],
  messages: ReportMessages,
): readonly Box[] {
  // The first step without `via` is the root itself, with its type.
  const steps = path[0]?.via === '' ? path.slice(1) : path;
  const boxes = steps.map((step) => ({
    text: step.type,
    via: step.via,
    note: step.count > 1 ? `× ${formatCount(step.count)}` : (step.address ?? ''),
  }));
  const first = { text: root, via: '', note: path[0]?.via === '' ? path[0].type : rootKind };
  if (boxes.length < maxSteps) return [first, ...boxes];
  const tail = boxes.slice(-(maxSteps - 2));
  const skipped = boxes.length - tail.length;
  return [first, { text: messages.moreSteps(skipped), via: '', note: '' }, ...tail];
}

function goroutineBoxes({ goroutines }: Finding, messages: ReportMessages): readonly Box[] {
  if (!goroutines) return [];
  const place = (file: string, line: number): string => `${baseName(file)}:${line}`;
  const { createdBy, blockedAt } = goroutines;
  return [
    { text: createdBy.function, via: '', note: place(createdBy.file, createdBy.line) },
    {
      text: goroutines.function,
      via: messages.runs,
      note: `× ${formatCount(goroutines.count)}`,
    },
    {
      text: goroutines.blockedOn,
      via: messages.blockedAt,
      note: place(blockedAt.file, blockedAt.line),
    },
  ];
}

function renderBox({ text, via, note }: Box, row: number): Html {
  const x = 1 + Math.min(row, 5) * indent;
  const top = 1 + row * rowStep;
  const room = Math.floor((width - x - 24) / characterWidth);
  const shownNote = shorten(note, Math.max(0, Math.min(note.length, room - 6)));
  const shown = shorten(text, Math.max(4, room - shownNote.length - (shownNote === '' ? 0 : 2)));
  const characters = shown.length + (shownNote === '' ? 0 : shownNote.length + 2);
  const wide = Math.min(width - x - 2, Math.max(96, characters * characterWidth + 22));
  const elbow = x - indent + 12;
  return html`${
    row > 0
      ? html`<path class="link" d="M${elbow} ${top - rowStep + boxHeight}V${top + boxHeight / 2 - 4}q0 4 4 4H${x}"></path
          ><text class="dim" x="${elbow + 8}" y="${top - 7}">${shorten(via, 44)}</text>`
      : undefined
  }<g
      ><title>${text} ${note}</title
      ><rect class="box" x="${x}" y="${top}" width="${wide.toFixed(1)}" height="${boxHeight}" rx="5"></rect
      ><text x="${x + 10}" y="${top + 17}">${shown}</text
      >${
        shownNote === ''
          ? undefined
          : html`<text class="dim" x="${(x + wide - 10).toFixed(1)}" y="${top + 17}" text-anchor="end">${shownNote}</text>`
      }</g
    >`;
}

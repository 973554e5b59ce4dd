import type { CompilerHint, HintKind } from '../../app/contract/source-hints';

/** What the compiler decided on one line, behind its text. */
export interface HintMark {
  readonly line: number;
  readonly text: string;
  /** All of it with the reasons, as Markdown. */
  readonly says: string;
  readonly isEscape: boolean;
}

/** What is worth a line that has a value; of other lines only what goes to the heap. */
const onMarkedLines: ReadonlySet<HintKind> = new Set([
  'escapes',
  'leaks',
  'inlined',
  'not-inlinable',
]);
const longestText = 96;

/** @param marked lines that have a value in the profile shown, or other evidence. */
export function computeHintMarks(
  hints: readonly CompilerHint[],
  marked: ReadonlySet<number>,
): readonly HintMark[] {
  const byLine = new Map<number, CompilerHint[]>();
  for (const hint of hints) {
    const isWanted = marked.has(hint.line) ? onMarkedLines.has(hint.kind) : hint.kind === 'escapes';
    if (isWanted) byLine.set(hint.line, [...(byLine.get(hint.line) ?? []), hint]);
  }
  return [...byLine].map(([line, own]): HintMark => {
    const sorted = [...own].sort((l, r) => rank(l) - rank(r));
    const text = sorted.map(({ message }) => message).join(' · ');
    return {
      line,
      text: text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text,
      says: `\`\`\`text\n${sorted.map(explain).join('\n')}\n\`\`\``,
      isEscape: own.some(({ kind }) => kind === 'escapes'),
    };
  });
}

const rank = ({ kind }: CompilerHint): number =>
  kind === 'escapes' ? 0 : kind === 'leaks' ? 1 : 2;

const explain = ({ message, explanation }: CompilerHint): string =>
  [message, ...explanation.map((step) => `  ${step}`)].join('\n');

import type { LineEvidence } from '../../app/contract/views';
import type { Formats } from '../i18n/format';

/** One line's marks in the gutter. */
export interface GutterMark {
  readonly line: number;
  readonly bytes: string;
  readonly held: string;
  readonly goroutines: string;
  readonly says: string;
}

/** A place where the program stores what it then keeps. */
export interface HeldLine {
  readonly line: number;
  readonly text: string;
}

/** Texts of the gutter, widest kind first; lines without evidence have no mark. */
export function computeGutter(
  evidence: readonly LineEvidence[],
  held: readonly HeldLine[],
  f: Formats,
): readonly GutterMark[] {
  const marks = new Map<number, GutterMark>();
  for (const { line, allocatedBytes, blocked, created, says } of evidence) {
    const waiting = blocked ?? created ?? 0;
    marks.set(line, {
      line,
      says,
      held: '',
      bytes: allocatedBytes === undefined || allocatedBytes === 0 ? '' : f.bytes(allocatedBytes),
      goroutines: waiting === 0 ? '' : f.shortCount(waiting),
    });
  }
  for (const { line, text } of held) {
    const mark = marks.get(line) ?? { line, bytes: '', goroutines: '', held: '', says: text };
    marks.set(line, { ...mark, held: text });
  }
  return [...marks.values()].sort((a, b) => a.line - b.line);
}

import type { LineEvidence } from '../../app/contract/views';
import type { Formats } from '../i18n/format';

/** One line's marks in the gutter. */
export interface GutterMark {
  readonly line: number;
  readonly bytes: string;
  readonly goroutines: string;
  readonly says: string;
}

/** Texts of the gutter, by line; lines without evidence have no mark. */
export function computeGutter(evidence: readonly LineEvidence[], f: Formats): GutterMark[] {
  return evidence
    .map(({ line, allocatedBytes, blocked, created, says }) => {
      const waiting = blocked ?? created ?? 0;
      return {
        line,
        says,
        bytes: allocatedBytes === undefined || allocatedBytes === 0 ? '' : f.bytes(allocatedBytes),
        goroutines: waiting === 0 ? '' : f.shortCount(waiting),
      };
    })
    .sort((a, b) => a.line - b.line);
}

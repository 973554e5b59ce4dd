import type { ProfileLines } from '../../app/contract/profile-views';
import type { LineEvidence } from '../../app/contract/views';
import type { Formats } from '../i18n/format';

/** One line's marks in the gutter. */
export interface GutterMark {
  readonly line: number;
  readonly bytes: string;
  readonly goroutines: string;
  readonly says: string;
  /** 0…1: how hot the line is in the profile shown; its colour. */
  readonly heat?: number;
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

/** A profile's lines in the gutter: flat and cum in figures, cum against the hottest line as heat. */
export function addProfileLines(
  marks: readonly GutterMark[],
  profile: ProfileLines,
  f: Formats,
): GutterMark[] {
  const merged = new Map(marks.map((mark) => [mark.line, mark]));
  const sums = new Map<number, { flat: number; cum: number }>();
  for (const { line, flat, cum } of profile.lines) {
    const sum = sums.get(line) ?? { flat: 0, cum: 0 };
    sums.set(line, { flat: sum.flat + flat, cum: sum.cum + cum });
  }
  const hottest = Math.max(0, ...[...sums.values()].map(({ cum }) => Math.abs(cum)));
  for (const [line, { flat, cum }] of sums) {
    if (line < 1) continue;
    const before = merged.get(line) ?? { line, bytes: '', goroutines: '', says: '' };
    const own = flat === 0 ? '·' : f.value(flat, profile.unit);
    const share = f.percent(profile.total === 0 ? 0 : cum / profile.total);
    const words = `flat ${f.value(flat, profile.unit)} · cum ${f.value(cum, profile.unit)} (${share})`;
    merged.set(line, {
      ...before,
      bytes: `${own} ${f.value(cum, profile.unit)}`,
      says: [words, before.says].filter(Boolean).join('\n\n'),
      heat: hottest === 0 ? 0 : Math.abs(cum) / hottest,
    });
  }
  return [...merged.values()].sort((a, b) => a.line - b.line);
}

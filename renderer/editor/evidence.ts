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
  // Bytes of other evidence would stand among the profile's figures as if they were of it.
  const merged = new Map<number, GutterMark>(
    marks.flatMap((mark) =>
      mark.goroutines === '' ? [] : [[mark.line, { ...mark, bytes: '' }] as const],
    ),
  );
  const told = new Map(marks.map(({ line, says }) => [line, says]));
  const sums = new Map<number, { flat: number; cum: number; grew: number | undefined }>();
  for (const { line, flat, cum, before } of profile.lines) {
    const sum = sums.get(line) ?? { flat: 0, cum: 0, grew: undefined };
    sums.set(line, {
      flat: sum.flat + flat,
      cum: sum.cum + cum,
      grew: before === undefined ? undefined : (sum.grew ?? 0) + cum - before.cum,
    });
  }
  const hottest = Math.max(0, ...[...sums.values()].map(({ cum }) => Math.abs(cum)));
  const flatText = (flat: number) => (flat === 0 ? '·' : f.value(flat, profile.unit));
  // Two columns: figures stand one below the other.
  const [flatWidth, cumWidth] = [...sums.values()].reduce(
    ([flats, cums], { flat, cum }) => [
      Math.max(flats, flatText(flat).length),
      Math.max(cums, f.value(cum, profile.unit).length),
    ],
    [0, 0],
  );
  for (const [line, { flat, cum, grew }] of sums) {
    if (line < 1) continue;
    const before = merged.get(line) ?? { line, goroutines: '' };
    const said = told.get(line) ?? '';
    const own = flatText(flat).padStart(flatWidth, '\u00a0');
    const all = f.value(cum, profile.unit).padStart(cumWidth, '\u00a0');
    const share = f.percent(profile.total === 0 ? 0 : cum / profile.total);
    const words = `flat ${f.value(flat, profile.unit)} · cum ${f.value(cum, profile.unit)} (${share})`;
    const change = grew === undefined ? '' : `Δ cum ${f.delta(grew, profile.unit)}`;
    merged.set(line, {
      ...before,
      bytes: `${own}\u00a0${all}`,
      says: [[words, change].filter(Boolean).join(' · '), said].filter(Boolean).join('\n\n'),
      heat: hottest === 0 ? 0 : Math.abs(cum) / hottest,
    });
  }
  return [...merged.values()].sort((a, b) => a.line - b.line);
}

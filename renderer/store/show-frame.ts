import type { Frame } from '../../app/contract/frame';
import { formatPosition, useSelection, type Selection } from './selection';
import { revealPanel } from './view';

/** Selects a function at its line, beside what it belongs to, and brings the line into sight. */
export function showFrame(
  { function: name, file, line }: Frame,
  beside: Partial<Selection> = {},
): void {
  const source = { path: file, line };
  useSelection.getState().select({ ...beside, function: name, source });
  revealPanel('source');
}

/** A stack as a list of places: `main.store`, `store.go:41`. */
export const placesOf = (frames: readonly Frame[]) =>
  frames.map(({ function: name, file, line }) => ({
    name,
    at: formatPosition({ path: file, line }),
    title: `${file}:${line}`,
  }));

import type { FrameInfo } from '../frame-table';
import type { Profile, ValueType } from '../profile';
import type { ViewOptions } from '../view-options';
import { sumNodes } from './node-sums';
import { prepareView } from './prepare-view';

/** A source line with what is charged to it. */
export interface FileLine {
  /** 1-based; 0 when the profile does not know it. */
  readonly line: number;
  readonly function: string;
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
}

/** Flat and cum of the lines that satisfy `matches`, by line; a closure's line is a line of its own. */
export function fileLines(
  profile: Profile,
  options: ViewOptions,
  matches: (frame: FrameInfo) => boolean,
): { readonly type: ValueType; readonly total: number; readonly lines: FileLine[] } {
  const view = prepareView(profile, { ...options, granularity: 'lines' });
  const { flat, cum } = sumNodes(view);
  const lines: FileLine[] = [];
  view.frames.forEach((info, frame) => {
    if ((flat[frame] === 0 && cum[frame] === 0) || !matches(info)) return;
    const { line, name, file } = info;
    lines.push({ line, function: name, file, flat: flat[frame]!, cum: cum[frame]! });
  });
  lines.sort((l, r) => l.line - r.line || Math.abs(r.cum) - Math.abs(l.cum));
  return { type: view.type, total: view.total, lines };
}

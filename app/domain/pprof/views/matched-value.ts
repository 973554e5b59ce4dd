import type { Profile } from '../profile';
import type { ViewOptions } from '../view-options';
import { prepareView } from './prepare-view';
import { formatFrame } from '../frame-table';

/** What of a view passes through frames of some name; each sample counts once, however often it matches. */
export interface MatchedValue {
  readonly matched: number;
  /** Sum of the view's samples. */
  readonly total: number;
  /** Frames that match. */
  readonly frames: number;
}

/** Sums the samples with a frame whose name satisfies `matches`. */
export function matchedValue(
  profile: Profile,
  options: ViewOptions,
  matches: (name: string) => boolean,
): MatchedValue {
  const view = prepareView(profile, options);
  const { start, frame } = view.locationFrames;
  const { stackStart, locations, length } = view.samples;
  const isMatch = Uint8Array.from(view.frames, (each) =>
    Number(matches(each.name === '' ? formatFrame(each) : each.name)),
  );
  const isHit = new Uint8Array(start.length);
  for (let location = 0; location + 1 < start.length; location++) {
    for (let row = start[location]!; row < start[location + 1]!; row++) {
      if (isMatch[frame[row]!] === 1) isHit[location] = 1;
    }
  }
  let matched = 0;
  let total = 0;
  for (let sample = 0; sample < length; sample++) {
    if (view.included !== undefined && view.included[sample] === 0) continue;
    const value = view.column.numbers[sample]!;
    if (value === 0) continue;
    total += value;
    const end = stackStart[sample + 1]!;
    for (let at = stackStart[sample]!; at < end; at++) {
      if (isHit[locations[at]!] === 0) continue;
      matched += value;
      break;
    }
  }
  return { matched, total, frames: isMatch.reduce((sum, each) => sum + each, 0) };
}

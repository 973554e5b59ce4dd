import type { Profile } from '../profile';
import type { CompiledFilters } from './compile-filters';
import { FrameMatcher } from './frame-matcher';
import { pruneFrom } from './prune';
import { selectLines, selectSamples } from './rewrite-profile';
import { bindTagFilter } from './tag-filter';

/** A profile's part that the filters leave. */
export interface Filtered {
  readonly profile: Profile;
  /** Options that matched nothing, as pprof warns of. */
  readonly unmatched: readonly string[];
}

/** Applies filters in pprof's order: names, show_from, tags, prune_from. */
export function applyFilters(profile: Profile, filters: CompiledFilters): Filtered {
  const unmatched: string[] = [];
  let current = filterByName(profile, filters, unmatched);
  current = showFrom(current, filters, unmatched);
  current = filterByTag(current, filters, unmatched);
  if (filters.pruneFrom) current = pruneFrom(current, filters.pruneFrom);
  return { profile: current, unmatched };
}

/** As `Profile.FilterSamplesByName`: focus and ignore see the frames that hide and show take away. */
function filterByName(
  profile: Profile,
  { focus, ignore, hide, show }: CompiledFilters,
  unmatched: string[],
): Profile {
  if (!focus && !ignore && !hide && !show) return profile;
  const { locations } = profile;
  const matcher = {
    focus: focus && new FrameMatcher(profile, focus),
    ignore: ignore && new FrameMatcher(profile, ignore),
    hide: hide && new FrameMatcher(profile, hide),
    show: show && new FrameMatcher(profile, show),
  };
  const verdict = new Int8Array(locations.length);
  const matched = { focus: false, ignore: false, hide: false, show: false };
  for (let location = 0; location < locations.length; location++) {
    if (matcher.ignore?.location(location)) {
      matched.ignore = true;
      verdict[location] = -1;
    } else if (!matcher.focus || matcher.focus.location(location)) {
      matched.focus = true;
      verdict[location] = 1;
    }
  }
  const isHidden = new Uint8Array(locations.length);
  let hidden = 0;
  const mark = (location: number): void => {
    hidden += 1 - isHidden[location]!;
    isHidden[location] = 1;
  };
  const selected =
    !matcher.hide && !matcher.show
      ? profile
      : selectLines(profile, (location, first, end, keep) => {
          const hides = matcher.hide?.location(location) === true;
          const hidesAll = hides && matcher.hide?.mapping(location) === true;
          const showsAll = matcher.show?.mapping(location) === true;
          let left = 0;
          let shown = 0;
          for (let row = first; row < end; row++) {
            if (hidesAll || (hides && matcher.hide?.line(row))) continue;
            left++;
            const isForeign = matcher.show && !showsAll && matcher.show.hasFunction(row);
            if (isForeign && matcher.show?.line(row) !== true) continue;
            shown++;
            keep(row);
          }
          if (hides) {
            matched.hide = true;
            if (left === 0) mark(location);
          }
          if (!matcher.show) return;
          if (shown === 0) mark(location);
          else matched.show = true;
        });
  for (const option of ['focus', 'ignore', 'hide', 'show'] as const) {
    if (matcher[option] && !matched[option]) unmatched.push(option);
  }
  const { samples } = profile;
  return selectSamples(
    selected,
    (_, { first, end }) => {
      let found = false;
      for (let at = first; at < end; at++) {
        const each = verdict[samples.locations[at]!]!;
        if (each < 0) return false;
        if (each > 0) found = true;
      }
      return found;
    },
    hidden > 0 ? isHidden : undefined,
  );
}

function showFrom(
  profile: Profile,
  { showFrom: expression }: CompiledFilters,
  unmatched: string[],
): Profile {
  if (!expression) return profile;
  const matcher = new FrameMatcher(profile, expression);
  const matches = new Uint8Array(profile.locations.length);
  const selected = selectLines(profile, (location, first, end, keep) => {
    let stop = end;
    if (!matcher.mapping(location)) {
      while (stop > first && !matcher.line(stop - 1)) stop--;
      if (stop === first) stop = end;
      else matches[location] = 1;
    } else matches[location] = 1;
    for (let row = first; row < stop; row++) keep(row);
  });
  if (!matches.includes(1)) unmatched.push('show_from');
  return selectSamples(selected, (_, range) => {
    while (range.end > range.first && matches[selected.samples.locations[range.end - 1]!] === 0) {
      range.end--;
    }
    return range.end > range.first;
  });
}

function filterByTag(
  profile: Profile,
  { tagFocus, tagIgnore }: CompiledFilters,
  unmatched: string[],
): Profile {
  if (!tagFocus && !tagIgnore) return profile;
  const focuses = tagFocus && bindTagFilter(profile, tagFocus);
  const ignores = tagIgnore && bindTagFilter(profile, tagIgnore);
  const matched = { focus: false, ignore: false };
  const selected = selectSamples(profile, (sample) => {
    const isFocused = focuses === undefined || focuses(sample);
    const isIgnored = ignores?.(sample) === true;
    matched.focus ||= isFocused;
    matched.ignore ||= isIgnored;
    return isFocused && !isIgnored;
  });
  if (focuses && !matched.focus) unmatched.push('tagfocus');
  if (ignores && !matched.ignore) unmatched.push('tagignore');
  return selected;
}

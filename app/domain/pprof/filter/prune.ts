import { compileGoRegexp, type GoRegexp } from '../../regexp/go-regexp';
import type { Profile } from '../profile';
import { selectLines, selectSamples } from './rewrite-profile';

/** C++ words that have a parenthesis which begins no argument list. */
const bracket = /\(anonymous namespace\)|operator\(\)|\(/g;

/** As pprof simplifies a name before it matches: without arguments. */
function simplify(name: string): string {
  const plain = name.startsWith('.') ? name.slice(1) : name;
  for (const match of plain.matchAll(bracket)) {
    if (match[0] === '(') return plain.slice(0, match.index);
  }
  return plain;
}

/** By function row: 1 where the simplified name satisfies `test`. */
function matchFunctions(profile: Profile, test: (name: string) => boolean): Uint8Array {
  const { functions, strings } = profile;
  const matches = new Uint8Array(functions.length);
  for (let row = 0; row < functions.length; row++) {
    const name = strings[functions.name[row]!] ?? '';
    if (name !== '' && test(simplify(name))) matches[row] = 1;
  }
  return matches;
}

/**
 * Takes away what lies beneath frames that match the profile's own `drop_frames` and not its
 * `keep_frames`, as `Profile.RemoveUninteresting`; never the frames above the first that stays. Expressions that
 * are none leave the profile as it is.
 */
export function dropUninteresting(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  const drop = compileGoRegexp(`^(${profile.dropFrames})$`);
  const keep = profile.keepFrames === '' ? undefined : compileGoRegexp(`^(${profile.keepFrames})$`);
  if (!drop.ok || keep?.ok === false) return profile;
  const isDropped = matchFunctions(
    profile,
    (name) => drop.value.test(name) && keep?.value.test(name) !== true,
  );
  /** 1: the location goes and all beneath; 2: only what is beneath. */
  const state = new Uint8Array(profile.locations.length);
  const selected = selectLines(profile, (location, first, end, keepRow) => {
    let row = end - 1;
    while (row >= first && !isMatch(isDropped, profile.lines.func[row]!)) row--;
    if (row >= first) state[location] = row === end - 1 ? 1 : 2;
    // A location that goes as a whole keeps its lines: it may stand above the first that stays.
    for (let kept = state[location] === 2 ? row + 1 : first; kept < end; kept++) keepRow(kept);
  });
  if (!state.some((each) => each > 0)) return profile;
  const { locations } = profile.samples;
  return selectSamples(selected, (_, range) => {
    let foundUser = false;
    for (let at = range.end - 1; at >= range.first; at--) {
      const each = state[locations[at]!]!;
      if (each === 0) foundUser = true;
      else if (foundUser) {
        range.first = each === 1 ? at + 1 : at;
        break;
      }
    }
    return true;
  });
}

/** Takes away what lies beneath the lowest frame that matches, as pprof's `-prune_from`. */
export function pruneFrom(profile: Profile, expression: GoRegexp): Profile {
  const matches = matchFunctions(profile, (name) => expression.test(name));
  const isEnd = new Uint8Array(profile.locations.length);
  const selected = selectLines(profile, (location, first, end, keepRow) => {
    let row = first;
    while (row < end && !isMatch(matches, profile.lines.func[row]!)) row++;
    if (row < end) isEnd[location] = 1;
    for (let kept = row < end ? row : first; kept < end; kept++) keepRow(kept);
  });
  const { locations } = profile.samples;
  return selectSamples(selected, (_, range) => {
    for (let at = range.first; at < range.end; at++) {
      if (isEnd[locations[at]!] === 1) {
        range.first = at;
        break;
      }
    }
    return true;
  });
}

const isMatch = (functions: Uint8Array, row: number): boolean => row >= 0 && functions[row] === 1;

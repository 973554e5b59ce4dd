import type { Profile } from './profile';

/**
 * Names as pprof shows them after its demangler: of what looks like C++, and some Go generics do,
 * parameters and template arguments are taken out; a function without a name gets its system name.
 * Mangled names (`_Z…`) stay as they are: there is no demangler here.
 */
export function simplifyNames(profile: Profile): Profile {
  const { functions } = profile;
  const strings = [...profile.strings];
  const known = new Map<string, number>();
  let name: Uint32Array | undefined;
  for (let row = 0; row < functions.length; row++) {
    const system = functions.systemName[row]!;
    const isDemangled = functions.name[row] !== 0 && functions.name[row] !== system;
    if (isDemangled && strings[functions.name[row]!] !== strings[system]) continue;
    const text = strings[system] ?? '';
    const simple = looksLikeCpp(text)
      ? removeMatching(removeMatching(text, '(', ')'), '<', '>')
      : text;
    if (simple === strings[functions.name[row]!]) continue;
    name ??= functions.name.slice();
    let index = known.get(simple);
    if (index === undefined) known.set(simple, (index = strings.push(simple) - 1));
    name[row] = index;
  }
  return name ? { ...profile, strings, functions: { ...functions, name } } : profile;
}

/** `class.<init>` is Java's, `foo.(*Bar[…]).Method` Go's. */
function looksLikeCpp(name: string): boolean {
  if (name.includes('.<') || name.includes(']).')) return false;
  return /[<>[\]]|::/.test(name);
}

/** Takes out what stands between outermost pairs, up to a closing one too many. */
function removeMatching(name: string, open: string, close: string): string {
  let kept = '';
  let from = 0;
  let nesting = 0;
  let first = 0;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === open && ++nesting === 1) first = at;
    if (name[at] !== close) continue;
    if (--nesting < 0) break;
    if (nesting > 0) continue;
    kept += name.slice(from, first);
    from = at + 1;
  }
  return kept + name.slice(from);
}

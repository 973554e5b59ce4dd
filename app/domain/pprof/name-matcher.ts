/**
 * Whether a name is what was typed into a search: a JavaScript expression without regard to case,
 * or, where it is none (`main.(*Pool`), the words as they stand. Undefined for an empty search.
 */
export function compileNameMatcher(search: string): ((name: string) => boolean) | undefined {
  const wanted = search.trim();
  if (wanted === '') return undefined;
  const words = wanted.toLowerCase();
  const isPlain = (name: string) => name.toLowerCase().includes(words);
  if (!/[\\^$|?*+[{]/.test(wanted)) return isPlain;
  try {
    const expression = new RegExp(wanted, 'i');
    // A name pasted from a table has brackets and stars of its own.
    return (name) => isPlain(name) || expression.test(name);
  } catch {
    return isPlain;
  }
}

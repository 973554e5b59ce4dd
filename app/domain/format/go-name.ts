/** A quoted text, kept as it is, or the folders of an import path before the package's name. */
const quotedOrFolders = /"(?:[^"\\]|\\.)*"|(?:[\w.~%-]+\/)+(?=[\w%-]+\.)/g;

/**
 * Names of types, functions and ways as the program's source would have them: packages by their name, without the
 * folders of their import path. `map[string]*github.com/a/b.T` is `map[string]*b.T`.
 */
export function shortenPackages(text: string): string {
  return text.replace(quotedOrFolders, (found) => (found.startsWith('"') ? found : ''));
}

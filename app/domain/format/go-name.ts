/** Where the folders of the import path end in a name; type arguments have slashes too. */
export function ownNameAt(name: string): number {
  return withoutTypeArguments(name).lastIndexOf('/') + 1;
}

/** Import path of the package: `net/http` of `net/http.(*conn).serve`. */
export function packageOf(name: string): string {
  const plain = withoutTypeArguments(name);
  const dot = plain.indexOf('.', ownNameAt(plain));
  return dot < 0 ? plain : plain.slice(0, dot);
}

/** A name as far as there is room for characters; of a long import path the function is what matters. */
export function fitName(name: string, room: number): string {
  if (name.length <= room) return name;
  const own = name.slice(ownNameAt(name));
  return own.length <= room ? own : `${own.slice(0, Math.max(0, room - 1))}…`;
}

function withoutTypeArguments(name: string): string {
  const bracket = name.indexOf('[');
  return bracket < 0 ? name : name.slice(0, bracket);
}

/** A quoted text, kept as it is, or the folders of an import path before the package's name. */
const quotedOrFolders = /"(?:[^"\\]|\\.)*"|(?:[\w.~%-]+\/)+(?=[\w%-]+\.)/g;

/**
 * Names of types, functions and ways as the program's source would have them: packages by their name, without the
 * folders of their import path. `map[string]*github.com/a/b.T` is `map[string]*b.T`.
 */
export function shortenPackages(text: string): string {
  return text.replace(quotedOrFolders, (found) => (found.startsWith('"') ? found : ''));
}

/**
 * Tells the user's own functions from libraries by symbol name. Go names package main `main`, whatever its import path;
 * other packages carry theirs, with dots in the last element escaped as `%2e`.
 */
export function createUserFilter(modulePaths: readonly string[]): (name: string) => boolean {
  const prefixes = modulePaths.filter((path) => path !== '' && path !== 'command-line-arguments');
  return (name) =>
    (name.startsWith('main.') && !name.startsWith('main.trivetAgent')) ||
    prefixes.some(
      (path) =>
        name.startsWith(path) &&
        (name[path.length] === '.' || name[path.length] === '/' || name[path.length] === '_'),
    );
}

/** The agent that the workbench builds in; no view shows it. */
export const isAgentFunction = (name: string) => name.includes('main.trivetAgent');

/** `go f(x)` starts in a wrapper that the compiler makes: `main.run.gowrap1` → its maker `main.run`. */
export const isGoWrapper = (name: string) => /\.gowrap\d+$/.test(name);

import type { Frame } from '../../contract/frame';
import { baseName } from '../format/format';

/**
 * Tells the user's own functions from libraries by symbol name. Go names package main `main`, whatever its import path;
 * other packages carry theirs, with dots in the last element escaped as `%2e`.
 */
export function createUserFilter(modulePaths: readonly string[]): (name: string) => boolean {
  const prefixes = modulePaths.filter((path) => path !== '' && path !== 'command-line-arguments');
  return (name) =>
    (name.startsWith('main.') && !isAgentFunction(name)) ||
    prefixes.some(
      (path) =>
        name.startsWith(path) &&
        (name[path.length] === '.' || name[path.length] === '/' || name[path.length] === '_'),
    );
}

/** The agent that the workbench builds in; no view shows it. Every name of it has the prefix, but `init`. */
export const isAgentFunction = (name: string) => name.includes('trivetAgent');
export const isAgentFrame = (frame: Frame) =>
  isAgentFunction(frame.function) || baseName(frame.file).includes('trivet_agent');

/** `go f(x)` starts in a wrapper that the compiler makes: `main.run.gowrap1` → its maker `main.run`. */
export const isGoWrapper = (name: string) => /\.gowrap\d+$/.test(name);

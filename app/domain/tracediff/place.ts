import type { Frame } from '../../contract/frame';
import { baseName } from '../format/format';

/**
 * The frame of a stack (leaf first) that a person of the program would point at: the first outside
 * Go's own packages, else the leaf; undefined for no stack.
 */
export function placeOf(stack: readonly Frame[] | undefined): Frame | undefined {
  return stack?.find((frame) => !isStandard(frame)) ?? stack?.[0];
}

/** `sync.go:41`; the file alone when the line is unknown. */
export const formatPlace = ({ file, line }: Frame): string =>
  line > 0 ? `${baseName(file)}:${line}` : baseName(file);

/**
 * Packages of Go have no dot in their first element, and lie in a folder named by their path under
 * `src`, or with -trimpath nowhere at all. A trace does not tell where GOROOT is.
 */
function isStandard({ function: name, file }: Frame): boolean {
  const path = packageOf(name);
  if (path === 'main' || path.split('/')[0]!.includes('.')) return false;
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  // `time.Sleep` and the like are linked by name: they lie in the runtime.
  return [path, 'runtime'].some((home) => folder === home || folder.endsWith(`/src/${home}`));
}

/** `net/http` of `net/http.(*conn).serve`. */
function packageOf(name: string): string {
  const slash = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', slash);
  return dot < 0 ? name : name.slice(0, dot);
}

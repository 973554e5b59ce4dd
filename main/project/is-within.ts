import path from 'node:path';

/** True when `inner` is `outer` or lies in it. Both absolute, without links to resolve. */
export function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative));
}

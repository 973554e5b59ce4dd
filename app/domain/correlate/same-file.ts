import { baseName } from '../format/format';

/** -trimpath and other machines: equal when one path ends with the other's last two elements. */
export function isSameFile(a: string, b: string): boolean {
  if (a === b) return true;
  const tail = (path: string) => path.split('/').slice(-2).join('/');
  return baseName(a) === baseName(b) && tail(a) === tail(b);
}

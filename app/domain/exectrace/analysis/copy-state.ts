import type { Kernel } from '../kernel/kernel';

/**
 * A copy of an object with all that it holds, classes kept, so that one of the two can be changed. Functions stay
 * those of the original, and so does what is `shared`. Arrays in the memory of the kernel lie in that of its copy then.
 */
export function copyState<T extends object>(
  original: T,
  shared: readonly object[],
  kernel: Kernel,
): T {
  const copies = new Map<object, object>(shared.map((each) => [each, each]));
  const forked = kernel.fork();
  copies.set(kernel, forked);
  const copy = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? copyObject(value) : value;
  const copyObject = (from: object): object => {
    const known = copies.get(from);
    if (known !== undefined) return known;
    if (ArrayBuffer.isView(from)) {
      const taken = forked.viewLike(from as Uint8Array) ?? (from as Uint8Array).slice();
      copies.set(from, taken);
      return taken;
    }
    if (from instanceof Map) {
      const map = new Map<unknown, unknown>();
      copies.set(from, map);
      for (const [key, value] of from) map.set(copy(key), copy(value));
      return map;
    }
    if (Array.isArray(from)) {
      const list: unknown[] = new Array<unknown>(from.length);
      copies.set(from, list);
      for (let i = 0; i < from.length; i++) list[i] = copy(from[i]);
      return list;
    }
    const made = Object.create(Object.getPrototypeOf(from) as object) as Record<string, unknown>;
    copies.set(from, made);
    for (const [key, value] of Object.entries(from)) made[key] = copy(value);
    return made;
  };
  return copyObject(original) as T;
}

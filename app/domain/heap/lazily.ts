/** An object each of whose fields is computed when it is first asked for, and kept. */
export function lazily<T extends object>(compute: { readonly [K in keyof T]: () => T[K] }): T {
  const object = {} as T;
  for (const key of Object.keys(compute) as (keyof T)[]) {
    const get = () => {
      const value = compute[key]();
      Object.defineProperty(object, key, { value });
      return value;
    };
    Object.defineProperty(object, key, { get, enumerable: true, configurable: true });
  }
  return object;
}

type NumberArray = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** The same array, or a copy at least twice as long in which `index` fits. */
export function withRoomFor<T extends NumberArray>(array: T, index: number): T {
  if (index < array.length) return array;
  let length = Math.max(16, array.length);
  while (length <= index) length *= 2;
  const grown = new (array.constructor as new (length: number) => T)(length);
  grown.set(array);
  return grown;
}

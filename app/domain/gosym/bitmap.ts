/** Indices of the set bits below `bits`, ascending. Bit i is bit i & 7 of byte i >> 3. */
export function setBits(bitmap: Uint8Array, bits: number): Uint32Array {
  let count = 0;
  const indices = new Uint32Array(Math.min(bits, bitmap.length * 8));
  for (let byte = 0; byte < bitmap.length && byte * 8 < bits; byte++) {
    for (let rest = bitmap[byte]!; rest !== 0; rest &= rest - 1) {
      const index = byte * 8 + (31 - Math.clz32(rest & -rest));
      if (index < bits) indices[count++] = index;
    }
  }
  return indices.slice(0, count);
}

/** Sets in `target` from bit `at` on what is set in the first `bits` of `source`. */
export function copyBits(target: Uint8Array, at: number, source: Uint8Array, bits: number): void {
  const limit = Math.min(bits, source.length * 8);
  for (let i = 0; i < limit; i++) {
    if ((source[i >> 3]! >> (i & 7)) & 1) {
      const byte = (at + i) >> 3;
      if (byte < target.length) target[byte]! |= 1 << ((at + i) & 7);
    }
  }
}

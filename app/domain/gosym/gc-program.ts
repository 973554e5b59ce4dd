import type { Memory } from '../heap/memory';

/**
 * Runs a GC program (Go ≤ 1.23, for masks of large types and stack objects) and gives its mask, a
 * bit a word. The grammar, from runtime/mbitmap.go:
 * - 0: stop
 * - 0nnnnnnn: emit n bits, copied from the next ⌈n/8⌉ bytes
 * - 10000000 n c: repeat the previous n bits c times (n, c varints)
 * - 1nnnnnnn c: repeat the previous n bits c times (c varint)
 * @param program its first byte: programs are stored behind a uint32 length, which callers skip.
 * @returns undefined when a byte of it was not copied or it repeats what it has not emitted.
 */
export function runGcProgram(
  memory: Memory,
  program: number,
  bits: number,
): Uint8Array | undefined {
  const mask = new Uint8Array(Math.ceil(bits / 8));
  let at = program;
  let emitted = 0;
  let missing = false;
  const byte = () => {
    const value = memory.u8(at++);
    if (value === undefined) missing = true;
    return value ?? 0;
  };
  const varint = () => {
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const group = byte();
      value += (group & 0x7f) * scale;
      if (group < 0x80) break;
    }
    return value;
  };
  while (emitted < bits && !missing) {
    const instruction = byte();
    let count = instruction & 0x7f;
    if (instruction < 0x80) {
      if (count === 0) break;
      for (let i = 0; i < count; i += 8) {
        const literal = byte();
        for (let j = 0; j < 8 && i + j < count; j++) {
          if ((literal >> j) & 1) setBit(mask, emitted + i + j);
        }
      }
      emitted += count;
      continue;
    }
    if (count === 0) count = varint();
    const end = Math.min(bits, emitted + varint() * count);
    if (count === 0 || count > emitted) return undefined;
    for (; emitted < end; emitted++) {
      const source = emitted - count;
      if ((mask[source >> 3]! >> (source & 7)) & 1) setBit(mask, emitted);
    }
    // Beyond `bits` nothing is kept; a repeat of nothing must still not loop for ever.
    if (end === bits) break;
  }
  return missing ? undefined : mask;
}

function setBit(mask: Uint8Array, index: number): void {
  const byte = index >> 3;
  if (byte < mask.length) mask[byte]! |= 1 << (index & 7);
}

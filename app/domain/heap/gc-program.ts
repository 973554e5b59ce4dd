import type { Memory } from './memory';

/** 4 GB of pointers: no type of a real program comes near. */
const maxBits = 2 ** 29;

/**
 * Runs a GC program (Go ≤ 1.23: runtime/mbitmap.go, runGCProg) and returns its mask.
 *
 *     00000000           stop
 *     0nnnnnnn b…        emit n bits, from the following ⌈n/8⌉ bytes
 *     10000000 n c       repeat the previous n bits c times; n, c are varints
 *     1nnnnnnn c         the same with a small n
 */
export function runGcProgram(
  memory: Memory,
  address: number,
  bits: number,
): Uint8Array | undefined {
  if (bits > maxBits) return undefined;
  const mask = new Uint8Array(Math.ceil(bits / 8));
  let done = 0;
  let at = address;
  const push = (bit: number) => {
    if (done < bits) mask[done >> 3]! |= bit << (done & 7);
    done++;
  };
  const varint = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = memory.u8(at++);
      if (byte === undefined) return undefined;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return undefined;
  };
  while (done < bits) {
    const instruction = memory.u8(at++);
    if (instruction === undefined) return undefined;
    if (instruction === 0) return mask;
    let n: number | undefined = instruction & 127;
    if (instruction < 128) {
      for (let i = 0; i < n; i++) {
        const byte = memory.u8(at + (i >> 3));
        if (byte === undefined) return undefined;
        push((byte >> (i & 7)) & 1);
      }
      at += (n + 7) >> 3;
      continue;
    }
    if (n === 0) n = varint();
    const count = varint();
    if (n === undefined || count === undefined || n === 0 || n > done) return undefined;
    const total = Math.min(n * count, bits - done);
    for (let i = 0; i < total; i++) {
      const from = done - n;
      push((mask[from >> 3]! >> (from & 7)) & 1);
    }
  }
  return mask;
}

import type { AddressRange } from './module-data';

/** A place in code that makes a closure on the heap. Addresses as those of the code given. */
export interface ClosureMade {
  /** First instruction of the function that it runs. */
  readonly entry: number;
  /** The abi.Type that it was allocated as. */
  readonly type: number;
}

/** An instruction that loads from the closure a function was called with, or an address inside of it. */
export interface ContextLoad {
  readonly isAddress: boolean;
  /** Bytes from the function's entry to the next instruction. */
  readonly end: number;
  /** Bytes from the begin of the closure. */
  readonly contextOffset: number;
  /** As DWARF numbers them. */
  readonly register: number;
}

/** An instruction that stores a register in the frame. */
export interface FrameStore {
  /** Bytes from the function's entry to it. */
  readonly at: number;
  /** Bytes from the stack pointer. */
  readonly spOffset: number;
  readonly register: number;
}

const lea = 0x8d;
const call = 0xe8;
/** Bytes between the call that allocates and where the function's address is taken: spills, calls of the race detector. */
const maxSpillBytes = 64;
/** Bytes between the type and the call: another argument, a NOP so that the call does not cross a line of the cache. */
const maxArgumentBytes = 16;
/** Captured variables are loaded before anything else is done. */
const maxEntryBytes = 1024;
const rdx = 2;
const viaStackPointer = 4;
/** ModRM numbers of general registers as DWARF's; vector registers follow each other. */
const dwarfNumbers: readonly number[] = [0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15];
const firstVectorRegister = 17;

/**
 * `LEAQ type, AX; CALL newobject; …; LEAQ function, R; MOVQ R, (object)`, as Go's compiler makes a closure; from
 * Go 1.26 on also `MOVL $size, AX; LEAQ type, BX; …; CALL mallocgc…`. The type is `struct { F uintptr; … }`.
 *
 * @param start address of the first byte of `text`.
 * @param allocators addresses of runtime.newobject, runtime.mallocgc….
 * @param range addresses of the code to look through.
 */
export function closuresMadeBy(
  text: Uint8Array,
  start: number,
  allocators: ReadonlySet<number>,
  range: AddressRange,
): readonly ClosureMade[] {
  const found: ClosureMade[] = [];
  const last = Math.min(text.length - 9, range.end - start);
  for (let at = Math.max(1, range.start - start); at <= last; at++) {
    // REX.W LEA with a rip-relative operand.
    if (text[at] !== lea || (text[at - 1]! & 0xfb) !== 0x48 || (text[at + 1]! & 0xc7) !== 5) {
      continue;
    }
    const entry = start + operandAt(text, at + 2);
    if (entry < start || entry >= start + text.length || !storesAsFirstWord(text, at)) continue;
    for (let back = at - 6; back >= Math.max(8, at - maxSpillBytes); back--) {
      if (text[back] !== call || !allocators.has(start + operandAt(text, back + 1))) continue;
      const argument = argumentBefore(text, back);
      if (argument !== undefined) found.push({ entry, type: start + operandAt(text, argument) });
      break;
    }
  }
  return found;
}

/** What a rip-relative operand names, from the begin of the code. */
function operandAt(text: Uint8Array, at: number): number {
  const distance = text[at]! | (text[at + 1]! << 8) | (text[at + 2]! << 16) | (text[at + 3]! << 24);
  return at + 4 + distance;
}

/** Operand of the LEAQ …, AX or BX before a call at `at`. */
function argumentBefore(text: Uint8Array, at: number): number | undefined {
  for (let end = at; end >= Math.max(7, at - maxArgumentBytes); end--) {
    const modrm = text[end - 5];
    const isArgument = modrm === 5 || modrm === 0x1d;
    if (text[end - 7] === 0x48 && text[end - 6] === lea && isArgument) return end - 4;
  }
  return undefined;
}

/** Behind LEAQ …, R at `at`: MOVQ R, (any), perhaps after `any` is reloaded. Closures on the stack are stored at an offset. */
function storesAsFirstWord(text: Uint8Array, at: number): boolean {
  const number = ((text[at - 1]! & 4) << 1) | ((text[at + 1]! >> 3) & 7);
  const register = dwarfNumbers[number]!;
  let move = decodeMove(text, at + 6);
  if (move && !move.store && move.base === viaStackPointer) move = decodeMove(text, move.end);
  if (!move?.store || move.register !== register) return false;
  return move.base !== viaStackPointer && move.offset === 0;
}

/** Loads and stores at the begin of a closure's function, where the context register has its closure. */
export function closureEntry(code: Uint8Array): { loads: ContextLoad[]; stores: FrameStore[] } {
  const loads: ContextLoad[] = [];
  const stores: FrameStore[] = [];
  const end = Math.min(code.length, maxEntryBytes);
  let isContext = true;
  for (let at = 0; at < end;) {
    const move = decodeMove(code, at);
    if (move === undefined) {
      at++;
      continue;
    }
    const { register, base, offset, isAddress } = move;
    if (!move.store && base === rdx && isContext) {
      loads.push({ isAddress, end: move.end, contextOffset: offset, register });
    }
    if (move.store && base === viaStackPointer) stores.push({ at, spOffset: offset, register });
    if (!move.store && register === dwarfNumbers[rdx]) isContext = false;
    at = move.end;
  }
  return { loads, stores };
}

interface Move {
  /** LEA. */
  readonly isAddress: boolean;
  readonly store: boolean;
  readonly register: number;
  /** ModRM number. */
  readonly base: number;
  readonly offset: number;
  readonly end: number;
}

/** LEA, MOV, MOVZX, MOVSX and moves of vector registers between a register and offset(base), base one of the first eight. */
function decodeMove(code: Uint8Array, start: number): Move | undefined {
  let at = start;
  const prefix = code[at];
  const hasPrefix = prefix === 0x66 || prefix === 0xf2 || prefix === 0xf3;
  if (hasPrefix) at++;
  const rex = (code[at]! & 0xf0) === 0x40 ? code[at++]! : 0;
  if ((rex & 1) !== 0) return undefined;
  const isTwoBytes = code[at] === 0x0f;
  if (isTwoBytes) at++;
  const kind = (isTwoBytes ? twoByteMoves : oneByteMoves).get(code[at++] ?? -1);
  const modrm = code[at++];
  if (kind === undefined || modrm === undefined) return undefined;
  const base = modrm & 7;
  if (base === viaStackPointer && code[at++] !== 0x24) return undefined;
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const mod = modrm >> 6;
  const width = mod === 1 ? 1 : mod === 2 ? 4 : 0;
  if (mod === 3 || (mod === 0 && base === 5) || at + width > code.length) return undefined;
  const offset = width === 0 ? 0 : width === 1 ? view.getInt8(at) : view.getInt32(at, true);
  const number = ((rex & 4) << 1) | ((modrm >> 3) & 7);
  const register = kind.vector ? firstVectorRegister + number : dwarfNumbers[number]!;
  const isAddress = code[start] === lea || code[start + 1] === lea;
  return { isAddress, store: kind.store, register, base, offset, end: at + width };
}

const general = { store: false, vector: false };
const oneByteMoves: ReadonlyMap<number, { store: boolean; vector: boolean }> = new Map([
  [0x8b, general],
  [0x63, general],
  [lea, general],
  [0x89, { store: true, vector: false }],
  [0x88, { store: true, vector: false }],
]);
const twoByteMoves: typeof oneByteMoves = new Map([
  ...[0xb6, 0xb7, 0xbe, 0xbf].map((opcode) => [opcode, general] as const),
  ...[0x10, 0x6f].map((opcode) => [opcode, { store: false, vector: true }] as const),
  ...[0x11, 0x7f].map((opcode) => [opcode, { store: true, vector: true }] as const),
]);

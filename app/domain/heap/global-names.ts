import type { GoType, Program } from '../gosym';
import type { Memory } from './memory';

/** A package-level variable at run time. */
export interface NamedRange {
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
  readonly type: GoType | undefined;
}

/** What a variable points to may itself point on; deeper than this no composite literal goes. */
const maxDepth = 8;

/** Names words of data and bss. */
export class GlobalNames {
  #ranges: readonly NamedRange[];

  /**
   * By the debug information; by the symbol table what that leaves out; and `var x = &T{…}` by what points to it: the
   * compiler puts T into data without a name.
   */
  constructor(program: Program, bias: number, memory: Memory, isStatic: (at: number) => boolean) {
    const ranges: NamedRange[] = [];
    const known = new Set<number>();
    for (const { name, address, type } of program.dwarf?.globals ?? []) {
      ranges.push({ name, address: address + bias, sizeBytes: type?.sizeBytes ?? 8, type });
      known.add(address);
    }
    for (const { name, address, sizeBytes, kind } of program.elf.symbols.values()) {
      if (kind !== 'object' || sizeBytes === 0 || known.has(address)) continue;
      ranges.push({ name, address: address + bias, sizeBytes, type: undefined });
    }
    this.#ranges = ranges.sort((a, b) => a.address - b.address);
    let found: readonly NamedRange[] = ranges;
    for (let depth = 0; depth < maxDepth && found.length > 0; depth++) {
      found = this.#findPointees(found, memory, isStatic);
      this.#ranges = [...this.#ranges, ...found].sort((a, b) => a.address - b.address);
    }
  }

  /** Unnamed statics that the pointers and slices of named ones lead to. */
  #findPointees(
    from: readonly NamedRange[],
    memory: Memory,
    isStatic: (address: number) => boolean,
  ): NamedRange[] {
    const found = new Map<number, NamedRange>();
    const visit = (name: string, address: number, type: GoType): void => {
      if (type.kind === 'struct') {
        for (const field of type.fields) {
          visit(`${name}.${field.name}`, address + field.offset, field.type);
        }
        return;
      }
      if ((type.kind !== 'pointer' && type.kind !== 'slice') || !type.elem) return;
      const pointee = memory.u64(address) ?? 0;
      if (pointee === 0 || !isStatic(pointee) || this.find(pointee) || found.has(pointee)) return;
      const length = type.kind === 'slice' ? (memory.u64(address + 8) ?? 0) : 1;
      const sizeBytes = length * type.elem.sizeBytes;
      if (sizeBytes === 0 || !isStatic(pointee + sizeBytes - 1)) return;
      found.set(pointee, {
        name,
        address: pointee,
        sizeBytes,
        type: type.kind === 'pointer' ? type.elem : undefined,
      });
    };
    for (const { name, address, type } of from) if (type) visit(name, address, type);
    return [...found.values()];
  }

  /** The variable that holds `address`. */
  find(address: number): NamedRange | undefined {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ranges[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    // Symbols of size 0 and section marks may lie between a variable and its end: look back a little.
    for (let i = low - 1; i >= 0 && i >= low - 4; i--) {
      const range = this.#ranges[i]!;
      if (address < range.address + range.sizeBytes) return range;
    }
    return undefined;
  }
}

import type { GoType, Program } from '../gosym';

/** A package-level variable at run time. */
export interface NamedRange {
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
  readonly type: GoType | undefined;
}

/** Names words of data and bss. */
export class GlobalNames {
  readonly #ranges: readonly NamedRange[];

  /** By the debug information; by the symbol table what that leaves out (compiler-made statics). */
  constructor(program: Program, bias: number) {
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

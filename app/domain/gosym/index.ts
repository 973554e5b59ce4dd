import { ok, type Result } from '../../contract/result';
import { openDwarf } from './dwarf';
import type { Dwarf } from './dwarf/model';
import { parseElf, type Elf, type ElfError, type Inflate } from './elf';

export type * from './dwarf/model';
export { readAbiName } from './abi-name';
export { AbiTypes, type AbiType, type PointerMask } from './abi-type';
export { executableOfCore, type ReadAt } from './core-executable';
export { getArchitecture, type Architecture } from './arch';
export { type Elf, type ElfError, type ElfSymbol, type Inflate } from './elf';
export { readModules, type AddressRange, type ModuleData } from './module-data';
export { type Func, type FunctionTable, type LogicalFrame } from './pclntab';
export { type ClosureMade } from './amd64-code';
export { openSymbolTable, type SymbolTable } from './symbol-table';

/** What an executable tells about itself. All addresses are the file's, without a load bias. */
export interface Program {
  readonly elf: Elf;
  /** Undefined when linked with -w or -s, or stripped. */
  readonly dwarf: Dwarf | undefined;
}

/**
 * Opens an executable; nothing is decoded before it is asked for, except an index of the debug
 * information.
 * @param inflate inflates one zlib stream (compressed debug sections).
 */
export function openProgram(bytes: Uint8Array, inflate: Inflate): Result<Program, ElfError> {
  const elf = parseElf(bytes, inflate);
  if (!elf.ok) return elf;
  return ok({ elf: elf.value, dwarf: openDwarf(elf.value) });
}

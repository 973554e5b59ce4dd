import type { Routine } from '../../app/contract/profile-report';
import type { Disassembly } from '../../app/domain/pprof/assembly/annotate-routine';

/** As it travels: an address is text, since a person searches for it. */
export const toRoutines = ({ routines }: Disassembly): Routine[] =>
  routines.map(({ instructions, ...routine }) => ({
    ...routine,
    instructions: instructions.map(({ address, text, file, line, flat, cum }) => ({
      ...{ address: `0x${address.toString(16)}`, text, file, line, flat, cum },
    })),
  }));

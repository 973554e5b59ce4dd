import { closureEntry, closuresMadeBy } from './amd64-code';

/**
 * Here alone, and in what it takes from `amd64-code.ts`, is the instruction set known. Everything else asks here.
 */
export interface Architecture {
  readonly name: 'amd64';
  readonly pointerBytes: 8;
  /** Smallest instruction: pc steps in pclntab count in it. */
  readonly pcQuantum: number;
  /** Bytes that CALL pushes on the stack; 0 where a link register holds the return address. */
  readonly returnAddressBytes: number;
  /** The frame pointer is saved right below the return address, in every frame that has locals. */
  readonly savedFramePointerBytes: number;
  /** Names of the snapshot's registers, in the order of `uc_mcontext.gregs`. */
  readonly signalRegisters: readonly string[];
  readonly stackPointer: string;
  readonly programCounter: string;
  /** Registers that never hold a heap pointer at a stop: pc, sp, frame pointer, current g. */
  readonly neverRoots: readonly string[];
  /** ucontext_t (asm/ucontext.h): offsets from its start, in bytes. */
  readonly ucontext: {
    readonly link: number;
    readonly stackBase: number;
    readonly stackSize: number;
    readonly generalRegisters: number;
    readonly floatingPointPointer: number;
    /** Inside the saved floating-point state: the vector registers the compiler may use. */
    readonly vectorRegisters: number;
    readonly vectorRegistersBytes: number;
  };
  /** Closures that a module's code makes on the heap, each with its type. */
  readonly closuresMadeBy: typeof closuresMadeBy;
  /** What a closure's function does with its closure before anything else. */
  readonly closureEntry: typeof closureEntry;
}

const amd64: Architecture = {
  name: 'amd64',
  pointerBytes: 8,
  pcQuantum: 1,
  returnAddressBytes: 8,
  savedFramePointerBytes: 8,
  signalRegisters: [
    ...['r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'rdi', 'rsi', 'rbp', 'rbx'],
    ...['rdx', 'rax', 'rcx', 'rsp', 'rip'],
  ],
  stackPointer: 'rsp',
  programCounter: 'rip',
  neverRoots: ['rip', 'rsp', 'rbp', 'r14'],
  ucontext: {
    link: 8,
    stackBase: 16,
    stackSize: 32,
    generalRegisters: 40,
    floatingPointPointer: 224,
    vectorRegisters: 160,
    vectorRegistersBytes: 256,
  },
  closuresMadeBy,
  closureEntry,
};

/** The architecture of an ELF machine number, undefined when it is not one we read. */
export function architectureOfMachine(machine: number): Architecture | undefined {
  return machine === 62 ? amd64 : undefined;
}

/** The architecture a snapshot names. */
export function getArchitecture(name: Architecture['name']): Architecture {
  return { amd64 }[name];
}

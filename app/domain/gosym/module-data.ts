import { err, ok, type Result } from '../../contract/result';
import type { Memory } from '../heap/memory';
import type { StructLayout } from './dwarf/model';

/** Run-time addresses [start, end). */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

export interface SliceHeader {
  readonly address: number;
  readonly length: number;
}

/** A runtime.moduledata: where the linker put what the runtime needs. Run-time addresses. */
export interface ModuleData {
  readonly address: number;
  readonly text: AddressRange;
  readonly pcHeader: number;
  readonly functionNames: SliceHeader;
  readonly cutab: SliceHeader;
  readonly filetab: SliceHeader;
  readonly pctab: SliceHeader;
  readonly pclntable: SliceHeader;
  readonly ftab: SliceHeader;
  /** Base of FUNCDATA offsets. */
  readonly gofunc: number;
  /** Base of stack-object mask offsets. */
  readonly rodata: number;
  /** Base of name and type offsets inside type descriptors. */
  readonly types: AddressRange;
  readonly data: AddressRange;
  readonly bss: AddressRange;
  readonly noptrdata: AddressRange;
  readonly noptrbss: AddressRange;
  /** A bit a word of `data`, of `bss`: the word may hold a heap pointer. */
  readonly dataMask: BitVector;
  readonly bssMask: BitVector;
}

export interface BitVector {
  readonly bits: number;
  readonly address: number;
}

export interface ModuleError {
  readonly code: 'no-modules';
  readonly reason: string;
}

/** One executable and its plugins: a longer list is corrupt. */
const maxModules = 256;

/**
 * The list that begins at `runtime.firstmoduledata`.
 * @param layout of `runtime.moduledata`; fields move between Go versions.
 */
export function readModules(
  memory: Memory,
  layout: StructLayout | undefined,
  firstAddress: number | undefined,
): Result<readonly ModuleData[], ModuleError> {
  const bad = (reason: string) => err({ code: 'no-modules' as const, reason });
  if (layout === undefined) return bad('the layout of runtime.moduledata is unknown');
  if (firstAddress === undefined) return bad('runtime.firstmoduledata was not found');
  const modules: ModuleData[] = [];
  let address = firstAddress;
  while (address !== 0 && modules.length < maxModules) {
    const module = readModule(memory, layout, address);
    if (module === undefined) return bad('a runtime.moduledata was not copied');
    modules.push(module);
    const next = layout.fields['next'];
    address = next ? (memory.u64(address + next[0]) ?? 0) : 0;
  }
  return ok(modules);
}

function readModule(
  memory: Memory,
  { size, fields }: StructLayout,
  address: number,
): ModuleData | undefined {
  if (memory.bytes(address, size) === undefined) return undefined;
  const offset = (name: string) => fields[name]?.[0];
  const word = (name: string) => {
    const at = offset(name);
    return at === undefined ? 0 : (memory.u64(address + at) ?? 0);
  };
  const slice = (name: string): SliceHeader => {
    const at = offset(name);
    if (at === undefined) return { address: 0, length: 0 };
    const start = memory.u64(address + at) ?? 0;
    return { address: start, length: memory.u64(address + at + 8) ?? 0 };
  };
  // runtime.bitvector { n int32; bytedata *uint8 }
  const bits = (name: string): BitVector => {
    const at = offset(name);
    if (at === undefined) return { bits: 0, address: 0 };
    const count = memory.u32(address + at) ?? 0;
    return { bits: count, address: memory.u64(address + at + 8) ?? 0 };
  };
  return {
    address,
    text: { start: word('text'), end: word('etext') },
    pcHeader: word('pcHeader'),
    functionNames: slice('funcnametab'),
    cutab: slice('cutab'),
    filetab: slice('filetab'),
    pctab: slice('pctab'),
    pclntable: slice('pclntable'),
    ftab: slice('ftab'),
    gofunc: word('gofunc'),
    rodata: word('rodata'),
    types: { start: word('types'), end: word('etypes') },
    data: { start: word('data'), end: word('edata') },
    bss: { start: word('bss'), end: word('ebss') },
    noptrdata: { start: word('noptrdata'), end: word('enoptrdata') },
    noptrbss: { start: word('noptrbss'), end: word('enoptrbss') },
    dataMask: bits('gcdatamask'),
    bssMask: bits('gcbssmask'),
  };
}

import { err, ok, type Result } from '../../contract/result';
import type { Frame } from '../../contract/frame';
import type { Memory } from '../heap/memory';
import type { Architecture } from './arch';
import { cstringAt } from './byte-reader';
import type { ModuleData, SliceHeader } from './module-data';
import { decodePcValues, pcValueAt, type PcValues } from './pc-value';

/** Tables of pc data, by index: internal/abi/symtab.go. */
export const pcDataTable = { unsafePoint: 0, stackMapIndex: 1, inlineTreeIndex: 2 } as const;
/** Tables of function data, by index. */
export const funcDataTable = {
  argsPointerMaps: 0,
  localsPointerMaps: 1,
  stackObjects: 2,
  inlineTree: 3,
} as const;
const funcFlag = { topFrame: 1, spWrite: 2 } as const;

/** A runtime._func: what the linker recorded of one compiled function. */
export interface Func {
  /** Run-time pc. */
  readonly entry: number;
  /** With package path, receiver and closure suffix: `main.(*Syncer).run.func1`. */
  readonly name: string;
  /** Bytes of arguments and results in the caller's frame; undefined for assembly that did not say. */
  readonly argsBytes: number | undefined;
  /** From entry to the call of deferreturn; 0 when there is none. */
  readonly deferReturn: number;
  /** Outermost on its stack: unwinding ends here. */
  readonly topFrame: boolean;
  /** Changes sp in ways the tables do not follow. */
  readonly spWrite: boolean;
  /** Has a table of sp deltas: without one its frame cannot be measured. */
  readonly hasSpTable: boolean;
  /** Line of the func keyword, 1-based. */
  readonly startLine: number;
  readonly table: FunctionTable;
  /** Offset of its record in pclntable. */
  readonly recordOffset: number;
}

/** One call of a traceback: a compiled function's own, or one inlined into it. */
export interface LogicalFrame extends Frame {
  /** Run-time pc inside the call: of what is inlined, and of its callers, each their own. */
  readonly pc: number;
  /** Line of the func keyword, 1-based. */
  readonly startLine: number;
  /** internal/abi's FuncID: numbers shift between releases. */
  readonly funcId: number;
  readonly inlined: boolean;
}

export interface PclntabError {
  readonly code: 'pclntab-unreadable';
  readonly reason: string;
}

const magic = 0xfffffff1;
/** The same from Go 1.20 to 1.27; pc data and function data offsets follow. */
const recordBytes = 44;
const inlinedCallBytes = 16;
const argsUnknown = -0x8000_0000;
const none = 0xffff_ffff;

/** The function table of one module: Go 1.20 and later. Tables are found by address. */
export class FunctionTable {
  readonly module: ModuleData;
  readonly #memory: Memory;
  readonly #quantum: number;
  readonly #names: Uint8Array;
  readonly #files: Uint8Array;
  readonly #compileUnits: DataView;
  readonly #pctab: Uint8Array;
  readonly #records: DataView;
  /** Entry offsets from text; the last one is the end of text. */
  readonly #entryOffsets: Uint32Array;
  readonly #recordOffsets: Uint32Array;
  readonly #functions = new Map<number, Func>();
  readonly #pcValues = new Map<number, Map<number, PcValues>>();

  constructor(memory: Memory, module: ModuleData, quantum: number, tables: Tables) {
    this.#memory = memory;
    this.module = module;
    this.#quantum = quantum;
    this.#names = tables.names;
    this.#files = tables.files;
    this.#compileUnits = viewOf(tables.compileUnits);
    this.#pctab = tables.pctab;
    this.#records = viewOf(tables.records);
    const ftab = viewOf(tables.ftab);
    const count = ftab.byteLength >>> 3;
    this.#entryOffsets = new Uint32Array(count);
    this.#recordOffsets = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      this.#entryOffsets[i] = ftab.getUint32(i * 8, true);
      this.#recordOffsets[i] = ftab.getUint32(i * 8 + 4, true);
    }
  }

  /** The function whose code holds the run-time `pc`. */
  find(pc: number): Func | undefined {
    const offset = pc - this.module.text.start;
    const entries = this.#entryOffsets;
    if (!(offset >= 0 && offset < (entries[entries.length - 1] ?? 0))) return undefined;
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (entries[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#functionAt(low - 1);
  }

  /** Every function, in the order of its code. */
  *all(): Generator<Func> {
    for (let i = 0; i + 1 < this.#entryOffsets.length; i++) {
      const func = this.#functionAt(i);
      if (func) yield func;
    }
  }

  /** Bytes between the frame's sp at `pc` and the return address. */
  spDelta(func: Func, pc: number): number {
    return this.#valueAt(func, this.#u32(func.recordOffset + 16), pc);
  }

  /** -1: no value at this pc. */
  pcData(func: Func, table: number, pc: number): number {
    const count = this.#u32(func.recordOffset + 28);
    if (table >= count) return -1;
    return this.#valueAt(func, this.#u32(func.recordOffset + recordBytes + 4 * table), pc);
  }

  /** Run-time address of a function's data, undefined when it has none. */
  funcData(func: Func, table: number): number | undefined {
    if (table >= this.#u8(func.recordOffset + 43)) return undefined;
    const at = func.recordOffset + recordBytes + 4 * (this.#u32(func.recordOffset + 28) + table);
    const offset = this.#u32(at, none);
    return offset === none ? undefined : this.module.gofunc + offset;
  }

  /**
   * Source frames at `pc`, leaf first: calls inlined there, then the function itself.
   * @param pc inside the instruction: for a return address pass pc − 1.
   */
  frames(func: Func, pc: number): readonly Frame[] {
    return this.logicalFrames(func, pc).map((frame) => ({
      function: frame.function,
      file: frame.file,
      line: frame.line,
    }));
  }

  /** As `frames`, with what the runtime's own tracebacks go by. */
  logicalFrames(func: Func, pc: number): readonly LogicalFrame[] {
    const frames: LogicalFrame[] = [];
    const tree = this.funcData(func, funcDataTable.inlineTree);
    let at = pc;
    let depth = tree === undefined ? -1 : this.pcData(func, pcDataTable.inlineTreeIndex, at);
    while (tree !== undefined && depth >= 0 && frames.length < 256) {
      const call = tree + depth * inlinedCallBytes;
      const name = this.#memory.u32(call + 4);
      const parentPc = this.#memory.u32(call + 8);
      if (name === undefined || parentPc === undefined) break;
      frames.push({
        function: cstringAt(this.#names, name),
        ...this.#position(func, at),
        pc: at,
        startLine: this.#memory.u32(call + 12) ?? 0,
        funcId: this.#memory.u8(call) ?? 0,
        inlined: true,
      });
      at = func.entry + parentPc;
      depth = this.pcData(func, pcDataTable.inlineTreeIndex, at);
    }
    const { name, startLine, recordOffset } = func;
    const funcId = this.#u8(recordOffset + 40);
    const position = this.#position(func, at);
    frames.push({ function: name, ...position, pc: at, startLine, funcId, inlined: false });
    return frames;
  }

  #position(func: Func, pc: number): { file: string; line: number } {
    const fileIndex = this.#valueAt(func, this.#u32(func.recordOffset + 20), pc);
    const line = this.#valueAt(func, this.#u32(func.recordOffset + 24), pc);
    const slot = 4 * (this.#u32(func.recordOffset + 32) + fileIndex);
    const units = this.#compileUnits;
    const known = fileIndex >= 0 && slot + 4 <= units.byteLength;
    const offset = known ? units.getUint32(slot, true) : none;
    return { file: offset === none ? '' : cstringAt(this.#files, offset), line: Math.max(0, line) };
  }

  #functionAt(index: number): Func | undefined {
    const known = this.#functions.get(index);
    if (known) return known;
    const at = this.#recordOffsets[index];
    if (at === undefined || at + recordBytes > this.#records.byteLength) return undefined;
    const args = this.#records.getInt32(at + 8, true);
    const flags = this.#u8(at + 41);
    const func: Func = {
      entry: this.module.text.start + this.#u32(at),
      name: cstringAt(this.#names, this.#u32(at + 4)),
      argsBytes: args === argsUnknown ? undefined : args,
      deferReturn: this.#u32(at + 12),
      topFrame: (flags & funcFlag.topFrame) !== 0,
      spWrite: (flags & funcFlag.spWrite) !== 0,
      hasSpTable: this.#u32(at + 16) !== 0,
      startLine: this.#u32(at + 36),
      table: this,
      recordOffset: at,
    };
    this.#functions.set(index, func);
    return func;
  }

  #valueAt(func: Func, offset: number, pc: number): number {
    if (offset === 0) return -1;
    let tables = this.#pcValues.get(func.entry);
    if (tables === undefined) this.#pcValues.set(func.entry, (tables = new Map()));
    let values = tables.get(offset);
    if (values === undefined) {
      values = decodePcValues(this.#pctab, offset, func.entry, this.#quantum);
      tables.set(offset, values);
    }
    return pcValueAt(values, pc);
  }

  #u32(at: number, missing = 0): number {
    return at + 4 <= this.#records.byteLength ? this.#records.getUint32(at, true) : missing;
  }

  #u8(at: number): number {
    return at < this.#records.byteLength ? this.#records.getUint8(at) : 0;
  }
}

interface Tables {
  readonly names: Uint8Array;
  readonly files: Uint8Array;
  readonly compileUnits: Uint8Array;
  readonly pctab: Uint8Array;
  readonly records: Uint8Array;
  readonly ftab: Uint8Array;
}

/** Opens the tables that `module` points to. */
export function openFunctionTable(
  memory: Memory,
  module: ModuleData,
  architecture: Architecture,
): Result<FunctionTable, PclntabError> {
  const bad = (reason: string) => err({ code: 'pclntab-unreadable' as const, reason });
  const found = memory.u32(module.pcHeader);
  if (found === undefined) return bad('the function table lies outside of what was copied');
  if (found !== magic) return bad(`unknown function table format 0x${found.toString(16)}`);
  const quantum = memory.u8(module.pcHeader + 6);
  if (quantum !== architecture.pcQuantum || memory.u8(module.pcHeader + 7) !== 8) {
    return bad(`the function table is not one of ${architecture.name}`);
  }
  const take = ({ address, length }: SliceHeader, elementBytes: number) =>
    length === 0 ? new Uint8Array(0) : memory.bytes(address, length * elementBytes);
  const names = take(module.functionNames, 1);
  const files = take(module.filetab, 1);
  const compileUnits = take(module.cutab, 4);
  const pctab = take(module.pctab, 1);
  const records = take(module.pclntable, 1);
  const ftab = take(module.ftab, 8);
  if (!names || !files || !compileUnits || !pctab || !records || !ftab) {
    return bad('a part of the function table lies outside of what was copied');
  }
  const tables = { names, files, compileUnits, pctab, records, ftab };
  return ok(new FunctionTable(memory, module, quantum, tables));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import { err, ok, type Result } from '../../../contract/result';
import { getArchitecture, type Architecture } from '../../gosym/arch';
import type { StructLayout } from '../../gosym/dwarf/model';
import type { Program } from '../../gosym';
import { openSymbolTable, type SymbolTable } from '../../gosym/symbol-table';
import { Memory } from '../memory';
import type { Snapshot } from '../snapshot';

export interface StackRootsError {
  readonly code: 'no-symbols';
  /** What is missing, in words for the user. */
  readonly reason: string;
}

/** A runtime record in the snapshot, read by field name. */
export interface RecordReader {
  readonly sizeBytes: number;
  has(field: string): boolean;
  fieldBytes(field: string): number;
  /** Offset of a field; -1 when this Go version has none of that name. */
  offset(field: string): number;
  /** The field of the record at `address`, by its own size; 0 when absent or not copied. */
  read(address: number, field: string): number;
}

/** A stopped program: its memory together with what its executable says about it. */
export interface RuntimeImage {
  /** What was copied, then the read-only parts of the executable. */
  readonly memory: Memory;
  readonly snapshot: Snapshot;
  readonly program: Program;
  readonly architecture: Architecture;
  readonly symbols: SymbolTable;
  /** Layout of a runtime struct; an empty one (size 0, no fields) when unknown. */
  record(typeName: string): RecordReader;
  /** Run-time address of a runtime variable. */
  addressOf(symbol: string): number | undefined;
}

/** @param snapshot decoded with or without the executable's chunks: they are added here. */
export function openRuntimeImage(
  snapshot: Snapshot,
  program: Program,
): Result<RuntimeImage, StackRootsError> {
  const { header } = snapshot;
  const memory = new Memory([...snapshot.chunks, ...program.elf.readonlyChunks(header.bias)]);
  const architecture = getArchitecture(header.arch);
  const layoutOf = (name: string): StructLayout | undefined =>
    header.layouts[name] ?? program.dwarf?.layoutOf(name);
  const addressOf = (symbol: string) => {
    const known = header.symbols[symbol];
    if (known !== undefined) return known;
    const found = program.elf.symbols.get(symbol);
    return found && found.address + header.bias;
  };
  const symbols = openSymbolTable(
    memory,
    layoutOf('runtime.moduledata'),
    addressOf('runtime.firstmoduledata'),
    architecture,
  );
  if (!symbols.ok) return err({ code: 'no-symbols', reason: symbols.error.reason });
  if (layoutOf('runtime.g') === undefined || layoutOf('runtime.gobuf') === undefined) {
    return err({ code: 'no-symbols', reason: 'the layout of runtime.g is unknown' });
  }
  const readers = new Map<string, RecordReader>();
  const record = (typeName: string) => {
    let reader = readers.get(typeName);
    if (reader === undefined) {
      readers.set(typeName, (reader = openRecord(memory, layoutOf(typeName))));
    }
    return reader;
  };
  const image = { memory, snapshot, program, architecture, symbols: symbols.value };
  return ok({ ...image, record, addressOf });
}

function openRecord(memory: Memory, layout: StructLayout | undefined): RecordReader {
  const fields = new Map(Object.entries(layout?.fields ?? {}));
  const offset = (field: string) => fields.get(field)?.[0] ?? -1;
  const read = (address: number, field: string) => {
    const place = fields.get(field);
    if (place === undefined) return 0;
    const at = address + place[0];
    switch (place[1]) {
      case 1:
        return memory.u8(at) ?? 0;
      case 2:
        return memory.u16(at) ?? 0;
      case 4:
        return memory.u32(at) ?? 0;
      default:
        return memory.u64(at) ?? 0;
    }
  };
  return {
    sizeBytes: layout?.size ?? 0,
    has: (field) => fields.has(field),
    fieldBytes: (field) => fields.get(field)?.[1] ?? 0,
    offset,
    read,
  };
}

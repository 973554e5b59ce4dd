import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { GdbInstruction } from '../../app/contract/gdb-views';
import { ok, type Result } from '../../app/contract/result';
import { openProgram, openSymbolTable, type SymbolTable } from '../../app/domain/gosym';
import { Memory } from '../../app/domain/heap/memory';
import { dataDisassemble } from '../gdb/commands/data/data-disassemble';
import { dataReadMemoryBytes } from '../gdb/commands/data/data-read-memory-bytes';
import { dataEvaluateExpression } from '../gdb/commands/data/data-evaluate-expression';
import type { GdbFailure } from '../gdb/gdb-messages';
import type { MiSession } from '../gdb/mi-session';

export interface Disassembly {
  readonly function: string;
  readonly instructions: GdbInstruction[];
}

/**
 * The function that holds `address`, each instruction with the calls that were inlined there. GDB decodes the
 * instructions; the inlined calls and their lines come from the linker's tables, which say also where the call was.
 */
export async function disassemble(
  gdb: MiSession,
  address: string,
  symbols: SymbolTable | undefined,
): Promise<Result<Disassembly, GdbFailure>> {
  const listed = await dataDisassemble(gdb, { function: address });
  if (!listed.ok) return listed;
  const instructions = listed.value.flatMap(({ file = '', line, instructions: each }) =>
    each.map((instruction): GdbInstruction => {
      const frames = symbols?.frames(Number(instruction.address)) ?? [];
      const own = { function: instruction.function ?? '', file, line };
      return {
        address: instruction.address,
        offset: instruction.offset ?? 0,
        text: instruction.text.replace(/\s+/g, ' '),
        opcodes: instruction.opcodes ?? '',
        stack: frames.length === 0 ? [own] : [...frames].reverse(),
      };
    }),
  );
  instructions.sort((a, b) => Number(a.address) - Number(b.address));
  return ok({ function: instructions[0]?.stack[0]?.function ?? '', instructions });
}

/** The linker's tables of the target; undefined when they cannot be read: then GDB's own lines must do. */
export async function openTables(
  gdb: MiSession,
  binaryPath: string,
): Promise<SymbolTable | undefined> {
  const bytes = await readFile(binaryPath).catch(() => undefined);
  const program = bytes && openProgram(bytes, (deflated) => inflateSync(deflated));
  if (program?.ok !== true) return undefined;
  const { elf, dwarf } = program.value;
  const inFile = elf.symbols.get('runtime.firstmoduledata')?.address;
  const layout = dwarf?.layoutOf('runtime.moduledata');
  if (inFile === undefined || layout === undefined) return undefined;
  const loaded = await dataEvaluateExpression(gdb, "&'runtime.firstmoduledata'");
  const address = loaded.ok ? Number(/0x[0-9a-f]+/.exec(loaded.value)?.[0]) : NaN;
  if (!Number.isFinite(address)) return undefined;
  // Of a position-independent executable the file has it before relocation: as the target has it, then.
  const module = await dataReadMemoryBytes(gdb, `0x${address.toString(16)}`, layout.size);
  const bytesOfModule = module.ok ? module.value[0]?.bytes : undefined;
  if (bytesOfModule === undefined) return undefined;
  const memory = new Memory([
    { address, bytes: bytesOfModule },
    ...elf.readonlyChunks(address - inFile),
  ]);
  const table = openSymbolTable(memory, layout, address, elf.architecture);
  return table.ok ? table.value : undefined;
}

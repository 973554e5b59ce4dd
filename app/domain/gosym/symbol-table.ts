import { ok, type Result } from '../../contract/result';
import type { Frame } from '../../contract/frame';
import type { Memory } from '../heap/memory';
import type { Architecture } from './arch';
import type { StructLayout } from './dwarf/model';
import { readModules, type ModuleData, type ModuleError } from './module-data';
import { openFunctionTable, type Func, type FunctionTable, type PclntabError } from './pclntab';

/** Functions of all modules of a running program, by run-time pc. */
export class SymbolTable {
  readonly modules: readonly ModuleData[];
  readonly tables: readonly FunctionTable[];

  constructor(modules: readonly ModuleData[], tables: readonly FunctionTable[]) {
    this.modules = modules;
    this.tables = tables;
  }

  find(pc: number): Func | undefined {
    for (const table of this.tables) {
      const func = table.find(pc);
      if (func) return func;
    }
    return undefined;
  }

  /**
   * Source frames at `pc`, leaf first; empty when no function is there.
   * @param pc inside the instruction: for a return address pass pc − 1.
   */
  frames(pc: number): readonly Frame[] {
    const func = this.find(pc);
    return func ? func.table.frames(func, pc) : [];
  }
}

/** @param firstModule run-time address of `runtime.firstmoduledata`. */
export function openSymbolTable(
  memory: Memory,
  layout: StructLayout | undefined,
  firstModule: number | undefined,
  architecture: Architecture,
): Result<SymbolTable, ModuleError | PclntabError> {
  const modules = readModules(memory, layout, firstModule);
  if (!modules.ok) return modules;
  const tables: FunctionTable[] = [];
  for (const module of modules.value) {
    const table = openFunctionTable(memory, module, architecture);
    if (!table.ok) return table;
    tables.push(table.value);
  }
  return ok(new SymbolTable(modules.value, tables));
}

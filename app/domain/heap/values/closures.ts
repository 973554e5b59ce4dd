import type { GoType } from '../../gosym';
import type { ValueMemory } from './source';

/** Optimised code places a captured variable only once it is loaded: places of 4 bytes from the entry looked at. */
const lookahead = 12;

export interface Captured {
  readonly name: string;
  readonly type: GoType;
  readonly address: number;
}

export interface Closure {
  /** `main.serve.func1`, `main.(*server).handle-fm`. */
  readonly name: string;
  /** By place in the closure; empty up to Go 1.22, whose debug information does not tell. */
  readonly captured: readonly Captured[];
}

/** A func value points to {pc, captured variables…}. */
export function readClosure(values: ValueMemory, address: number): Closure | undefined {
  const { symbols, program, snapshot } = values.source.image;
  const pc = values.u64(address);
  const func = pc ? symbols.find(pc) : undefined;
  if (!func) return undefined;
  const entry = func.entry - snapshot.header.bias;
  const captured = new Map<number, Captured>();
  for (let i = 0; i < lookahead; i++) {
    for (const variable of program.dwarf?.variablesAt(entry + 4 * i) ?? []) {
      const { closureOffset, type } = variable;
      if (closureOffset === undefined || !type || captured.has(closureOffset)) continue;
      const name = variable.name.replace(/^&/, '');
      captured.set(closureOffset, { name, type, address: address + closureOffset });
    }
  }
  const inOrder = [...captured].sort(([a], [b]) => a - b).map(([, each]) => each);
  return { name: func.name, captured: inOrder };
}

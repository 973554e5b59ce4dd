import type { GoType } from '../../gosym';
import type { ValueMemory } from './source';

export interface Captured {
  readonly name: string;
  readonly type: GoType;
  readonly address: number;
}

export interface Closure {
  /** `main.serve.func1`, `main.(*server).handle-fm`. */
  readonly name: string;
  /** By place in the closure; empty where neither debug information nor code tells. */
  readonly captured: readonly Captured[];
}

/** A func value points to {pc, captured variables…}. */
export function readClosure(values: ValueMemory, address: number): Closure | undefined {
  const { image, graph } = values.source;
  const pc = values.u64(address);
  const func = pc ? image.symbols.find(pc) : undefined;
  if (!func) return undefined;
  if (isStatic(values, address)) return { name: func.name, captured: [] };
  const captured = graph.types.captured
    .of(func)
    .map(({ name, type, offset }) => ({ name, type, address: address + offset }));
  return { name: func.name, captured };
}

/** Part of the executable, as functions are that capture nothing. */
function isStatic({ source }: ValueMemory, address: number): boolean {
  const { program, snapshot } = source.image;
  const at = address - snapshot.header.bias;
  return program.elf.segments.some(
    (segment) => at >= segment.address && at < segment.address + segment.memorySizeBytes,
  );
}

import type { GdbInstruction } from '../../../app/contract/gdb-views';

/** A line of the disassembly: a source line, a call inlined there, or an instruction. */
export type DisassemblyRow =
  | {
      readonly kind: 'source' | 'inlined';
      /** Calls around it, from 0. */
      readonly depth: number;
      readonly function: string;
      readonly file: string;
      readonly line: number;
    }
  | {
      readonly kind: 'instruction';
      readonly depth: number;
      readonly instruction: GdbInstruction;
    };

/**
 * Instructions in the order of addresses beneath the source lines they came from; a call that was inlined stands where
 * it was made, its own lines and instructions deeper.
 */
export function layOutDisassembly(instructions: readonly GdbInstruction[]): DisassemblyRow[] {
  const rows: DisassemblyRow[] = [];
  let before: GdbInstruction['stack'] = [];
  for (const instruction of instructions) {
    const { stack } = instruction;
    let same = 0;
    while (same < stack.length && isSame(stack[same], before[same])) same++;
    // Back in an outer call: its line is said again, or the instructions would seem to be of the inner one.
    const from = same === stack.length && before.length > stack.length ? same - 1 : same;
    stack.slice(from).forEach((frame, index) => {
      const depth = from + index;
      const isEntered = depth > 0 && frame.function !== before[depth]?.function;
      rows.push({ ...frame, kind: isEntered ? 'inlined' : 'source', depth });
    });
    rows.push({ kind: 'instruction', depth: stack.length - 1, instruction });
    before = stack;
  }
  return rows;
}

type StackFrame = GdbInstruction['stack'][number];

const isSame = (a: StackFrame | undefined, b: StackFrame | undefined) =>
  a?.function === b?.function && a?.line === b?.line && a?.file === b?.file;

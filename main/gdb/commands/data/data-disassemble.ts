import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const instructionSchema = z.object({
  address: z.string(),
  'func-name': z.string().optional(),
  offset: z.coerce.number().int().optional(),
  opcodes: z.string().optional(),
  inst: z.string(),
});
const replySchema = z.object({
  asm_insns: z.array(
    z.object({
      line: z.coerce.number().int().nonnegative(),
      file: z.string().optional(),
      fullname: z.string().optional(),
      line_asm_insn: z.array(instructionSchema),
    }),
  ),
});

export interface Instruction {
  /** Hexadecimal text. */
  readonly address: string;
  readonly function: string | undefined;
  /** Bytes from the begin of the function. */
  readonly offset: number | undefined;
  /** "48 89 e5" */
  readonly opcodes: string | undefined;
  readonly text: string;
}

/** Instructions of one source line, in the order of addresses: a line may come several times. */
export interface DisassembledLine {
  readonly file: string | undefined;
  /** 1-based; 0: code of no line. */
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

export type DisassembleRange =
  /** The whole function that holds it: an address or a symbol. */
  { readonly function: string } | { readonly start: string; readonly end: string };

/** Source lines in the order of addresses, with opcodes: mode 5 of the manual. */
const sourceAndOpcodes = '5';

/** `-data-disassemble`, interleaved with source lines. */
export async function dataDisassemble(
  gdb: MiSession,
  range: DisassembleRange,
): Promise<Result<readonly DisassembledLine[], GdbFailure>> {
  const where = 'function' in range ? ['-a', range.function] : ['-s', range.start, '-e', range.end];
  const args = [...where, '--', sourceAndOpcodes];
  const reply = await ask(gdb, replySchema, 'data-disassemble', args);
  if (!reply.ok) return reply;
  return ok(
    reply.value.asm_insns.map(({ line, file, fullname, line_asm_insn: instructions }) => ({
      file: fullname ?? file,
      line,
      instructions: instructions.map((one) => ({
        address: one.address,
        function: one['func-name'],
        offset: one.offset,
        opcodes: one.opcodes,
        text: one.inst,
      })),
    })),
  );
}

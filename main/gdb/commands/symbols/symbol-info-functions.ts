import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({
  symbols: z.object({
    debug: z
      .array(
        z.object({
          fullname: z.string(),
          symbols: z.array(z.object({ name: z.string(), line: z.coerce.number().optional() })),
        }),
      )
      .optional(),
  }),
});

export interface FunctionSymbol {
  readonly name: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number | undefined;
}

/** `-symbol-info-functions`: functions with debugging information whose name matches. */
export async function symbolInfoFunctions(
  gdb: MiSession,
  pattern: string,
  limit = 200,
): Promise<Result<readonly FunctionSymbol[], GdbFailure>> {
  const args = ['--name', pattern, '--max-results', String(limit)];
  const reply = await ask(gdb, replySchema, 'symbol-info-functions', args, { timeoutMs: 120_000 });
  if (!reply.ok) return reply;
  return ok(
    (reply.value.symbols.debug ?? []).flatMap(({ fullname, symbols }) =>
      symbols.map(({ name, line }) => ({ name, file: fullname, line })),
    ),
  );
}

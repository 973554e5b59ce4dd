import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({
  variables: z.array(
    z.object({
      name: z.string(),
      arg: z.string().optional(),
      type: z.string().optional(),
      value: z.string().optional(),
    }),
  ),
});

export interface GdbVariable {
  /** As the compiler names it: results without a name are `~r0`. */
  readonly name: string;
  readonly isArgument: boolean;
  readonly type: string | undefined;
  /** As GDB prints it; undefined for a struct, an array and the like in `simple`. */
  readonly value: string | undefined;
}

/** `simple`: values of scalars, types of all; `all`: every value, at GDB's own length limits. */
export type ValueDetail = 'simple' | 'all';

/** `-stack-list-variables`: arguments and locals. GDB shows locals of a later line too, with what lies there by chance. */
export async function stackListVariables(
  gdb: MiSession,
  { threadId, level }: { readonly threadId: string; readonly level: number },
  detail: ValueDetail = 'all',
): Promise<Result<readonly GdbVariable[], GdbFailure>> {
  const args = ['--thread', threadId, '--frame', String(level), `--${detail}-values`];
  const reply = await ask(gdb, replySchema, 'stack-list-variables', args);
  if (!reply.ok) return reply;
  return ok(
    reply.value.variables.map(({ name, arg, type, value }) => ({
      name,
      isArgument: arg === '1',
      type,
      value,
    })),
  );
}

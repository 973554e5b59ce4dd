import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({
  bkpt: z.object({
    number: z.string(), // text, not a number: locations of breakpoint 3 are "3.1", "3.2"
    line: z.coerce.number().int().positive().optional(),
    pending: z.string().optional(),
    locations: z
      .array(
        z.object({
          number: z.string(),
          func: z.string().optional(),
          line: z.coerce.number().int().positive().optional(),
        }),
      )
      .optional(),
  }),
});

export interface Breakpoint {
  readonly id: string;
  /** Line GDB settled on (1-based); undefined until code for it is loaded. */
  readonly line: number | undefined;
  /** Functions it stands in: several for a generic function or inlined copies. */
  readonly functions: readonly string[];
}

/** `-break-insert -f`: a plugin not loaded yet yields a pending breakpoint, not a failure. */
export async function breakInsert(
  gdb: MiSession,
  file: string,
  line: number,
): Promise<Result<Breakpoint, GdbFailure>> {
  const args = ['-f', '--source', file, '--line', String(line)];
  const reply = await ask(gdb, replySchema, 'break-insert', args);
  if (!reply.ok) return reply;
  const { number: id, line: actual, pending, locations = [] } = reply.value.bkpt;
  return ok({
    id,
    line: pending === undefined ? (actual ?? locations[0]?.line) : undefined,
    functions: locations.flatMap(({ func }) => (func === undefined ? [] : [func])),
  });
}

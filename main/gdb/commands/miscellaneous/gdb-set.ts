import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask, tell } from '../reply';

const showSchema = z.object({ value: z.string() });

/** `-gdb-set`: a setting with its value, `language c`. */
export const gdbSet = tell('gdb-set', (...words: readonly string[]) => words);

/** `-gdb-show`: the value of a setting. */
export async function gdbShow(
  gdb: MiSession,
  ...setting: readonly string[]
): Promise<Result<string, GdbFailure>> {
  const reply = await ask(gdb, showSchema, 'gdb-show', setting);
  return reply.ok ? ok(reply.value.value) : reply;
}

import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({ value: z.string() });

/** `-data-evaluate-expression`. Go symbols need single quotes: `'runtime.allgs'`. */
export async function dataEvaluateExpression(
  gdb: MiSession,
  expression: string,
): Promise<Result<string, GdbFailure>> {
  const reply = await ask(gdb, replySchema, 'data-evaluate-expression', [expression]);
  return reply.ok ? ok(reply.value.value) : reply;
}

import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({ features: z.array(z.string()) });

/** `-list-features`: `python` among them is what the memory leg needs. */
export async function listFeatures(gdb: MiSession): Promise<Result<readonly string[], GdbFailure>> {
  const reply = await ask(gdb, replySchema, 'list-features');
  return reply.ok ? ok(reply.value.features) : reply;
}

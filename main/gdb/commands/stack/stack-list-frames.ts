import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { frameSchema, type GdbFrame } from '../frame';
import { ask } from '../reply';

const replySchema = z.object({ stack: z.array(frameSchema) });

/** `-stack-list-frames`, innermost first. A GDB thread is an M: this is the stack of what it runs now. */
export async function stackListFrames(
  gdb: MiSession,
  {
    threadId,
    first = 0,
    limit = 1000,
  }: {
    readonly threadId?: string | undefined;
    readonly first?: number;
    readonly limit?: number;
  } = {},
): Promise<Result<readonly GdbFrame[], GdbFailure>> {
  const thread = threadId === undefined ? [] : ['--thread', threadId];
  const range = [String(first), String(first + limit - 1)];
  const reply = await ask(gdb, replySchema, 'stack-list-frames', [...thread, ...range]);
  return reply.ok ? ok(reply.value.stack) : reply;
}

import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { frameSchema } from '../frame';
import { ask } from '../reply';

const threadSchema = z.object({
  id: z.string(),
  /** "LWP 4711": the kernel's thread id follows. */
  'target-id': z.string(),
  name: z.string().optional(),
  state: z.enum(['stopped', 'running']),
  frame: frameSchema.optional(),
});
const replySchema = z.object({
  threads: z.array(threadSchema),
  'current-thread-id': z.string().optional(),
});
export type GdbThread = z.output<typeof threadSchema>;

/** `-thread-info`: the Ms of the target; goroutines must be looked up. */
export async function threadInfo(
  gdb: MiSession,
): Promise<Result<readonly GdbThread[], GdbFailure>> {
  const reply = await ask(gdb, replySchema, 'thread-info');
  return reply.ok ? ok(reply.value.threads) : reply;
}

/** The thread that the console and expressions speak of; undefined when there is none. */
export async function selectedThread(gdb: MiSession): Promise<string | undefined> {
  const reply = await ask(gdb, replySchema, 'thread-info');
  return reply.ok ? reply.value['current-thread-id'] : undefined;
}

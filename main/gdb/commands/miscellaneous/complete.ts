import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({
  completion: z.string().optional(),
  matches: z.array(z.string()),
  max_completions_reached: z.string().optional(),
});

export interface Completions {
  /** What all of them begin with: the whole line up to there. */
  readonly common: string | undefined;
  /** Whole lines, each. */
  readonly matches: readonly string[];
  /** There are more than GDB lists (`max-completions`). */
  readonly isCut: boolean;
}

/** `-complete`: how the line of a console may go on. */
export async function complete(
  gdb: MiSession,
  line: string,
): Promise<Result<Completions, GdbFailure>> {
  const reply = await ask(gdb, replySchema, 'complete', [line]);
  if (!reply.ok) return reply;
  const { completion, matches, max_completions_reached: reached } = reply.value;
  return ok({ common: completion, matches, isCut: reached === '1' });
}

import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const watchSchema = z.object({ number: z.string(), exp: z.string() });
const replySchema = z.object({
  wpt: watchSchema.optional(),
  'hw-awpt': watchSchema.optional(),
  'hw-rwpt': watchSchema.optional(),
});

/** What makes a watchpoint stop the target. */
export type WatchKind = 'write' | 'read' | 'access';
const flags: Readonly<Record<WatchKind, readonly string[]>> = {
  write: [],
  read: ['-r'],
  access: ['-a'],
};

/** `-break-watch`. A local of a goroutine moves when its stack grows: watch what it points to. */
export async function breakWatch(
  gdb: MiSession,
  expression: string,
  kind: WatchKind = 'write',
): Promise<Result<{ readonly id: string; readonly expression: string }, GdbFailure>> {
  const reply = await ask(gdb, replySchema, 'break-watch', [...flags[kind], expression]);
  if (!reply.ok) return reply;
  const { wpt, 'hw-awpt': access, 'hw-rwpt': read } = reply.value;
  const made = wpt ?? access ?? read;
  return ok({ id: made?.number ?? '', expression: made?.exp ?? expression });
}

import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';
import { bkptSchema, toBreakpoint, type Breakpoint } from './breakpoint';

const replySchema = z.object({ BreakpointTable: z.object({ body: z.array(bkptSchema) }) });

/** `-break-list`: breakpoints, watchpoints and catchpoints, in the order they were made. */
export async function breakList(
  gdb: MiSession,
): Promise<Result<readonly Breakpoint[], GdbFailure>> {
  const reply = await ask(gdb, replySchema, 'break-list');
  return reply.ok ? ok(reply.value.BreakpointTable.body.map(toBreakpoint)) : reply;
}

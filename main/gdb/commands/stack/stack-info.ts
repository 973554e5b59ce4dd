import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { frameSchema, type GdbFrame } from '../frame';
import { ask } from '../reply';

const depthSchema = z.object({ depth: z.coerce.number().int().nonnegative() });
const infoSchema = z.object({ frame: frameSchema });

/** `-stack-info-depth`, counted up to `limit`. */
export async function stackInfoDepth(
  gdb: MiSession,
  limit = 1000,
): Promise<Result<number, GdbFailure>> {
  const reply = await ask(gdb, depthSchema, 'stack-info-depth', [String(limit)]);
  return reply.ok ? ok(reply.value.depth) : reply;
}

/** `-stack-info-frame`: the selected frame. */
export async function stackInfoFrame(gdb: MiSession): Promise<Result<GdbFrame, GdbFailure>> {
  const reply = await ask(gdb, infoSchema, 'stack-info-frame');
  return reply.ok ? ok(reply.value.frame) : reply;
}

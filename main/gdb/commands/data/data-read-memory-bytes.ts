import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const replySchema = z.object({
  memory: z.array(z.object({ begin: z.string(), offset: z.string(), contents: z.string() })),
});

/** A run of bytes that could be read. */
export interface MemoryRun {
  /** Hexadecimal text. */
  readonly address: string;
  readonly bytes: Uint8Array;
}

/** `-data-read-memory-bytes`: runs are missing where nothing is mapped. `address` is an expression. */
export async function dataReadMemoryBytes(
  gdb: MiSession,
  address: string,
  lengthBytes: number,
): Promise<Result<readonly MemoryRun[], GdbFailure>> {
  const args = [address, String(lengthBytes)];
  const reply = await ask(gdb, replySchema, 'data-read-memory-bytes', args);
  if (!reply.ok) return reply;
  return ok(
    reply.value.memory.map(({ begin, contents }) => ({
      address: begin,
      bytes: new Uint8Array(Buffer.from(contents, 'hex')),
    })),
  );
}

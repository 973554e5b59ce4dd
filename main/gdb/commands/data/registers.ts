import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';

const namesSchema = z.object({ 'register-names': z.array(z.string()) });
const valuesSchema = z.object({
  'register-values': z.array(z.object({ number: z.coerce.number().int(), value: z.string() })),
});

/** `-data-list-register-names`: by number; an empty name is a number without a register. */
export async function dataListRegisterNames(
  gdb: MiSession,
): Promise<Result<readonly string[], GdbFailure>> {
  const reply = await ask(gdb, namesSchema, 'data-list-register-names');
  return reply.ok ? ok(reply.value['register-names']) : reply;
}

/** `-data-list-register-values` of a frame: number → value, in hexadecimal or as GDB likes best. */
export async function dataListRegisterValues(
  gdb: MiSession,
  numbers: readonly number[],
  {
    threadId,
    level = 0,
    format = 'hexadecimal',
  }: {
    readonly threadId?: string | undefined;
    readonly level?: number;
    readonly format?: 'hexadecimal' | 'natural';
  } = {},
): Promise<Result<ReadonlyMap<number, string>, GdbFailure>> {
  const where = threadId === undefined ? [] : ['--thread', threadId, '--frame', String(level)];
  const args = [...where, '--skip-unavailable', format === 'natural' ? 'N' : 'x'];
  const reply = await ask(gdb, valuesSchema, 'data-list-register-values', [
    ...args,
    ...numbers.map(String),
  ]);
  if (!reply.ok) return reply;
  return ok(new Map(reply.value['register-values'].map(({ number, value }) => [number, value])));
}

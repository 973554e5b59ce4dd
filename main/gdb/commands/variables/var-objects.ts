import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask, tell } from '../reply';

const hasMoreSchema = z
  .string()
  .transform((text) => text !== '0')
  .optional();
const objectSchema = z.object({
  name: z.string(),
  numchild: z.coerce.number().int().nonnegative(),
  value: z.string().optional(),
  type: z.string().optional(),
  has_more: hasMoreSchema,
});
const childSchema = objectSchema.extend({ exp: z.string() });
const childrenSchema = z.object({
  children: z.array(childSchema).optional(),
  has_more: hasMoreSchema,
});
const updateSchema = z.object({
  changelist: z.array(
    z.object({
      name: z.string(),
      value: z.string().optional(),
      in_scope: z.enum(['true', 'false', 'invalid']),
      type_changed: z.string().optional(),
      new_type: z.string().optional(),
    }),
  ),
});

/** A value GDB keeps for us, unfolded level by level. */
export interface VarObject {
  /** GDB's handle: `var1.x`. */
  readonly name: string;
  /** What it is called where it stands: a field, an index. */
  readonly label: string;
  readonly type: string | undefined;
  readonly value: string | undefined;
  readonly childCount: number;
}

export interface VarChange {
  readonly name: string;
  readonly value: string | undefined;
  readonly isInScope: boolean;
  /** Its children are to be asked for anew. */
  readonly hasNewType: boolean;
}

const toVarObject = (label: string, object: z.output<typeof objectSchema>): VarObject => ({
  name: object.name,
  label,
  type: object.type,
  value: object.value,
  childCount: object.numchild,
});

/** `-var-create` in the frame; with `isFloating` it is evaluated anew in whatever frame is selected. */
export async function varCreate(
  gdb: MiSession,
  expression: string,
  {
    threadId,
    level = 0,
    isFloating = false,
  }: {
    readonly threadId?: string | undefined;
    readonly level?: number;
    readonly isFloating?: boolean;
  } = {},
): Promise<Result<VarObject, GdbFailure>> {
  const where = threadId === undefined ? [] : ['--thread', threadId, '--frame', String(level)];
  const args = [...where, '-', isFloating ? '@' : '*', expression];
  const reply = await ask(gdb, objectSchema, 'var-create', args);
  return reply.ok ? ok(toVarObject(expression, reply.value)) : reply;
}

/** `-var-list-children`: those from `first` up to `first + limit`. */
export async function varListChildren(
  gdb: MiSession,
  name: string,
  { first = 0, limit = 100 }: { readonly first?: number; readonly limit?: number } = {},
): Promise<Result<{ readonly children: readonly VarObject[]; hasMore: boolean }, GdbFailure>> {
  const args = ['--all-values', name, String(first), String(first + limit)];
  const reply = await ask(gdb, childrenSchema, 'var-list-children', args);
  if (!reply.ok) return reply;
  const children = (reply.value.children ?? []).map((child) => toVarObject(child.exp, child));
  return ok({ children, hasMore: reply.value.has_more === true });
}

/** `-var-update`: what changed since it was last asked. `*` is every object. */
export async function varUpdate(
  gdb: MiSession,
  name = '*',
): Promise<Result<readonly VarChange[], GdbFailure>> {
  const reply = await ask(gdb, updateSchema, 'var-update', ['--all-values', name]);
  if (!reply.ok) return reply;
  return ok(
    reply.value.changelist.map((change) => ({
      name: change.name,
      value: change.value,
      isInScope: change.in_scope === 'true',
      hasNewType: change.type_changed === 'true',
    })),
  );
}

/** `-var-delete`: with its children. */
export const varDelete = tell('var-delete', (name: string) => [name]);

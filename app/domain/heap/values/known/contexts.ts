import type { GoType } from '../../../gosym';
import { readInterface } from '../dynamic';
import { fieldOf, type ValueMemory } from '../source';
import { formatTime } from './times';

/** A longer chain is told by its end. */
const maxLinks = 64;

type Print = (type: GoType, address: number) => string;

/**
 * A context.Context as its String method has it: `context.Background.WithCancel.WithValue(k: v)`.
 * Undefined for other interfaces.
 * @param held what the interface holds.
 */
export function formatContext(
  values: ValueMemory,
  held: { readonly type: GoType; readonly address: number },
  print: Print,
): string | undefined {
  if (!/^\*?context\./.test(held.type.name)) return undefined;
  const links: string[] = [];
  const seen = new Set<number>();
  let at: { readonly type: GoType; readonly address: number } | undefined = held;
  while (at && links.length < maxLinks) {
    const { type } = at;
    const isPointer = type.kind === 'pointer';
    const struct: GoType | undefined = isPointer ? type.elem : type;
    const address: number | undefined = isPointer ? values.u64(at.address) : at.address;
    if (!struct || !address || (isPointer && seen.has(address))) break;
    seen.add(address);
    const origin = origins[struct.name];
    if (origin !== undefined) return origin + links.reverse().join('');
    const link = describeLink(values, struct, address, print);
    if (!link) return links.length === 0 ? undefined : type.name + links.reverse().join('');
    links.push(link.says);
    const above = readInterface(values, link.parent.type, link.parent.address);
    at = above?.kind === 'typed' ? above : undefined;
  }
  return links.length === 0 ? undefined : `…${links.reverse().join('')}`;
}

const origins: Readonly<Record<string, string>> = {
  'context.backgroundCtx': 'context.Background',
  'context.todoCtx': 'context.TODO',
};

function describeLink(values: ValueMemory, type: GoType, address: number, print: Print) {
  const parentOf = (struct: GoType, at: number) => {
    const field =
      fieldOf(struct, 'Context') ?? fieldOf(struct, 'context.Context') ?? fieldOf(struct, 'c');
    return field?.type.kind === 'interface'
      ? { type: field.type, address: at + field.offset }
      : undefined;
  };
  const say = (says: string, parent = parentOf(type, address)) => parent && { says, parent };
  switch (type.name) {
    case 'context.cancelCtx':
      return say(`.WithCancel${isDone(values, type, address) ? '(done)' : ''}`);
    case 'context.withoutCancelCtx':
      return say('.WithoutCancel');
    case 'context.timerCtx': {
      const inner = type.fields.find(({ name }) => name.endsWith('cancelCtx'));
      const deadline = fieldOf(type, 'deadline');
      if (!inner || !deadline) return undefined;
      const time = formatTime(values, deadline.type, address + deadline.offset) ?? '?';
      const done = isDone(values, inner.type, address + inner.offset) ? ', done' : '';
      return say(`.WithDeadline(${time}${done})`, parentOf(inner.type, address + inner.offset));
    }
    case 'context.valueCtx': {
      const key = fieldOf(type, 'key');
      const value = fieldOf(type, 'val');
      if (!key || !value) return undefined;
      const text = (field: typeof key) => {
        const dynamic = readInterface(values, field.type, address + field.offset);
        if (dynamic?.kind === 'opaque') return `(${dynamic.name})(…)`;
        if (dynamic?.kind !== 'typed') return dynamic ? 'nil' : '?';
        return print(dynamic.type, dynamic.address);
      };
      return say(`.WithValue(${text(key)}: ${text(value)})`);
    }
    default:
      return undefined;
  }
}

/** `err` is set by the first cancel; an atomic.Value from Go 1.25 on. */
function isDone(values: ValueMemory, type: GoType, address: number): boolean {
  const error = fieldOf(type, 'err');
  return error !== undefined && (values.u64(address + error.offset) ?? 0) !== 0;
}

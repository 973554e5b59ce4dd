import type { GoType } from '../../gosym';
import type { ValueMemory } from './source';

/** What an interface holds. */
export type Dynamic =
  | { readonly kind: 'nil' }
  | { readonly kind: 'typed'; readonly type: GoType; readonly address: number }
  /** No debug information of the type: `name` by the runtime's own descriptor, when it was copied. */
  | { readonly kind: 'opaque'; readonly name: string; readonly data: number };

/** Reads the interface value at `address`; undefined when it was not copied. */
export function readInterface(
  values: ValueMemory,
  type: GoType,
  address: number,
): Dynamic | undefined {
  const word = values.u64(address);
  const data = values.u64(address + 8);
  if (word === undefined || data === undefined) return undefined;
  if (word === 0) return { kind: 'nil' };
  const typeAddress = isEmptyInterface(type) ? word : values.u64(word + itabTypeOffset(values));
  if (!typeAddress) return { kind: 'opaque', name: 'unknown', data };
  const dynamic = values.runtimeType(typeAddress);
  if (!dynamic) {
    return { kind: 'opaque', name: values.runtimeTypeName(typeAddress) ?? 'unknown', data };
  }
  return {
    kind: 'typed',
    type: dynamic,
    address: values.isDirect(typeAddress) ? address + 8 : data,
  };
}

/** `interface {}` has the type itself in its first word; others an itab. */
const isEmptyInterface = (type: GoType) =>
  type.fields.some(({ name }) => name === '_type') ||
  (type.representation?.name ?? '').endsWith('eface');

const itabTypeOffset = ({ source: { layouts } }: ValueMemory) =>
  layouts.offset('internal/abi.ITab', 'Type') ?? layouts.offset('runtime.itab', '_type') ?? 8;

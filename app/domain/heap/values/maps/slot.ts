import type { GoType } from '../../../gosym';
import type { ValueMemory } from '../source';

/** Key and element of a map in place. */
export interface MapEntry {
  readonly key: GoType;
  readonly keyAddress: number;
  readonly elem: GoType;
  readonly elemAddress: number;
}

/**
 * Keys and elements above 128 bytes lie elsewhere, a pointer to them in the slot.
 * @returns what the slot says is there, and where.
 */
export function resolveSlot(
  values: ValueMemory,
  wanted: GoType | undefined,
  slot: GoType,
  address: number,
): { readonly type: GoType; readonly address: number } | undefined {
  const isIndirect = wanted !== undefined && slot !== wanted && slot.elem === wanted;
  if (!isIndirect || slot.kind !== 'pointer') return { type: wanted ?? slot, address };
  const target = values.u64(address);
  return target ? { type: wanted, address: target } : undefined;
}

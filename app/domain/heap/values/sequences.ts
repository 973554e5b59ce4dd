import type { GoType } from '../../gosym';
import type { ValueMemory } from './source';

/** User space of amd64 and arm64 ends here: a longer sequence is a damaged header. */
const maxBytes = 2 ** 47;

export interface Sequence {
  readonly address: number;
  readonly length: number;
  /** Of a slice; of a string its length. */
  readonly capacity: number;
  readonly elementBytes: number;
  /** Why the header cannot be true; undefined when it may be. */
  readonly damaged: string | undefined;
}

/** The header {pointer, len, cap} of a slice, or {pointer, len} of a string, held against the heap. */
export function readSequence(
  values: ValueMemory,
  type: GoType,
  address: number,
): Sequence | undefined {
  const isString = type.kind === 'string';
  const pointer = values.u64(address);
  const length = values.u64(address + 8);
  const capacity = isString ? length : values.u64(address + 16);
  if (pointer === undefined || length === undefined || capacity === undefined) return undefined;
  const elementBytes = isString ? 1 : (type.elem?.sizeBytes ?? 0);
  const sequence = { address: pointer, length, capacity, elementBytes };
  return { ...sequence, damaged: findDamage(values, sequence) };
}

function findDamage(
  values: ValueMemory,
  { address, length, capacity, elementBytes }: Omit<Sequence, 'damaged'>,
): string | undefined {
  const bytes = length * elementBytes;
  if (length > capacity) return `a length of ${length} beyond its capacity of ${capacity}`;
  if (bytes > maxBytes || (elementBytes === 0 && length > maxBytes)) {
    return `a length of ${length}, more than any memory has`;
  }
  if (address === 0 && bytes > 0) return `a length of ${length} without an array`;
  const object = values.objectAt(address);
  if (object === undefined) return undefined;
  const { objects } = values.source.graph;
  const room = objects.address[object]! + objects.sizeBytes(object) - address;
  return bytes > room ? `a length of ${length}, more than its array has` : undefined;
}

/** Slice headers looked at to see who else uses an array. */
const maxHeaders = 64;

/** How many slices point into the same array as this one does, itself included; 1 when it is alone. */
export function countSharers(values: ValueMemory, { address, length }: Sequence): number {
  const { graph } = values.source;
  const object = length === 0 ? undefined : values.objectAt(address);
  if (object === undefined) return 1;
  const { start, from, edge } = graph.reverse;
  let headers = 0;
  const end = Math.min(start[object + 1]!, start[object]! + maxHeaders);
  for (let i = start[object]!; i < end; i++) {
    const source = from[i]!;
    if (!graph.isReachable(source)) continue;
    const offset = graph.edges.offset[edge[i]!]!;
    const root = graph.rootOf(source);
    const slot = root
      ? root.type && !root.indirect && graph.types.typings.slotsOf(root.type).get(offset >> 3)
      : graph.types.slotAt(source, offset);
    if (slot && slot.kind === 'slice') headers++;
  }
  return Math.max(1, headers);
}

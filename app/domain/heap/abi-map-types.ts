import type { GoField, GoType } from '../gosym';

/** Slots of a group or bucket, all releases. */
const slotCount = 8;
/** abi.MapType.Flags up to Go 1.23: the slot has a pointer to the key or element. */
const indirectKey = 1;
const indirectElem = 2;

/** Makes a type of its own out of a description. */
type Make = (type: Omit<GoType, 'dieOffset'>) => GoType;
type TypeNamed = (name: string) => GoType | undefined;

/**
 * The inside of a map without debug information, named and built as the linker does for the others: `map<K,V>`, whose
 * directory leads to `table<K,V>`, whose groups are of the type that the descriptor names.
 *
 * @param group as reflect made it, with its fields' names in upper case.
 */
export function describeSwissMap(
  type: GoType,
  group: GoType,
  typeNamed: TypeNamed,
  make: Make,
): GoType | undefined {
  const map = typeNamed('internal/runtime/maps.Map');
  const table = typeNamed('internal/runtime/maps.table');
  const groups = table?.fields.find(({ name }) => name === 'groups')?.type;
  if (!map || !table || !groups) return undefined;
  const named = (kind: string) => `${kind}<${type.key!.name},${type.elem!.name}>`;
  const inside = make(lowerCased(group, named('group'), make));
  const reference = make({
    ...copyOf(groups, named('groupReference')),
    fields: withType(groups, 'data', make(pointerTo(inside))),
  });
  const tables = make({
    ...copyOf(table, named('table')),
    fields: withType(table, 'groups', reference),
  });
  return make({
    ...copyOf(map, named('map')),
    fields: withType(map, 'dirPtr', make(pointerTo(make(pointerTo(tables))))),
  });
}

/** The same up to Go 1.23: `hash<K,V>`, whose buckets have eight keys, eight elements and the next in line. */
export function describeHashMap(
  type: GoType,
  { bucketBytes, flags }: { readonly bucketBytes: number; readonly flags: number },
  typeNamed: TypeNamed,
  make: Make,
): GoType | undefined {
  const hmap = typeNamed('runtime.hmap');
  const byte = typeNamed('uint8');
  if (!hmap || !byte) return undefined;
  const named = (kind: string) => `${kind}<${type.key!.name},${type.elem!.name}>`;
  const slots = (value: GoType, isIndirect: boolean) => {
    const elem = isIndirect ? make(pointerTo(value)) : value;
    return make(arrayOf(elem, slotCount));
  };
  const keys = slots(type.key!, (flags & indirectKey) !== 0);
  const values = slots(type.elem!, (flags & indirectElem) !== 0);
  const overflow = bucketBytes - 8;
  if (slotCount + keys.sizeBytes + values.sizeBytes > overflow) return undefined;
  const fields: GoField[] = [
    field('tophash', 0, make(arrayOf(byte, slotCount))),
    field('keys', slotCount, keys),
    field('values', slotCount + keys.sizeBytes, values),
  ];
  const bucket = make({ ...struct, name: named('bucket'), sizeBytes: bucketBytes, fields });
  const pointer = make(pointerTo(bucket));
  fields.push(field('overflow', overflow, pointer));
  const whole = withType(hmap, 'buckets', pointer);
  return make({
    ...copyOf(hmap, named('hash')),
    fields: whole.map((each) => (each.name === 'oldbuckets' ? { ...each, type: pointer } : each)),
  });
}

const bare = {
  ...{ key: undefined, elem: undefined, count: undefined },
  ...{ representation: undefined, runtimeType: undefined },
};
const struct = { ...bare, kind: 'struct', goKind: 25 } as const;

const field = (name: string, offset: number, type: GoType): GoField => ({
  ...{ name, offset, type, embedded: false },
});

const copyOf = ({ sizeBytes }: GoType, name: string) => ({ ...struct, name, sizeBytes });

const withType = ({ fields }: GoType, wanted: string, type: GoType): readonly GoField[] =>
  fields.map((each) => (each.name === wanted ? { ...each, type } : each));

const pointerTo = (elem: GoType): Omit<GoType, 'dieOffset'> => ({
  ...{
    ...bare,
    name: `*${elem.name}`,
    sizeBytes: 8,
    kind: 'pointer',
    goKind: 22,
    fields: [],
    elem,
  },
});

const arrayOf = (elem: GoType, count: number): Omit<GoType, 'dieOffset'> => ({
  ...{ ...bare, name: `[${count}]${elem.name}`, sizeBytes: count * elem.sizeBytes },
  ...{ kind: 'array', goKind: 17, fields: [], elem, count },
});

/** A group, or its slot, with the names that the runtime has for them; keys and elements as they are. */
function lowerCased(type: GoType, name: string, make: Make): Omit<GoType, 'dieOffset'> {
  const fields = type.fields.map((each) => {
    const lower = each.name.toLowerCase();
    const slot = lower === 'slots' ? each.type.elem : undefined;
    if (!slot) return { ...each, name: lower };
    const slots = make(arrayOf(make(lowerCased(slot, slot.name, make)), each.type.count ?? 0));
    return { ...each, name: lower, type: slots };
  });
  return { ...struct, name, sizeBytes: type.sizeBytes, fields };
}

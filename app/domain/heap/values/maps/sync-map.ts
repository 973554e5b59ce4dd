import type { GoType } from '../../../gosym';
import { fieldOf, type ValueMemory } from '../source';
import { mapEntries } from './entries';
import type { MapEntry } from './slot';

/** Hash tries branch by 4 bits of a 64-bit hash. */
const maxTrieDepth = 20;

/** Entries of a sync.Map: a pair of maps up to Go 1.23, a hash trie from 1.24 on. */
export function* syncMapEntries(
  values: ValueMemory,
  type: GoType,
  address: number,
): Generator<MapEntry> {
  const trie = fieldOf(type, 'm');
  if (trie) yield* trieEntries(values, trie.type, address + trie.offset);
  else yield* pairedEntries(values, type, address);
}

/** sync/map.go: `dirty` holds all that `read` does once `read` is amended. */
function* pairedEntries(values: ValueMemory, type: GoType, address: number): Generator<MapEntry> {
  const read = fieldOf(type, 'read');
  const dirty = fieldOf(type, 'dirty');
  const value = fieldOf(read?.type, 'v');
  const readOnly = values.typeNamed('sync.readOnly');
  const any = values.typeNamed('interface {}');
  if (!read || !dirty || !value || !any) return;
  const snapshot = values.u64(address + read.offset + value.offset) ?? 0;
  const amendedAt = fieldOf(readOnly, 'amended')?.offset ?? 8;
  const isAmended = snapshot !== 0 && values.memory.u8(snapshot + amendedAt) === 1;
  const place = isAmended ? address + dirty.offset : snapshot;
  const map = place === 0 ? undefined : values.u64(place);
  if (!map) return;
  for (const entry of mapEntries(values, dirty.type, map)) {
    // entry{p atomic.Pointer[any]}: nil and `expunged` are deleted ones.
    const box = values.u64(values.u64(entry.elemAddress) ?? 0);
    if (!box || isExpunged(values, box)) continue;
    yield { ...entry, elem: any, elemAddress: box };
  }
}

/** `var expunged = new(any)`: a variable that points to an empty interface. */
function isExpunged(values: ValueMemory, box: number): boolean {
  const { image } = values.source;
  const symbol = image.addressOf('sync.expunged');
  return symbol !== undefined && values.u64(symbol) === box;
}

/** internal/sync.HashTrieMap: nodes with 16 children, entries at the leaves with a chain of equal hashes. */
function* trieEntries(values: ValueMemory, trie: GoType, address: number): Generator<MapEntry> {
  const root = fieldOf(trie, 'root');
  const any = values.typeNamed('interface {}');
  const value = fieldOf(root?.type, 'v');
  if (!root || !any || !value) return;
  const indirect = root.type.fields[0]?.type.elem?.elem;
  const children = fieldOf(indirect, 'children');
  if (!indirect || !children) return;
  const stride = children.type.elem?.sizeBytes ?? 8;
  const childAt = fieldOf(children.type.elem, 'v')?.offset ?? 0;
  const leaf = leafLayout(values);
  const seen = new Set<number>();
  const work = [{ node: values.u64(address + root.offset + value.offset) ?? 0, depth: 0 }];
  while (work.length > 0) {
    const { node, depth } = work.pop()!;
    if (node === 0 || seen.has(node) || depth > maxTrieDepth) continue;
    seen.add(node);
    const isEntry = values.memory.u8(node);
    if (isEntry === undefined) continue;
    if (isEntry === 1) {
      yield {
        ...{ key: any, keyAddress: node + leaf.key },
        ...{ elem: any, elemAddress: node + leaf.value },
      };
      work.push({ node: values.u64(node + leaf.overflow) ?? 0, depth });
      continue;
    }
    for (let i = (children.type.count ?? 0) - 1; i >= 0; i--) {
      const child = values.u64(node + children.offset + i * stride + childAt) ?? 0;
      work.push({ node: child, depth: depth + 1 });
    }
  }
}

/** entry[any, any]{node{isEntry bool}, overflow, key, value}; its type need not be in the debug information. */
function leafLayout(values: ValueMemory) {
  const layout = values.source.image.program.dwarf?.layoutOf(
    'internal/sync.entry[interface {},interface {}]',
  );
  return {
    overflow: layout?.fields['overflow']?.[0] ?? 8,
    key: layout?.fields['key']?.[0] ?? 16,
    value: layout?.fields['value']?.[0] ?? 32,
  };
}

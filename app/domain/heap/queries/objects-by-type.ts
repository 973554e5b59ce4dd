import type { HeapTypeRow } from '../../../contract/heap-views';
import type { HeapGraph } from '../heap-graph';
import type { HeapPage, HeapType } from '../model';
import { pageByKey } from './largest';
import { retainedByClass } from './retained-by-class';

export type ObjectSort = 'retained' | 'shallow' | 'address';

/** Reachable objects by the name of their type: names may stand for several typings. */
export class ObjectsByType {
  readonly names: readonly string[];
  /** Row of `names` of each object; −1 when it is not reachable. */
  readonly rowOf: Int32Array;
  /** Objects of row r: `objects[start[r]]` … in order of address. */
  readonly #start: Uint32Array;
  readonly #objects: Int32Array;
  readonly #bytes: Float64Array;
  readonly #graph: HeapGraph;
  #retained: Float64Array | undefined;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    const { objectCount, types } = graph;
    const names: string[] = [];
    const byName = new Map<string, number>();
    /** By typing id + 1; 0 is an unknown type. */
    const byTyping: number[] = [];
    this.rowOf = new Int32Array(objectCount).fill(-1);
    const counts: number[] = [];
    const bytes: number[] = [];
    for (let object = 0; object < objectCount; object++) {
      if (!graph.isReachable(object)) continue;
      const typing = (types.get(object)?.id ?? -1) + 1;
      let row = byTyping[typing];
      if (row === undefined) {
        const name = types.name(object);
        row = byName.get(name);
        if (row === undefined) {
          row = names.push(name) - 1;
          byName.set(name, row);
          counts.push(0);
          bytes.push(0);
        }
        byTyping[typing] = row;
      }
      this.rowOf[object] = row;
      counts[row]!++;
      bytes[row]! += graph.objects.sizeBytes(object);
    }
    this.names = names;
    this.#bytes = Float64Array.from(bytes);
    this.#start = new Uint32Array(names.length + 1);
    for (const [row, count] of counts.entries()) this.#start[row + 1] = this.#start[row]! + count;
    const next = this.#start.slice(0, names.length);
    this.#objects = new Int32Array(this.#start[names.length]!);
    for (let object = 0; object < objectCount; object++) {
      const row = this.rowOf[object]!;
      if (row >= 0) this.#objects[next[row]!++] = object;
    }
  }

  /** Objects of a type by its name; none when there is no such type. */
  objectsOf(type: string): Int32Array {
    const row = this.names.indexOf(type);
    return row < 0
      ? new Int32Array(0)
      : this.#objects.subarray(this.#start[row], this.#start[row + 1]);
  }

  /** Largest first by own bytes. */
  table(): readonly HeapTypeRow[] {
    this.#retained ??= retainedByClass(this.#graph, this.rowOf, this.names.length);
    return this.names
      .map((type, row) => ({
        type,
        objects: this.#start[row + 1]! - this.#start[row]!,
        bytes: this.#bytes[row]!,
        retainedBytes: this.#retained![row]!,
      }))
      .sort((a, b) => b.bytes - a.bytes || (a.type < b.type ? -1 : 1));
  }

  /** @param type undefined for all. */
  page(
    type: string | undefined,
    sort: ObjectSort,
    ascending: boolean,
    page: HeapPage,
  ): { readonly objects: readonly number[]; readonly total: number } {
    const graph = this.#graph;
    const candidates = type === undefined ? this.#objects : this.objectsOf(type);
    const keyOf = {
      retained: (object: number) => graph.retained.bytes[object]!,
      shallow: (object: number) => graph.sizeBytes(object),
      address: (object: number) => graph.objects.address[object]!,
    }[sort];
    const objects = pageByKey(candidates, keyOf, page, ascending);
    return { objects, total: candidates.length };
  }
}

/** Reachable objects by type, largest first: without what they retain. */
export function typesTable(graph: HeapGraph): readonly HeapType[] {
  const rows = new Map<string, { type: string; objects: number; bytes: number }>();
  for (let object = 0; object < graph.objectCount; object++) {
    if (!graph.isReachable(object)) continue;
    const type = graph.types.name(object);
    let row = rows.get(type);
    if (!row) rows.set(type, (row = { type, objects: 0, bytes: 0 }));
    row.objects++;
    row.bytes += graph.objects.sizeBytes(object);
  }
  return [...rows.values()].sort((a, b) => b.bytes - a.bytes);
}

/** What a program says of one object of its own. */
interface WrittenObject {
  readonly address: number;
  readonly bytes: number;
  readonly finalizer: boolean;
  /** Its inside was not written down. */
  readonly isMap: boolean;
  /** Object that a word leads to, and where the word is, two by two. */
  readonly edges: readonly (readonly [to: number, offset: number])[];
}

interface WrittenRoot {
  readonly kind: 'global' | 'stack' | 'special';
  readonly name: string;
  readonly targets: readonly number[];
}

/** Successors of each node. */
export type Rows = readonly (readonly number[])[];

/**
 * The object graph that scripts/oracle/heap-random wrote down. Nodes are its objects, then the roots
 * that are held, then the root of what finalizers will need, last the one above all.
 */
export interface WrittenGraph {
  readonly objects: readonly WrittenObject[];
  readonly roots: readonly WrittenRoot[];
  readonly rows: Rows;
  readonly top: number;
}

/** As Trivet names it. */
const dyingRoot = 'objects waiting for their finalizer';

export function parseWrittenGraph(text: string): WrittenGraph {
  const objects: WrittenObject[] = [];
  const roots: WrittenRoot[] = [];
  let dropped: number[] = [];
  for (const line of text.split('\n')) {
    const [letter, ...words] = line.split(' ');
    if (letter === 'r') {
      const [kind, name = '', ...targets] = words;
      const known = kind === 'stack' ? 'stack' : 'global';
      roots.push({ kind: known, name, targets: targets.map(Number) });
    } else if (letter === 'd') {
      dropped = words.map(Number);
    } else if (letter === 'n' || letter === 'm') {
      const [address = '', bytes, finalizer, ...edges] = words;
      objects.push({
        address: Number.parseInt(address, 16),
        bytes: Number(bytes),
        finalizer: finalizer === '1',
        isMap: letter === 'm',
        edges: edges.map((edge) => {
          const [to, offset] = edge.split(':');
          return [Number(to), Number(offset)];
        }),
      });
    }
  }
  const rows: number[][] = objects.map(({ edges }) => edges.map(([to]) => to));
  for (const { targets } of roots) rows.push([...targets]);
  const held = reachFrom(rows, indicesFrom(objects.length, roots.length));
  const dying = waitingForFinalizer(objects, rows, held, reachFrom(rows, dropped));
  const needed = dying.flatMap((i) => neededBy(rows, i));
  rows.push(needed);
  roots.push({ kind: 'special', name: dyingRoot, targets: needed });
  const top = rows.length;
  rows.push(indicesFrom(objects.length, roots.length));
  return { objects, roots, rows, top };
}

const indicesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => first + i);

/**
 * Objects that nothing holds and whose finalizer has not run, so that all they refer to is kept: what
 * was let go after the last collection, and what its own referents lead back to, which never dies.
 */
function waitingForFinalizer(
  objects: readonly WrittenObject[],
  rows: Rows,
  held: Uint8Array,
  beforeLast: Uint8Array,
): number[] {
  const finalizable = objects.flatMap(({ finalizer }, i) => (finalizer && !held[i] ? [i] : []));
  let cyclic = finalizable.filter((i) => !beforeLast[i]);
  for (let more = true; more;) {
    const needed = cyclic.flatMap((i) => neededBy(rows, i));
    const kept = reachFrom(rows, needed);
    const left = cyclic.filter((i) => kept[i]);
    more = left.length < cyclic.length;
    cyclic = left;
  }
  return [...finalizable.filter((i) => beforeLast[i]), ...cyclic];
}

/** Without the object itself: a pointer to itself is no reason to keep it. */
const neededBy = (rows: Rows, object: number) => rows[object]!.filter((to) => to !== object);

/**
 * @param without a node that is taken out.
 * @returns 1 for each node within reach.
 */
export function reachFrom(rows: Rows, sources: readonly number[], without = -1): Uint8Array {
  const reached = new Uint8Array(rows.length);
  const work = sources.filter((source) => source !== without);
  for (const source of work) reached[source] = 1;
  while (work.length > 0) {
    for (const to of rows[work.pop()!]!) {
      if (reached[to] || to === without) continue;
      reached[to] = 1;
      work.push(to);
    }
  }
  return reached;
}

/**
 * Steps from the top, where a root of a later turn names only what none of an earlier one reaches:
 * variables, then stacks, then what finalizers will need. −1 where nothing reaches.
 */
export function pathLengths({ rows, roots, objects, top }: WrittenGraph): Int32Array {
  const length = new Int32Array(rows.length).fill(-1);
  length[top] = 0;
  for (const kind of ['global', 'stack', 'special']) {
    let level = roots.flatMap((root, i) => (root.kind === kind ? [objects.length + i] : []));
    for (const node of level) length[node] = 1;
    while (level.length > 0) {
      const next: number[] = [];
      for (const node of level) {
        for (const to of rows[node]!) {
          if (length[to]! >= 0) continue;
          length[to] = length[node]! + 1;
          next.push(to);
        }
      }
      level = next;
    }
  }
  return length;
}

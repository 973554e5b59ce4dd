import type { Flame } from '../../app/contract/profile-views';
import type { CallTree } from '../../app/domain/pprof/call-tree';

/** A call tree as it travels: names once each, and of the table of names only what the tree uses. */
export function toFlame(tree: CallTree, hasBase: boolean): Flame {
  const names = new Map<string, number>();
  const files = new Map<string, number>();
  const name = new Int32Array(tree.length);
  const file = new Int32Array(tree.length);
  const line = new Int32Array(tree.length);
  const delta = new Float64Array(tree.length);
  for (let node = 0; node < tree.length; node++) {
    const frame = tree.frame[node]!;
    name[node] = numberOf(names, tree.names[frame] ?? '');
    file[node] = numberOf(files, tree.files[frame] ?? '');
    line[node] = tree.lines[frame] ?? 0;
    if (hasBase) delta[node] = tree.cum[node]! - tree.baseCum[node]!;
  }
  return {
    unit: tree.type.unit,
    names: [...names.keys()],
    files: [...files.keys()],
    ...{ name, file, line, delta },
    key: Int32Array.from(tree.frame),
    parent: tree.parent.slice(),
    depth: Int32Array.from(tree.depth),
    flat: tree.flat.slice(),
    cum: tree.cum.slice(),
    isCut: tree.isCut.slice(),
  };
}

function numberOf(known: Map<string, number>, text: string): number {
  const number = known.get(text) ?? known.size;
  known.set(text, number);
  return number;
}

import { reachFrom, type Rows } from './object-graph';

/**
 * Cooper, Harvey and Kennedy's algorithm: repeat until nothing changes.
 * @returns immediate dominators; −1 for the top and for what is not reached.
 */
export function iterativeDominators(rows: Rows, top: number): Int32Array {
  const { order, postorder } = depthFirst(rows, top);
  const predecessors: number[][] = rows.map(() => []);
  for (const node of order) for (const to of rows[node]!) predecessors[to]!.push(node);
  const idom = new Int32Array(rows.length).fill(-1);
  idom[top] = top;
  const meet = (one: number, other: number) => {
    let [a, b] = [one, other];
    while (a !== b) {
      while (postorder[a]! < postorder[b]!) a = idom[a]!;
      while (postorder[b]! < postorder[a]!) b = idom[b]!;
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const node = order[i]!;
      let found = -1;
      for (const from of predecessors[node]!) {
        if (idom[from]! >= 0) found = found < 0 ? from : meet(from, found);
      }
      if (idom[node] !== found) {
        idom[node] = found;
        changed = true;
      }
    }
  }
  idom[top] = -1;
  return idom;
}

function depthFirst(rows: Rows, top: number) {
  const postorder = new Int32Array(rows.length).fill(-1);
  const order: number[] = [];
  const stack: { node: number; next: number }[] = [{ node: top, next: 0 }];
  const seen = new Uint8Array(rows.length);
  seen[top] = 1;
  while (stack.length > 0) {
    const frame = stack[stack.length - 1]!;
    const to = rows[frame.node]![frame.next++];
    if (to === undefined) {
      postorder[frame.node] = order.length;
      order.push(frame.node);
      stack.pop();
    } else if (!seen[to]) {
      seen[to] = 1;
      stack.push({ node: to, next: 0 });
    }
  }
  return { order, postorder };
}

/** By definition: u dominates v when v is out of reach without u; the lowest such u is the immediate one. */
export function naiveDominators(rows: Rows, top: number): Int32Array {
  const reached = reachFrom(rows, [top]);
  const nodes = [...reached.keys()].filter((node) => reached[node]);
  const dominatorsOf: number[][] = rows.map(() => []);
  for (const u of nodes) {
    const left = u === top ? new Uint8Array(rows.length) : reachFrom(rows, [top], u);
    for (const v of nodes) if (v !== u && !left[v]) dominatorsOf[v]!.push(u);
  }
  // Dominators of a node form a chain: the immediate one has the most of its own.
  const depth = (node: number) => dominatorsOf[node]!.length;
  return Int32Array.from(rows, (_, v) =>
    dominatorsOf[v]!.reduce((best, u) => (best < 0 || depth(u) > depth(best) ? u : best), -1),
  );
}

// The object graph that heap-random wrote down, and what follows from it: by other algorithms than
// Trivet's, so that the two can be held against each other.

/** Names of what is above the objects, as Trivet's roots have them. */
const dyingRoot = 'objects waiting for their finalizer';

/**
 * Nodes are the objects 0 … count−1, then the roots that are held, then the root of what finalizers
 * will need, last the one above all.
 */
export function parseObjectGraph(text) {
  const objects = [];
  const roots = [];
  let dropped = [];
  for (const line of text.split('\n')) {
    const [letter, ...words] = line.split(' ');
    if (letter === 'r') {
      const [kind, name, ...targets] = words;
      roots.push({ kind, name, targets: targets.map(Number) });
    } else if (letter === 'd') {
      dropped = words.map(Number);
    } else if (letter === 'n' || letter === 'm') {
      const [address, bytes, finalizer, ...edges] = words;
      objects.push({
        address: Number.parseInt(address, 16),
        bytes: Number(bytes),
        finalizer: finalizer === '1',
        isMap: letter === 'm',
        edges: edges.map((edge) => edge.split(':').map(Number)),
      });
    }
  }
  const rows = objects.map(({ edges }) => edges.map(([to]) => to));
  for (const { targets } of roots) rows.push(targets);
  const held = reachFrom(
    rows,
    roots.map((_, i) => objects.length + i),
  );
  const dying = waitingForFinalizer(objects, rows, held, reachFrom(rows, dropped));
  const dyingNode = rows.length;
  rows.push(dying.flatMap((i) => neededBy(rows, i)));
  roots.push({ kind: 'special', name: dyingRoot, targets: rows[dyingNode] });
  const top = rows.length;
  rows.push(roots.map((_, i) => objects.length + i));
  return { objects, roots, rows, top, dropped };
}

/**
 * Objects that nothing holds and whose finalizer has not run, so that all they refer to is kept: what
 * was let go after the last collection, and what its own referents lead back to, which never dies.
 */
function waitingForFinalizer(objects, rows, held, beforeLast) {
  const finalizable = objects.flatMap(({ finalizer }, i) => (finalizer && !held[i] ? [i] : []));
  let cyclic = finalizable.filter((i) => !beforeLast[i]);
  for (let more = true; more;) {
    const kept = reachFrom(
      rows,
      cyclic.flatMap((i) => neededBy(rows, i)),
    );
    const left = cyclic.filter((i) => kept[i]);
    more = left.length < cyclic.length;
    cyclic = left;
  }
  return [...finalizable.filter((i) => beforeLast[i]), ...cyclic];
}

/** Without the object itself: a pointer to itself is no reason to keep it. */
const neededBy = (rows, object) => rows[object].filter((to) => to !== object);

/** @returns 1 for each node within reach. */
export function reachFrom(rows, sources, without = -1) {
  const reached = new Uint8Array(rows.length);
  const work = sources.filter((source) => source !== without);
  for (const source of work) reached[source] = 1;
  while (work.length > 0) {
    for (const to of rows[work.pop()]) {
      if (reached[to] || to === without) continue;
      reached[to] = 1;
      work.push(to);
    }
  }
  return reached;
}

/** Cooper, Harvey and Kennedy: repeat until nothing changes. @returns −1 for the top and what is not reached. */
export function iterativeDominators(rows, top) {
  const postorder = new Int32Array(rows.length).fill(-1);
  const order = [];
  const stack = [[top, 0]];
  const seen = new Uint8Array(rows.length);
  seen[top] = 1;
  while (stack.length > 0) {
    const frame = stack[stack.length - 1];
    const [node] = frame;
    if (frame[1] < rows[node].length) {
      const to = rows[node][frame[1]++];
      if (!seen[to]) {
        seen[to] = 1;
        stack.push([to, 0]);
      }
    } else {
      postorder[node] = order.length;
      order.push(node);
      stack.pop();
    }
  }
  const predecessors = rows.map(() => []);
  for (const node of order) for (const to of rows[node]) predecessors[to].push(node);
  const idom = new Int32Array(rows.length).fill(-1);
  idom[top] = top;
  const meet = (a, b) => {
    while (a !== b) {
      while (postorder[a] < postorder[b]) a = idom[a];
      while (postorder[b] < postorder[a]) b = idom[b];
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const node = order[i];
      let found = -1;
      for (const from of predecessors[node]) {
        if (idom[from] >= 0) found = found < 0 ? from : meet(from, found);
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

/** By definition: u dominates v when v is out of reach without u; the lowest such u is the immediate one. */
export function naiveDominators(rows, top) {
  const reached = reachFrom(rows, [top]);
  const nodes = [...reached.keys()].filter((node) => reached[node]);
  const dominatorsOf = rows.map(() => []);
  const count = new Int32Array(rows.length);
  for (const u of nodes) {
    const left = u === top ? new Uint8Array(rows.length) : reachFrom(rows, [top], u);
    for (const v of nodes) {
      if (v === u || left[v]) continue;
      dominatorsOf[v].push(u);
      count[v]++;
    }
  }
  // Dominators of a node form a chain: the immediate one has the most of its own.
  return Int32Array.from(rows, (_, v) =>
    dominatorsOf[v].reduce((best, u) => (best < 0 || count[u] > count[best] ? u : best), -1),
  );
}

/**
 * Steps from the top, where a root of a later turn names only what none of an earlier one reaches:
 * variables, then stacks, then what finalizers will need.
 */
export function pathLengths({ rows, roots, objects, top }) {
  const length = new Int32Array(rows.length).fill(-1);
  length[top] = 0;
  for (const kind of ['global', 'stack', 'special']) {
    let level = [];
    roots.forEach((root, i) => {
      if (root.kind !== kind) return;
      length[objects.length + i] = 1;
      level.push(objects.length + i);
    });
    while (level.length > 0) {
      const next = [];
      for (const node of level) {
        for (const to of rows[node]) {
          if (length[to] >= 0) continue;
          length[to] = length[node] + 1;
          next.push(to);
        }
      }
      level = next;
    }
  }
  return length;
}

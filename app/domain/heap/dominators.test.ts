import { describe, expect, test } from 'vitest';
import { computeChildren, computeDominators, computeRetained } from './dominators';
import { EdgeBuilder, reverseEdges, type Edges } from './edges';

/** Rows of targets, node by node. */
function graph(rows: readonly (readonly number[])[]): Edges {
  const builder = new EdgeBuilder(rows.length, 16);
  for (const row of rows) {
    for (const to of row) builder.add(to, 0);
    builder.endRow();
  }
  return builder.finish();
}

/** By definition: u dominates v when v is out of reach without u; the immediate one is the lowest. */
function naiveDominators(rows: readonly (readonly number[])[], root: number): number[] {
  const reachWithout = (removed: number) => {
    const seen = new Set<number>();
    const work = removed === root ? [] : [root];
    while (work.length > 0) {
      const node = work.pop()!;
      if (node === removed || seen.has(node)) continue;
      seen.add(node);
      work.push(...rows[node]!);
    }
    return seen;
  };
  const reachable = reachWithout(-1);
  const dominatorsOf = rows.map(() => new Set<number>());
  for (const u of reachable) {
    const left = reachWithout(u);
    for (const v of reachable) if (v !== u && !left.has(v)) dominatorsOf[v]!.add(u);
  }
  return rows.map((_, v) => {
    const mine = [...dominatorsOf[v]!];
    return mine.find((u) => mine.every((w) => w === u || dominatorsOf[u]!.has(w))) ?? -1;
  });
}

/** Mulberry32: the same graphs in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('computeDominators', () => {
  test('agrees with the definition on 300 random graphs', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      const nodes = 2 + Math.floor(random() * 24);
      const density = 0.3 + random() * 2.5;
      const rows = Array.from({ length: nodes }, () =>
        Array.from({ length: Math.floor(random() * density * 2) }, () =>
          Math.floor(random() * nodes),
        ),
      );
      const { idom } = computeDominators(graph(rows), 0);
      expect([...idom], `seed ${seed}`).toEqual(naiveDominators(rows, 0));
    }
  });

  test('retains a diamond by its top, not by its sides', () => {
    // 4 is the root; 4 → 0 → {1, 2} → 3
    const edges = graph([[1, 2], [3], [3], [], [0]]);
    const tree = computeDominators(edges, 4);
    const retained = computeRetained(tree, 4, () => 10);
    expect([...retained.bytes]).toEqual([40, 10, 10, 10, 40]);
    expect(retained.objects[0]).toBe(4);
    const { start, child } = computeChildren(tree);
    expect([...child.subarray(start[0], start[1])].sort()).toEqual([1, 2, 3]);
  });

  test('walks a doubly linked list of a million nodes', () => {
    const count = 1_000_000;
    const builder = new EdgeBuilder(count, 2 * count);
    for (let v = 0; v < count; v++) {
      if (v > 0) builder.add(v - 1, 0);
      if (v + 1 < count) builder.add(v + 1, 8);
      builder.endRow();
    }
    const tree = computeDominators(builder.finish(), 0);
    expect(tree.idom[count - 1]).toBe(count - 2);
    expect(computeRetained(tree, count, () => 1).bytes[1]).toBe(count - 1);
  });

  test('gives unreachable nodes no dominator', () => {
    expect([...computeDominators(graph([[1], [], [1]]), 0).idom]).toEqual([-1, 0, -1]);
  });
});

test('reverse edges name the forward edge they came from', () => {
  const edges = graph([[1, 2], [2], []]);
  const { start, from, edge } = reverseEdges(edges);
  const into2 = [...from.subarray(start[2], start[3])];
  expect(into2).toEqual([0, 1]);
  expect([...edge.subarray(start[2], start[3])]).toEqual([1, 2]);
});

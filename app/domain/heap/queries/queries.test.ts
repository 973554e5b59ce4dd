import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heapWhySchema } from '../../../contract/heap-views';
import type { HeapViews } from '.';
import { dominatorOverview, referents, referrers } from '.';
import { openViews, removeSeries, takeSeries, type SnapshotSeries } from '../testing/take-series';

let series: SnapshotSeries;
let views: HeapViews;

beforeAll(async () => {
  series = await takeSeries('growing', 'go1.24.10', 1);
  views = await openViews(series, series.files[0]!);
});
afterAll(() => removeSeries(series));

const all = { offset: 0, limit: 1000 };

describe('what is asked of a snapshot', () => {
  test('types add up to all that is reachable, and retain what a naive walk says', () => {
    const { graph, analysis } = views.heap;
    const table = views.types.table();
    expect(table.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(analysis.reachableBytes);
    for (const { type, retainedBytes } of table) {
      let naive = 0;
      for (const object of views.types.objectsOf(type)) {
        let above = graph.tree.idom[object]!;
        const isOther = () => above >= graph.objectCount || graph.types.name(above) !== type;
        while (above >= 0 && isOther()) above = graph.tree.idom[above]!;
        if (above < 0) naive += graph.retained.bytes[object]!;
      }
      expect(`${type} ${retainedBytes}`).toBe(`${type} ${naive}`);
    }
  });

  test('roots name every reachable byte once', () => {
    const { rows, total } = views.roots({ filter: '', sort: 'named', ...all });
    expect(rows.length).toBe(total);
    const named = rows.reduce((sum, { namedBytes }) => sum + namedBytes, 0);
    expect(named).toBe(views.heap.analysis.reachableBytes);
    expect(rows[0]!.namedBytes).toBeGreaterThanOrEqual(rows[1]!.namedBytes);
    const filtered = views.roots({ kind: 'global', filter: 'MAIN.CA', sort: 'label', ...all });
    expect(filtered.rows.map(({ label }) => label)).toEqual(['main.cache']);
  });

  test('the overview nests: children keep what their parent does, less its own bytes', () => {
    const { graph } = views.heap;
    const cells = dominatorOverview(graph, { node: -1, depth: 4, leastShare: 0.01, maxCells: 400 });
    const below = cells.map(() => 0);
    const withChildren = new Set<number>();
    for (const [i, { parent, retainedBytes, node }] of cells.entries()) {
      expect(parent).toBeLessThan(i);
      if (parent >= 0) {
        below[parent]! += retainedBytes;
        withChildren.add(parent);
      }
      if (node >= 0) expect(retainedBytes).toBe(graph.retained.bytes[node]);
    }
    for (const i of withChildren) {
      const { retainedBytes, shallowBytes } = cells[i]!;
      expect(below[i]).toBe(retainedBytes - shallowBytes);
    }
    const top = cells.filter(({ parent }) => parent < 0);
    const sum = top.reduce((bytes, cell) => bytes + cell.retainedBytes, 0);
    expect(sum).toBe(views.heap.analysis.reachableBytes);
    expect(top.some(({ label }) => label === 'main.cache')).toBe(true);
  });

  test('the overview keeps to its number of cells', () => {
    const { graph } = views.heap;
    const cells = dominatorOverview(graph, { node: -1, depth: 8, leastShare: 0, maxCells: 30 });
    expect(cells.filter(({ node }) => node >= 0).length).toBeLessThanOrEqual(30);
    expect(cells.some(({ node }) => node < 0)).toBe(true);
  });

  test('neighbours are seen from either side', () => {
    const { graph } = views.heap;
    for (const object of views.types.objectsOf('main.item').slice(0, 20)) {
      for (const { node, via } of referents(graph, object, all).nodes) {
        const back = referrers(graph, node, all).nodes.filter((each) => each.node === object);
        expect(back.map((each) => each.via)).toContain(via);
      }
    }
    expect(referrers(graph, -5, all)).toEqual({ nodes: [], total: 0 });
    expect(referents(graph, 1e9, all)).toEqual({ nodes: [], total: 0 });
  });

  test('objects come in pages that do not overlap', () => {
    const pages = [0, 40, 80, 120].flatMap((offset) => {
      const page = { offset, limit: 40 };
      return views.objects('main.item', 'address', true, page).rows.map(({ node }) => node);
    });
    const items = [...views.types.objectsOf('main.item')];
    expect(pages).toEqual(items.slice(0, 160));
    expect(views.objects('main.item', 'retained', false, all).total).toBe(items.length);
    const [largest] = views.objects('main.item', 'retained', false, { offset: 0, limit: 1 }).rows;
    expect(largest!.preview).toMatch(/^main\.item\{name: "list", parts: nil, next: \(/);
  });

  test('ways to a type are grouped where they differ only in key and index', () => {
    const why = heapWhySchema.parse(views.ways({ type: 'main.item' }, 50));
    const found = Object.fromEntries(why.groups.map(({ pattern, objects }) => [pattern, objects]));
    expect(found).toEqual({
      'main.cache[*]': 100,
      'main.released[*]': 30,
      'main.list': 1,
      'main.list.next(…)': 29,
    });
    const cache = why.groups.find(({ pattern }) => pattern === 'main.cache[*]')!;
    expect(cache.example.expression).toMatch(/^main\.cache\["old-\d+"\]$/);
    expect(cache.retainedBytes).toBe(100 * (48 + 64));
    expect(why.allocations[0]!.frames.map((frame) => frame.function)).toContain('main.fill');
  });

  test('ways to one object tell its path and its referrers', () => {
    const session = views.types.objectsOf('main.session')[0]!;
    const why = heapWhySchema.parse(views.ways({ node: session }, 50));
    expect(why.expression).toMatch(/^main\.sessions\[\d+\]$/);
    expect(why.groups.map(({ pattern }) => pattern)).toEqual(['main.sessions[*]']);
    expect(why.allocations[0]!.objects).toBe(1);
    expect(views.ways({ node: -7 }, 5)).toBeUndefined();
    expect(views.ways({ type: 'no.such' }, 5)).toBeUndefined();
  });

  test('a root tells what hangs on it', () => {
    const [root] = views.find('main.cache', 5).nodes;
    const why = heapWhySchema.parse(views.ways({ node: root!.node }, 50));
    expect(why.groups.map(({ pattern }) => pattern)).toEqual(
      expect.arrayContaining(['main.cache', 'main.cache[*]', 'main.cache[*].parts']),
    );
    expect(views.value(root!.node)!.text).toMatch(/^map\[string\]\*main\.item\{"old-/);
  });

  test('a text is an address, a name, or a part of names', () => {
    const { graph } = views.heap;
    const object = views.types.objectsOf('main.item')[3]!;
    const address = graph.objects.address[object]! + 8;
    expect(views.find(`0x${address.toString(16)}`, 5).nodes[0]!.node).toBe(object);
    expect(views.find('0x10', 5).nodes).toEqual([]);
    expect(views.find('main.item', 5).types.map(({ type }) => type)).toEqual(['main.item']);
    expect(views.find('SESS', 5).nodes.map((node) => node.label)).toContain('main.sessions');
  });

  test('strings that are alike are counted', () => {
    const { rows, strings, read } = views.strings(all);
    const labels = rows.find(({ text }) => text === 'the same label of all')!;
    // 21 bytes lie in a slot of 24.
    expect(labels).toMatchObject({ copies: 20, lengthBytes: 21, wastedBytes: 19 * 24 });
    expect(labels.example).toMatch(/^main\.sessions\[\d+\]\.label$/);
    expect(read).toBeLessThanOrEqual(strings);
    expect(rows.some(({ text }) => text.startsWith('old-'))).toBe(false);
  });
});

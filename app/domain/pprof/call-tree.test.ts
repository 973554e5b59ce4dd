import { describe, expect, test } from 'vitest';
import { callTree, type CallTreeOptions } from './call-tree';
import { profileFromText } from './testing/profile-from-text';

const before = profileFromText(`
  bytes 10   4
        main main
        read gone
        -    -`);
const after = profileFromText(`
  bytes 10   30   5
        main main agent
        read read -
        -    grow^ -
        -    -    #trivet=agent`);

/** One line a node: depth by indentation, flat, cum, base cum. */
function draw(base?: typeof before, options: Partial<CallTreeOptions> = {}): string[] {
  const tree = callTree(after, { sampleType: 0, ...options }, base);
  return Array.from({ length: tree.length }, (_, node) => {
    const name = tree.names[tree.frame[node] ?? 0];
    const inlined = tree.inlined[node] === 1 ? ' inlined' : '';
    const cut = tree.isCut[node] === 1 ? ' cut' : '';
    const values = [tree.flat[node], tree.cum[node], tree.baseCum[node]].join(' ');
    return `${'  '.repeat(tree.depth[node] ?? 0)}${name} ${values}${inlined}${cut}`;
  });
}

describe('callTree', () => {
  test('merges stacks from the root, parents before children', () => {
    expect(draw()).toEqual([
      'root 0 40 0',
      '  main 0 40 0',
      '    read 10 40 0',
      '      grow 30 30 0 inlined',
    ]);
  });

  test('carries the values of a base in the same tree, also of stacks that are gone', () => {
    expect(draw(before)).toEqual([
      'root 0 40 14',
      '  main 0 40 14',
      '    read 10 40 10',
      '    gone 0 0 4',
      '      grow 30 30 0 inlined',
    ]);
  });

  test('leaves out what is too small, and says where', () => {
    expect(draw(before, { minShare: 0.1 })).toEqual([
      'root 0 40 14',
      '  main 0 40 14 cut',
      '    read 10 40 10',
      '      grow 30 30 0 inlined',
    ]);
  });

  test('shows what lies under a path of an earlier tree', () => {
    const tree = callTree(after, { sampleType: 0 });
    expect(draw(undefined, { under: [tree.frame[1]!, tree.frame[2]!] })).toEqual([
      'read 10 40 0',
      '  grow 30 30 0 inlined',
    ]);
  });

  // The upper levels of the many are made breadth first.
  test.each([300, 9000])('adds up to what a sum per stack gives, for any %i stacks', (count) => {
    // A small generator of its own: the same stacks in every run.
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const stacks = Array.from({ length: count }, () =>
      Array.from({ length: 1 + random(7) }, () => `f${random(4)}`),
    );
    const rows = Array.from({ length: 8 }, (_, depth) => stacks.map((each) => each[depth] ?? '-'));
    const values = stacks.map(() => random(90) - 20);
    const picture = [['bytes', ...values], ...rows].map((row) => row.join(' ')).join('\n');
    const expected = new Map<string, number>();
    stacks.forEach((stack, i) => {
      for (let depth = 0; depth <= stack.length; depth++) {
        const path = stack.slice(0, depth).join('/');
        expected.set(path, (expected.get(path) ?? 0) + values[i]!);
      }
    });
    const tree = callTree(profileFromText(picture), { sampleType: 0 });
    const paths: string[] = [];
    for (let node = 0; node < tree.length; node++) {
      const up = paths[tree.parent[node]!] ?? '';
      const name = tree.names[tree.frame[node]!]!;
      paths[node] = node === 0 ? '' : up === '' ? name : `${up}/${name}`;
    }
    const zero = [...expected].filter(([path]) => !paths.includes(path));
    expect(zero.every(([, value]) => value === 0)).toBe(true);
    expect(paths.map((path, node) => [path, tree.cum[node]])).toEqual(
      paths.map((path) => [path, expected.get(path)]),
    );
    expect(tree.parent.every((parent, node) => parent < node)).toBe(true);

    const sizes = new Map<string, number>();
    stacks.forEach((stack, i) => {
      for (let depth = 0; depth <= stack.length; depth++) {
        const path = stack.slice(0, depth).join('/');
        sizes.set(path, (sizes.get(path) ?? 0) + Math.abs(values[i]!));
      }
    });
    const minimum = 0.01 * sizes.get('')!;
    const cut = callTree(profileFromText(picture), { sampleType: 0, minShare: 0.01 });
    expect(cut.length).toBe([...sizes.values()].filter((size) => size >= minimum).length);
  });
});

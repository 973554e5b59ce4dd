import { describe, expect, test } from 'vitest';
import { callTree } from './call-tree';
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
function draw(base?: typeof before): string[] {
  const tree = callTree(after, { sampleType: 0 }, base);
  return Array.from({ length: tree.length }, (_, node) => {
    const name = tree.names[tree.frame[node] ?? 0];
    const inlined = tree.inlined[node] === 1 ? ' inlined' : '';
    const values = [tree.flat[node], tree.cum[node], tree.baseCum[node]].join(' ');
    return `${'  '.repeat(tree.depth[node] ?? 0)}${name} ${values}${inlined}`;
  });
}

describe('callTree', () => {
  test('merges stacks from the root, parents before children', () => {
    expect(draw()).toEqual([
      'root 0 40 0',
      '  main 0 40 0',
      '    read 10 40 0',
      '      grow 30 30 0 inlined',
      '  agent 0 0 0',
    ]);
  });

  test('carries the values of a base in the same tree, also of stacks that are gone', () => {
    expect(draw(before)).toEqual(
      [
        'root 0 40 14',
        '  main 0 40 14',
        '    read 10 40 10',
        '      grow 30 30 0 inlined',
        '  agent 0 0 0',
        '    gone 0 0 4',
      ].map((line) => line),
    );
  });
});

import { expect, test } from 'vitest';
import { callTree, type CallTreeOptions } from './call-tree';
import { profileFromText } from './testing/profile-from-text';

// walk calls itself; grow is reached by two ways.
const profile = profileFromText(`
  bytes 10   30   5    2
        main main main idle
        read walk walk -
        grow walk -    -
        -    grow -    -`);
const before = profileFromText(`
  bytes 4    7
        main main
        read walk
        grow -`);

function draw(options: Partial<CallTreeOptions>, base?: typeof profile): string[] {
  const tree = callTree(profile, { sampleType: 0, ...options }, base);
  return Array.from({ length: tree.length }, (_, node) => {
    const values = [tree.flat[node], tree.cum[node], ...(base ? [tree.baseCum[node]] : [])];
    const name = tree.names[tree.frame[node]!];
    return `${'  '.repeat(tree.depth[node]!)}${name} ${values.join(' ')}`;
  });
}

test('inverted: from the leaf to its callers', () => {
  expect(draw({ direction: 'callers' })).toEqual([
    'root 0 47',
    '  grow 0 40',
    '  walk 0 5',
    '  idle 2 2',
    '    walk 0 30',
    '    read 0 10',
    '      walk 0 30',
    '        main 30 30',
    '      main 10 10',
    '    main 5 5',
  ]);
});

test('sandwich: each sample once, recursion among the callees', () => {
  expect(draw({ center: 'walk' })).toEqual([
    'root 0 35',
    '  walk 5 35',
    '    walk 0 30',
    '      grow 30 30',
  ]);
  expect(draw({ center: 'walk', direction: 'callers' })).toEqual([
    'root 0 35',
    '  walk 0 35',
    '    main 35 35',
  ]);
});

test('a base stays beside, in either direction', () => {
  expect(draw({ center: 'grow', direction: 'callers' }, before)).toEqual([
    'root 0 40 4',
    '  grow 0 40 4',
    '    walk 0 30 0',
    '    read 0 10 4',
    '      walk 0 30 0',
    '        main 30 30 0',
    '      main 10 10 4',
  ]);
});

test('a function that is not there leaves an empty tree', () => {
  expect(draw({ center: 'gone' })).toEqual(['root 0 0']);
});

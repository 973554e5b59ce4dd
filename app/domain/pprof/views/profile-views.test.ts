import { expect, test } from 'vitest';
import { compileNameMatcher } from '../name-matcher';
import { profileFromText } from '../testing/profile-from-text';
import { fileLines } from './file-lines';
import { graphReport } from './graph-report';
import { matchedValue } from './matched-value';
import { tagTotals } from './tag-totals';

const profile = profileFromText(`
  bytes 10      30      5       2
        main@3  main@4  main@4  idle@9
        read@7  walk@5  walk@6  -
        grow@1  walk@5  -       -
        -       grow@1  -       -
        #kind=a #kind=b #kind=b -`);
const options = { sampleType: 0 };

test('a search counts each sample once, however often it matches', () => {
  const search = (text: string) =>
    matchedValue(profile, options, compileNameMatcher(text) ?? (() => false));
  expect(search('walk')).toEqual({ matched: 35, total: 47, frames: 1 });
  expect(search('WALK|read')).toEqual({ matched: 45, total: 47, frames: 2 });
  expect(search('nothing')).toEqual({ matched: 0, total: 47, frames: 0 });
});

test.each([
  ['main.(*Pool', 'main.(*Pool).Get', true],
  ['(*Pool).Get', 'main.(*Pool).Get', true],
  ['^main\\.', 'main.run', true],
  ['^main\\.', 'domain.run', false],
  ['[', 'a[go.shape.int]', true],
])('%s against %s: %s', (search, name, expected) => {
  expect(compileNameMatcher(search)?.(name)).toBe(expected);
});

test('an empty search is none', () => {
  expect(compileNameMatcher('  ')).toBeUndefined();
});

test('labels add up by key and value', () => {
  expect(tagTotals(profile, options, 1)).toEqual({
    total: 47,
    samples: 4,
    keys: [
      {
        key: 'kind',
        total: 45,
        samples: 3,
        valueCount: 2,
        values: [{ value: 'b', total: 35, samples: 2 }],
      },
    ],
  });
});

test('lines of a function', () => {
  const { lines } = fileLines(profile, options, ({ name }) => name === 'walk');
  expect(lines.map(({ line, flat, cum }) => [line, flat, cum])).toEqual([
    [5, 0, 30],
    [6, 5, 5],
  ]);
});

test('the graph has the heaviest functions and says what it leaves out', () => {
  const graph = graphReport(profile, options, 3);
  expect(graph.nodes.map(({ name, flat, cum }) => [name, flat, cum])).toEqual([
    ['main', 0, 45],
    ['grow', 40, 40],
    ['walk', 5, 35],
  ]);
  const edges = graph.edges.map(({ source, target, weight, residual }) => [
    `${graph.nodes[source]!.name}→${graph.nodes[target]!.name}`,
    weight,
    residual,
  ]);
  expect(edges).toEqual([
    ['main→walk', 35, false],
    ['walk→grow', 30, false],
    ['main→grow', 10, true],
  ]);
  expect([graph.hiddenNodes, graph.hiddenFlat, graph.hiddenEdges]).toEqual([2, 2, 0]);
});

import { expect, test } from 'vitest';
import { formatColumns } from './columns';

test('names lean left, figures right, and the last column may be as long as it likes', () => {
  const lines = formatColumns(
    [
      ['chan', ['12'], 'main.a'],
      ['network', ['3,400'], 'a place with a very long name'],
    ],
    '  ',
  );
  expect(lines).toEqual([
    '  chan        12  main.a',
    '  network  3,400  a place with a very long name',
  ]);
});

test('figures may stand last', () => {
  expect(
    formatColumns([
      ['a', ['1']],
      ['b', ['100']],
    ]),
  ).toEqual(['a    1', 'b  100']);
});

import { expect, test } from 'vitest';
import { layOutFolds } from './folded-lines';

const folds = [
  { key: 'a', count: 3 },
  { key: 'b', count: 100_000 },
  { key: 'c', count: 2 },
];

/** `+a` a folded heading, `-a` an open one, a number a row. */
function picture(open: string): string {
  const lines = layOutFolds(folds.slice(0, 1).concat(folds[2]!), 5, (i) => open.includes('ac'[i]!));
  return Array.from({ length: lines.count }, (_, i) => {
    const line = lines.lineAt(i)!;
    if (line.kind === 'row') return line.row;
    return `${line.isOpen ? '-' : '+'}${'ac'[line.fold]}`;
  }).join(' ');
}

test('a folded group is one line, an open one a line and its rows', () => {
  expect(picture('')).toBe('+a +c');
  expect(picture('a')).toBe('-a 0 1 2 +c');
  expect(picture('c')).toBe('+a -c 3 4');
  expect(picture('ac')).toBe('-a 0 1 2 -c 3 4');
});

test('line and row lead to each other, also past a very long group', () => {
  const lines = layOutFolds(folds, 100_005, () => true);
  expect(lines.count).toBe(100_008);
  for (const row of [0, 2, 3, 50_000, 100_002, 100_003, 100_004]) {
    expect(lines.lineAt(lines.lineOfRow(row))).toMatchObject({ kind: 'row', row });
  }
  expect(lines.lineAt(100_008)).toBeUndefined();
  expect(lines.foldOfRow(100_003)).toBe(2);
  expect(lines.lineAt(lines.lineOfFold(2))).toEqual({ kind: 'fold', fold: 2, isOpen: true });
});

test('a row that is folded away is at its heading', () => {
  const lines = layOutFolds(folds, 100_005, (fold) => fold !== 1);
  expect(lines.lineAt(lines.lineOfRow(77))).toEqual({ kind: 'fold', fold: 1, isOpen: false });
});

test('without groups every line is a row', () => {
  const lines = layOutFolds([], 4, () => true);
  expect([lines.count, lines.lineAt(3), lines.lineAt(4)]).toEqual([
    4,
    { kind: 'row', row: 3, fold: -1 },
    undefined,
  ]);
});

/** Rows that follow each other in a list and can be folded away under one heading. */
export interface Fold {
  readonly key: string;
  readonly count: number;
}

/** One line of the list as drawn: a heading, or a row by its place among all rows. */
export type FoldedLine =
  | { readonly kind: 'fold'; readonly fold: number; readonly isOpen: boolean }
  | { readonly kind: 'row'; readonly row: number; readonly fold: number };

/** Where headings and rows are when some groups are folded. Line and row numbers start at 0. */
export interface FoldedLines {
  readonly count: number;
  lineAt(line: number): FoldedLine | undefined;
  /** Line of a row; of its heading, when it is folded away. */
  lineOfRow(row: number): number;
  lineOfFold(fold: number): number;
  /** −1 without groups. */
  foldOfRow(row: number): number;
}

/** Without groups every line is a row. */
export function layOutFolds(
  folds: readonly Fold[],
  rows: number,
  isOpen: (fold: number) => boolean,
): FoldedLines {
  if (folds.length === 0) {
    return {
      count: rows,
      lineAt: (line) => (line < rows ? { kind: 'row', row: line, fold: -1 } : undefined),
      lineOfRow: (row) => row,
      lineOfFold: () => 0,
      foldOfRow: () => -1,
    };
  }
  const firstLine = new Float64Array(folds.length + 1);
  const firstRow = new Float64Array(folds.length + 1);
  const open = folds.map((_, i) => isOpen(i));
  folds.forEach(({ count }, i) => {
    firstLine[i + 1] = firstLine[i]! + 1 + (open[i] ? count : 0);
    firstRow[i + 1] = firstRow[i]! + count;
  });
  const foldOfRow = (row: number) => lastAtMost(firstRow, row, folds.length);
  return {
    count: firstLine[folds.length]!,
    lineAt(line) {
      if (line < 0 || line >= firstLine[folds.length]!) return undefined;
      const fold = lastAtMost(firstLine, line, folds.length);
      const within = line - firstLine[fold]!;
      if (within === 0) return { kind: 'fold', fold, isOpen: open[fold]! };
      return { kind: 'row', fold, row: firstRow[fold]! + within - 1 };
    },
    lineOfRow(row) {
      const fold = foldOfRow(row);
      return firstLine[fold]! + (open[fold] ? 1 + row - firstRow[fold]! : 0);
    },
    lineOfFold: (fold) => firstLine[fold]!,
    foldOfRow,
  };
}

/** Index below `length` of the last value that is not above `wanted`; values ascend. */
function lastAtMost(values: Float64Array, wanted: number, length: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

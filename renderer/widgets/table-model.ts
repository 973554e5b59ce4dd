export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** What the heading means, for those who do not know the word. */
  readonly help?: string;
  /** Pixels; the first column without one takes what is left. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
  /** What is sorted, filtered and copied. */
  readonly value: (row: Row) => string | number | undefined;
}

export interface Sorting {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** Rows whose text columns contain every word of the filter, or match it as an expression, in the wanted order. */
export function arrangeRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
  sorting: Sorting | undefined,
): readonly Row[] {
  const matches = compileFilter(filter);
  const matching = matches ? rows.filter((row) => matches(textOf(row, columns))) : rows;
  const column = columns.find(({ id }) => id === sorting?.column);
  if (sorting === undefined || column === undefined) return matching;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return [...matching].sort((a, b) => sign * compareValues(column.value(a), column.value(b)));
}

/** Undefined for an empty filter. A name pasted from a table has brackets and stars of its own: it is found as it stands. */
function compileFilter(filter: string): ((text: string) => boolean) | undefined {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const hasAll = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  if (!/[\\^$|?*+[{(]/.test(filter)) return hasAll;
  try {
    const expression = new RegExp(filter.trim(), 'im');
    return (text) => hasAll(text) || expression.test(text);
  } catch {
    return hasAll;
  }
}

function textOf<Row>(row: Row, columns: readonly Column<Row>[]): string {
  return columns
    .map(({ value }) => value(row))
    .filter((value) => typeof value === 'string')
    .join('\n');
}

/** Numbers by size, words by alphabet, nothing last. */
function compareValues(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** Tab-separated with a heading, exact values: for a spreadsheet. */
export function toTsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const clean = (value: string | number | undefined) =>
    String(value ?? '').replace(/[\t\n\r]/g, ' ');
  const lines = rows.map((row) => columns.map(({ value }) => clean(value(row))).join('\t'));
  return [columns.map(({ title }) => title).join('\t'), ...lines].join('\n');
}

/** First click sorts downwards, since the large ones matter; then up; then as it came. */
export function nextSorting(before: Sorting | undefined, column: string): Sorting | undefined {
  if (before?.column !== column) return { column, direction: 'descending' };
  return before.direction === 'descending' ? { column, direction: 'ascending' } : undefined;
}

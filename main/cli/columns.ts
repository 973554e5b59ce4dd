/** A cell that is a string leans left, one in an array leans right. */
export type Cell = string | readonly [right: string];

/** Rows as lines of aligned columns, two spaces apart; `indent` in front of each. */
export function formatColumns(rows: readonly (readonly Cell[])[], indent = ''): string[] {
  const widths: number[] = [];
  const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell[0]);
  for (const row of rows) {
    // What stands last on a line need not fit into a column.
    row.slice(0, -1).forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, textOf(cell).length);
    });
    const last = row.length - 1;
    const cell = row[last];
    if (cell !== undefined && typeof cell !== 'string') {
      widths[last] = Math.max(widths[last] ?? 0, cell[0].length);
    }
  }
  return rows.map((row) => {
    const cells = row.map((cell, i) => {
      const width = widths[i] ?? 0;
      return typeof cell === 'string' ? cell.padEnd(width) : cell[0].padStart(width);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

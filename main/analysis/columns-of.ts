/** The memory of a table's columns, to be handed to another thread: each has memory of its own, which is lost here. */
export function columnsOf(table: object): ArrayBuffer[] {
  return Object.values(table).flatMap((column: unknown) =>
    ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
  );
}

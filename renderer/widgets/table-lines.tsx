import { memo, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { Icon } from './icon';
import type { Column, Sorting } from './table-model';

export interface TableColumn<Row> extends Column<Row> {
  readonly render?: (row: Row) => ReactNode;
}

interface LineProps {
  readonly index: number;
  readonly top: number;
  readonly isFocusable: boolean;
  readonly onClick: (index: number) => void;
  readonly onKey: (event: KeyboardEvent, index: number) => void;
}

/** One row; undefined while it is loaded. Not drawn again unless something of it changed. */
export const RowLine = memo(function RowLine(
  props: LineProps & {
    row: unknown;
    columns: readonly TableColumn<unknown>[];
    template: string;
    isSelected: boolean;
    level: number | undefined;
  },
) {
  const { index, row, columns, isSelected } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-level={props.level}
      aria-busy={row === undefined || undefined}
      data-index={index}
      tabIndex={props.isFocusable ? 0 : -1}
      className={isSelected ? 'table-row selected' : 'table-row'}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
      onClick={() => props.onClick(index)}
      onKeyDown={(event) => props.onKey(event, index)}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={column.align === 'right' ? 'cell right' : 'cell'}
        >
          {row === undefined
            ? ''
            : column.render === undefined
              ? column.value(row)
              : column.render(row)}
        </div>
      ))}
    </div>
  );
});

/** The heading of a group of rows, over the whole width. */
export const HeadingLine = memo(function HeadingLine(
  props: LineProps & { columns: number; isOpen: boolean; content: ReactNode },
) {
  const { index, isOpen } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={isOpen}
      data-index={index}
      tabIndex={props.isFocusable ? 0 : -1}
      className="table-row heading"
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onClick(index)}
      onKeyDown={(event) => props.onKey(event, index)}
    >
      <div role="gridcell" aria-colspan={props.columns} className="heading-cell">
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
        {props.content}
      </div>
    </div>
  );
});

/** Sorts by a click, resizes by its grip. */
export function HeadCell<Row>(props: {
  column: TableColumn<Row>;
  sorting: Sorting | undefined;
  onSort: () => void;
  onResize: (pixels: number) => void;
}) {
  const { column, sorting } = props;
  const cell = useRef<HTMLDivElement>(null);
  const direction = sorting?.column === column.id ? sorting.direction : undefined;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const grip = event.currentTarget;
    const from = event.clientX;
    const width = cell.current?.offsetWidth ?? 0;
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (move) => props.onResize(Math.max(40, width + move.clientX - from));
    grip.onpointerup = () => (grip.onpointermove = null);
  };
  return (
    <div
      ref={cell}
      role="columnheader"
      aria-sort={direction ?? 'none'}
      className={column.align === 'right' ? 'cell right' : 'cell'}
      title={column.help}
    >
      <button onClick={props.onSort}>
        {column.title}
        {direction !== undefined && (
          <Icon name={direction === 'ascending' ? 'chevron-up' : 'chevron-down'} />
        )}
      </button>
      <div className="grip" onPointerDown={onPointerDown} />
    </div>
  );
}

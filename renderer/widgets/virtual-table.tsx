import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button';
import { Icon } from './icon';
import { arrangeRows, nextSorting, toTsv, type Column, type Sorting } from './table-model';

const rowHeight = 24;

export interface TableColumn<Row> extends Column<Row> {
  readonly render?: (row: Row) => ReactNode;
}

export interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (row: Row) => void;
  readonly initialSorting?: Sorting;
  /** More controls left of the count. */
  readonly tools?: ReactNode;
}

/** A grid of any length: sorts, filters, copies, and says how many of how many it shows. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { columns, rows, isSelected, onSelect } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState(props.initialSorting);
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [active, setActive] = useState(0);
  const shown = useMemo(
    () => arrangeRows(rows, columns, filter, sorting),
    [rows, columns, filter, sorting],
  );
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 400 },
  });

  const selectedIndex = useMemo(() => shown.findIndex(isSelected), [shown, isSelected]);
  useEffect(() => {
    // The choice was made in another panel: bring it into sight here.
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtual]);

  const template = columns
    .map(({ id, width }) => {
      const pixels = widths[id] ?? width;
      return pixels === undefined ? 'minmax(120px, 1fr)' : `${pixels}px`;
    })
    .join(' ');
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent, index: number, row: Row) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const targets: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: shown.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' || event.key === ' ') onSelect(row);
    else return;
    event.preventDefault();
  };
  const focusable = Math.min(active, shown.length - 1);

  return (
    <div className="table-panel">
      <div className="table-tools">
        <input
          className="input small"
          type="search"
          value={filter}
          placeholder={t('table.filter')}
          aria-label={t('table.filterOf', { name: props.label })}
          onChange={(event) => setFilter(event.target.value)}
        />
        {props.tools}
        <span className="dim count" role="status">
          {t('table.shownOf', { shown: shown.length, total: rows.length })}
        </span>
        <CopyButton label={t('table.copyTsv')} getText={() => toTsv(shown, columns)} />
      </div>
      <div
        className="table-scroll"
        ref={scroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={shown.length + 1}
        aria-colcount={columns.length}
      >
        <div
          className="table-head"
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: template }}
        >
          {columns.map((column) => (
            <HeadCell
              key={column.id}
              column={column}
              sorting={sorting}
              onSort={() => setSorting(nextSorting(sorting, column.id))}
              onResize={(pixels) => setWidths({ ...widths, [column.id]: pixels })}
            />
          ))}
        </div>
        <div role="rowgroup" className="table-body" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = shown[index];
            if (row === undefined) return null;
            const selected = isSelected(row);
            return (
              <div
                key={props.rowKey(row)}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={selected}
                data-index={index}
                tabIndex={index === focusable ? 0 : -1}
                className={selected ? 'table-row selected' : 'table-row'}
                style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
                onClick={() => {
                  setActive(index);
                  onSelect(row);
                }}
                onKeyDown={(event) => onKeyDown(event, index, row)}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={column.align === 'right' ? 'cell right' : 'cell'}
                  >
                    {column.render === undefined ? column.value(row) : column.render(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell<Row>(props: {
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

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { HeadCell, HeadingLine, RowLine, type TableColumn } from './table-lines';
import type { Sorting } from './table-model';
import { useSize } from './use-size';

export type { TableColumn } from './table-lines';

export const rowHeight = 24;
/** The head stays above the lines while they scroll: what it covers is not in sight. */
const headHeight = 24;
const flexibleWidth = 160;

/** One line of a grid: a row (undefined while it is loaded), or the heading of a group of rows. */
export type GridLine<Row> =
  | { readonly kind: 'row'; readonly row: Row | undefined; readonly heading: number | undefined }
  | { readonly kind: 'heading'; readonly isOpen: boolean; readonly content: ReactNode };

export interface TableGridProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  /** Lines. */
  readonly count: number;
  readonly lineAt: (index: number) => GridLine<Row> | undefined;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (row: Row) => void;
  /** Opens or folds the group whose heading is at this line. */
  readonly onFold?: (index: number, open: boolean) => void;
  readonly sorting: Sorting | undefined;
  readonly onSort: (column: string) => void;
  /** Line to bring into sight when the key changes; a line that only moved stays where it is. */
  readonly inSight?: { readonly key: number; readonly line: number } | undefined;
  /** First and last line in sight, also before the first scroll. */
  readonly onSight?: (first: number, last: number) => void;
}

/** A grid of any length by keyboard and pointer; draws only the lines in sight. */
export function TableGrid<Row>(props: TableGridProps<Row>) {
  const { columns, count, inSight, onSight, onFold, onSelect, lineAt } = props;
  const [scroller, size] = useSize<HTMLDivElement>();
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialRect: { width: 800, height: 400 },
  });
  const lineInSight = useRef(inSight?.line);
  lineInSight.current = inSight?.line;
  const keyInSight = inSight?.key;
  const broughtInSight = useRef<number>(undefined);
  const isLaidOut = size.height > 0;
  useEffect(() => {
    // Once, and not behind another tab, where nothing has a height: what comes back is where it was left.
    if (!isLaidOut || keyInSight === broughtInSight.current) return;
    broughtInSight.current = keyInSight;
    // The choice was made in another panel: bring it into sight here.
    const line = lineInSight.current;
    if (line === undefined || line < 0) return;
    scrollIntoSight(scroller.current!, line);
    // The keyboard goes on from it: a line out of sight has no element to take the focus.
    setActive(line);
  }, [keyInSight, isLaidOut, scroller]);

  const lines = virtual.getVirtualItems();
  // Lines that scroll out lend their elements to those that scroll in: making elements is what costs.
  const slots = useRef(1);
  slots.current = Math.max(slots.current, lines.length);
  // To move an element in the document lays it out anew: while it scrolls each stays, and then they are put in order again.
  const inDocument = virtual.isScrolling
    ? [...lines].sort((a, b) => (a.index % slots.current) - (b.index % slots.current))
    : lines;
  const first = lines[0]?.index ?? 0;
  const last = lines.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0) onSight?.(first, last);
  }, [first, last, onSight]);

  const { template, minWidth } = useMemo(() => layOutColumns(columns, widths), [columns, widths]);
  const moveTo = useCallback(
    (index: number) => {
      const next = Math.max(0, Math.min(count - 1, index));
      setActive(next);
      virtual.scrollToIndex(next, { align: 'auto' });
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
      );
    },
    [count, scroller, virtual],
  );
  const choose = (index: number) => {
    const line = lineAt(index);
    if (line?.kind === 'heading') onFold?.(index, !line.isOpen);
    else if (line?.row !== undefined) onSelect(line.row);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const line = lineAt(index);
    const targets: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' || event.key === ' ') choose(index);
    else if (event.key === 'ArrowRight' && line?.kind === 'heading') {
      if (line.isOpen) moveTo(index + 1);
      else onFold?.(index, true);
    } else if (event.key === 'ArrowLeft' && line?.kind === 'heading') onFold?.(index, false);
    else if (event.key === 'ArrowLeft' && line?.kind === 'row' && line.heading !== undefined) {
      moveTo(line.heading);
    } else return;
    event.preventDefault();
  };
  // One function for all lines: a line that did not change is not drawn again.
  const handle = useRef({ choose, onKeyDown });
  useEffect(() => {
    handle.current = { choose, onKeyDown };
  });
  const onClick = useCallback((index: number) => {
    setActive(index);
    handle.current.choose(index);
  }, []);
  const onKey = useCallback(
    (event: KeyboardEvent, index: number) => handle.current.onKeyDown(event, index),
    [],
  );
  const focusable = Math.min(active, count - 1);

  return (
    <div
      className="table-scroll"
      ref={scroller}
      role={onFold === undefined ? 'grid' : 'treegrid'}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
    >
      <div
        className="table-head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth: `max(100%, ${minWidth}px)` }}
      >
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            sorting={props.sorting}
            onSort={() => props.onSort(column.id)}
            onResize={(pixels) => setWidths({ ...widths, [column.id]: pixels })}
          />
        ))}
      </div>
      <div
        role="rowgroup"
        className="table-body"
        style={{ height: virtual.getTotalSize(), minWidth }}
      >
        {inDocument.map(({ index, start }) => {
          const line = lineAt(index);
          if (line === undefined) return null;
          const common = {
            index,
            top: start - headHeight,
            isFocusable: index === focusable,
            onClick,
            onKey,
          };
          if (line.kind === 'heading') {
            return (
              <HeadingLine
                key={index % slots.current}
                {...common}
                columns={columns.length}
                isOpen={line.isOpen}
                content={line.content}
              />
            );
          }
          return (
            <RowLine
              key={index % slots.current}
              {...common}
              row={line.row}
              columns={columns as readonly TableColumn<unknown>[]}
              template={template}
              isSelected={line.row !== undefined && props.isSelected(line.row)}
              level={line.heading === undefined ? undefined : 2}
            />
          );
        })}
      </div>
    </div>
  );
}

/** By the element itself: what the virtualizer knows of its height may be a guess or of before. */
function scrollIntoSight(scroller: HTMLElement, line: number): void {
  const top = line * rowHeight;
  const least = top + rowHeight + headHeight - scroller.clientHeight;
  if (scroller.scrollTop > top) scroller.scrollTop = top;
  else if (scroller.scrollTop < least) scroller.scrollTop = least;
}

function layOutColumns<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
) {
  const pixels = columns.map(({ id, width }) => widths[id] ?? width);
  const template = pixels.map((each) => tracks(each)).join(' ');
  const least = pixels.reduce<number>((sum, each) => sum + (each ?? flexibleWidth), 0);
  // Head and lines are as wide as one another, also where there is more room than they need.
  return { template, minWidth: `max(100%, ${least}px)` };
}

const tracks = (pixels: number | undefined) =>
  pixels === undefined ? `minmax(${flexibleWidth}px, 1fr)` : `${pixels}px`;

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './icon';
import type { LazyTree, TreeRow } from './lazy-tree';

const rowHeight = 24;

export interface VirtualTreeProps<T> {
  readonly label: string;
  readonly tree: LazyTree<T>;
  readonly render: (row: TreeRow<T>) => ReactNode;
  readonly isSelected: (row: TreeRow<T>) => boolean;
  readonly onSelect: (row: TreeRow<T>) => void;
  /** Branches only unfold; without it a click also selects them. */
  readonly branchesSelect?: boolean;
}

/** A tree of any size by keyboard: arrows walk and fold, Enter selects. */
export function VirtualTree<T>(props: VirtualTreeProps<T>) {
  const { tree, onSelect } = props;
  const { rows } = tree;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 400, height: 400 },
  });
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    );
  };
  const choose = (row: TreeRow<T>) => {
    if (row.isBranch) tree.setOpen(row, !row.isOpen);
    if (!row.isBranch || props.branchesSelect === true) onSelect(row);
  };
  const onKeyDown = (event: KeyboardEvent, index: number, row: TreeRow<T>) => {
    if (event.key === 'ArrowDown') moveTo(index + 1);
    else if (event.key === 'ArrowUp') moveTo(index - 1);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(rows.length - 1);
    else if (event.key === 'ArrowRight' && row.isBranch && !row.isOpen) tree.setOpen(row, true);
    else if (event.key === 'ArrowRight' && row.isOpen) moveTo(index + 1);
    else if (event.key === 'ArrowLeft' && row.isOpen) tree.setOpen(row, false);
    else if (event.key === 'ArrowLeft') moveTo(rows.findIndex(({ id }) => id === row.parent));
    else if (event.key === 'Enter' || event.key === ' ') choose(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className="tree" ref={scroller}>
      <div role="tree" aria-label={props.label} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const selected = props.isSelected(row);
          return (
            <div
              key={row.id}
              role="treeitem"
              aria-level={row.level}
              aria-selected={selected}
              {...(row.isBranch && { 'aria-expanded': row.isOpen })}
              data-index={index}
              tabIndex={index === Math.min(active, rows.length - 1) ? 0 : -1}
              className={selected ? 'tree-row selected' : 'tree-row'}
              style={{
                transform: `translateY(${start}px)`,
                paddingLeft: 8 + (row.level - 1) * 14,
              }}
              onClick={() => {
                setActive(index);
                choose(row);
              }}
              onKeyDown={(event) => onKeyDown(event, index, row)}
            >
              <span className="twist">
                {row.isBranch && <Icon name={twistOf(row)} spin={row.isLoading} />}
              </span>
              {props.render(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function twistOf<T>({ isLoading, isOpen }: TreeRow<T>): string {
  if (isLoading) return 'loading';
  return isOpen ? 'chevron-down' : 'chevron-right';
}

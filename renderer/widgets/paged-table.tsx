import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/setup';
import { CopyButton } from './copy-button';
import { FailureNote } from './failure-note';
import { layOutFolds, type Fold } from './folded-lines';
import { Icon } from './icon';
import { useRowPages, type LoadRows } from './row-pages';
import { TableGrid, type GridLine, type TableColumn } from './table-grid';
import type { Sorting } from './table-model';

/** A group of this many rows or more is folded at first: the others would be out of sight. */
const foldedFrom = 100;

export interface PagedTableProps<Row, Group extends Fold> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly total: number;
  /** Rows of all groups, folded ones included. */
  readonly shown: number;
  /** They follow each other as the rows do; none: a flat table. */
  readonly groups: readonly Group[];
  readonly renderGroup: (group: Group) => ReactNode;
  /** A new function means other rows. */
  readonly load: LoadRows<Row>;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (row: Row) => void;
  /** Row to bring into sight, unfolded, when it changes. */
  readonly inSight: number | undefined;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly sorting: Sorting | undefined;
  readonly onSort: (column: string) => void;
  /** The whole table as tab-separated text. */
  readonly getText: () => Promise<string>;
  /** More controls left of the count. */
  readonly tools?: ReactNode;
}

/** A table whose rows are sorted, filtered and kept elsewhere: only what is in sight is ever here. */
export function PagedTable<Row, Group extends Fold>(props: PagedTableProps<Row, Group>) {
  const { groups, shown, inSight, renderGroup } = props;
  const { t } = useTranslation();
  const f = useFormats();
  /** By key of the group; what is not in it is as at first. */
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const pages = useRowPages(props.load, shown);
  const lines = useMemo(
    () =>
      layOutFolds(groups, shown, (fold) => {
        const group = groups[fold];
        return group !== undefined && (opened.get(group.key) ?? group.count < foldedFrom);
      }),
    [groups, shown, opened],
  );
  const { rowAt, want } = pages;
  const lineAt = (index: number): GridLine<Row> | undefined => {
    const line = lines.lineAt(index);
    if (line === undefined) return undefined;
    if (line.kind === 'row') {
      const heading = line.fold < 0 ? undefined : lines.lineOfFold(line.fold);
      return { kind: 'row', row: rowAt(line.row), heading };
    }
    const group = groups[line.fold];
    return group && { kind: 'heading', isOpen: line.isOpen, content: renderGroup(group) };
  };
  const onSight = useCallback(
    (first: number, last: number) => {
      const rows = rowsBetween(lines.lineAt, first, last);
      if (rows !== undefined) want(rows.first, rows.last);
    },
    [lines, want],
  );
  const setOpen = (keys: readonly string[], open: boolean) =>
    setOpened((before) => new Map([...before, ...keys.map((key) => [key, open] as const)]));
  const foldInSight = inSight === undefined ? -1 : lines.foldOfRow(inSight);
  const keyInSight = groups[foldInSight]?.key;
  useEffect(() => {
    if (inSight !== undefined && keyInSight !== undefined) setOpen([keyInSight], true);
  }, [inSight, keyInSight]);

  const keys = groups.map(({ key }) => key);
  const allFolded = lines.count === groups.length;
  return (
    <div className="table-panel">
      <div className="table-tools">
        <FilterInput label={props.label} value={props.filter} onChange={props.onFilter} />
        {props.tools}
        {groups.length > 0 && (
          <FoldButton
            icon={allFolded ? 'expand-all' : 'collapse-all'}
            label={t(allFolded ? 'table.unfoldAll' : 'table.foldAll')}
            onClick={() => setOpen(keys, allFolded)}
          />
        )}
        <span className="dim count" role="status">
          {t('table.shownOf', { shown: f.count(shown), total: f.count(props.total) })}
        </span>
        <CopyButton label={t('table.copyTsv')} getText={props.getText} />
      </div>
      {pages.failure !== undefined && <FailureNote failure={pages.failure} />}
      <TableGrid
        label={props.label}
        columns={props.columns}
        count={lines.count}
        lineAt={lineAt}
        isSelected={props.isSelected}
        onSelect={props.onSelect}
        {...(groups.length > 0 && {
          onFold: (index: number, open: boolean) => {
            const line = lines.lineAt(index);
            const group = line && groups[line.fold];
            if (group !== undefined) setOpen([group.key], open);
          },
        })}
        sorting={props.sorting}
        onSort={props.onSort}
        inSight={
          // Not before its group is unfolded.
          inSight !== undefined && lines.lineAt(lines.lineOfRow(inSight))?.kind === 'row'
            ? { key: inSight, line: lines.lineOfRow(inSight) }
            : undefined
        }
        onSight={onSight}
      />
    </div>
  );
}

function FoldButton(props: { icon: string; label: string; onClick: () => void }) {
  const { icon, label, onClick } = props;
  return (
    <button className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** First and last row among lines; headings between them are passed over. */
function rowsBetween(
  lineAt: (line: number) => { kind: string; row?: number } | undefined,
  first: number,
  last: number,
): { first: number; last: number } | undefined {
  let from: number | undefined;
  let to: number | undefined;
  for (let line = first; line <= last; line++) {
    const row = lineAt(line)?.row;
    if (row === undefined) continue;
    from ??= row;
    to = row;
  }
  return from === undefined || to === undefined ? undefined : { first: from, last: to };
}

/** Tells what was typed when the fingers rest: each change is work elsewhere. */
function FilterInput(props: { label: string; value: string; onChange: (text: string) => void }) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), 120);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <input
      className="input small"
      type="search"
      value={text}
      placeholder={t('table.filter')}
      aria-label={t('table.filterOf', { name: props.label })}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

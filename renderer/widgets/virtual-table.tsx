import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/setup';
import { CopyButton } from './copy-button';
import { TableGrid, type GridLine, type TableColumn } from './table-grid';
import { arrangeRows, nextSorting, toTsv, type Sorting } from './table-model';

export type { TableColumn } from './table-grid';

export interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** How many there are in all, when the others were not asked for. */
  readonly total?: number;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (row: Row) => void;
  readonly initialSorting?: Sorting;
  /** More controls left of the count. */
  readonly tools?: ReactNode;
}

/** A table of rows that are all here: sorts, filters, copies, and says how many of how many it shows. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { columns, rows, isSelected } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState(props.initialSorting);
  const shown = useMemo(
    () => arrangeRows(rows, columns, filter, sorting),
    [rows, columns, filter, sorting],
  );
  const selectedIndex = useMemo(() => shown.findIndex(isSelected), [shown, isSelected]);
  const lineAt = useCallback(
    (index: number): GridLine<Row> | undefined => {
      const row = shown[index];
      return row === undefined ? undefined : { kind: 'row', row, heading: undefined };
    },
    [shown],
  );
  return (
    <div className="table-panel">
      <div className="table-tools">
        <input
          className="input small"
          type="search"
          value={filter}
          placeholder={t('table.filter')}
          title={t('table.filterHelp')}
          aria-label={t('table.filterOf', { name: props.label })}
          onChange={(event) => setFilter(event.target.value)}
        />
        {props.tools}
        <span className="dim count" role="status">
          {t('table.shownOf', {
            shown: f.count(shown.length),
            total: f.count(props.total ?? rows.length),
          })}
        </span>
        <CopyButton label={t('table.copyTsv')} getText={() => toTsv(shown, columns)} />
      </div>
      <TableGrid
        label={props.label}
        columns={columns}
        count={shown.length}
        lineAt={lineAt}
        isSelected={isSelected}
        onSelect={props.onSelect}
        sorting={sorting}
        onSort={(column) => setSorting(nextSorting(sorting, column))}
        inSight={{ key: selectedIndex, line: selectedIndex }}
      />
    </div>
  );
}

import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapObject } from '../../../app/contract/heap-views';
import { useFormats } from '../../i18n/setup';
import { request } from '../../store/bridge';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Icon } from '../../widgets/icon';
import { Busy } from '../../widgets/progress';
import { useRowPages } from '../../widgets/row-pages';
import { TableGrid, type TableColumn } from '../../widgets/table-grid';
import type { Sorting } from '../../widgets/table-model';

type Sort = 'retained' | 'shallow' | 'address';

/** Reachable objects, of one type or of all, with their values in a line. */
export function ObjectTable(props: {
  bundle: string;
  type: string | undefined;
  onAllTypes: () => void;
}) {
  const { bundle, type } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const [sorting, setSorting] = useState<Sorting>({ column: 'retained', direction: 'descending' });
  const query = useMemo(
    () => ({
      bundle,
      ...(type !== undefined && { type }),
      sort: sorting.column as Sort,
      ascending: sorting.direction === 'ascending',
    }),
    [bundle, type, sorting],
  );
  // The first row tells how many there are.
  const first = useReply('heap.objects', { ...query, limit: 1 });
  if (first.state === 'failed') return <FailureNote failure={first.failure} />;
  if (first.state !== 'ready') return <Busy label={t('heap.building')} />;
  return (
    <div className="table-panel">
      <div className="table-tools">
        {type === undefined ? (
          <span className="dim">{t('heap.allTypes')}</span>
        ) : (
          <button className="chip" onClick={props.onAllTypes} title={t('heap.showAllTypes')}>
            <GoName name={type} /> <Icon name="close" />
          </button>
        )}
        <span className="dim count" role="status">
          {t('heap.objectCount', { n: f.count(first.value.total) })}
        </span>
      </div>
      <ObjectGrid
        key={JSON.stringify(query)}
        query={query}
        total={first.value.total}
        sorting={sorting}
        onSorting={setSorting}
      />
    </div>
  );
}

interface Query {
  readonly bundle: string;
  readonly type?: string;
  readonly sort: Sort;
  readonly ascending: boolean;
}

function ObjectGrid(props: {
  query: Query;
  total: number;
  sorting: Sorting;
  onSorting: (sorting: Sorting) => void;
}) {
  const { query, total, sorting } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const load = useCallback(
    async (offset: number, limit: number) => {
      const reply = await request('heap.objects', { ...query, offset, limit });
      return reply.ok ? { ok: true as const, value: reply.value.rows } : reply;
    },
    [query],
  );
  const { rowAt, want, failure } = useRowPages(load, total);
  const columns = useMemo((): readonly TableColumn<HeapObject>[] => {
    const code = (text: string) => <GoName name={text} />;
    return [
      {
        id: 'address',
        title: t('heap.address'),
        width: 120,
        value: (row) => row.address ?? '',
        render: (row) => code(row.address ?? ''),
      },
      {
        id: 'preview',
        title: t('heap.value'),
        value: (row) => row.preview,
        render: (row) => code(row.preview),
      },
      {
        id: 'type',
        title: t('heap.type'),
        width: 150,
        value: (row) => row.type,
        render: (row) => code(row.type),
      },
      {
        id: 'shallow',
        title: t('heap.shallow'),
        width: 84,
        align: 'right',
        value: (row) => row.shallowBytes,
        render: (row) => f.bytes(row.shallowBytes),
      },
      {
        id: 'retained',
        title: t('heap.retained'),
        width: 84,
        align: 'right',
        value: (row) => row.retainedBytes,
        render: (row) => f.bytes(row.retainedBytes),
      },
    ];
  }, [t, f]);
  if (failure !== undefined) return <FailureNote failure={failure} />;
  return (
    <TableGrid
      label={t('heap.objects')}
      columns={columns}
      count={total}
      lineAt={(index) => ({ kind: 'row', row: rowAt(index), heading: undefined })}
      isSelected={(row) => row.node === object?.node}
      onSelect={({ node, label }) => select({ object: { node, label } })}
      sorting={sorting}
      onSort={(column) => {
        // The engine sorts by these alone: it would have to print every value to sort by it.
        if (!['retained', 'shallow', 'address'].includes(column)) return;
        const isSame = column === sorting.column && sorting.direction === 'descending';
        props.onSorting({ column, direction: isSame ? 'ascending' : 'descending' });
      }}
      onSight={want}
    />
  );
}

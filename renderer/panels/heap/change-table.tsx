import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapChange, HeapDiff } from '../../../app/contract/heap-diff';
import { useFormats } from '../../i18n/setup';
import { useSelection } from '../../store/selection';
import { GoName } from '../../widgets/go-name';
import { Segmented } from '../../widgets/segmented';
import { SignedBar } from '../../widgets/signed-bar';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';

interface Row extends HeapChange {
  readonly name: string;
  /** Of a path its type, of a root its kind. */
  readonly kind: string;
  readonly example: { readonly node: number; readonly label: string } | undefined;
}
const groupings = ['paths', 'roots', 'types'] as const;
export type Grouping = (typeof groupings)[number];

/** Known to other panels by their name only. */
const namedNode = -1;

/** What grew and what shrank; a row leads to why that is alive, or to the objects of its type. */
export function ChangeTable(props: {
  diff: HeapDiff;
  by: Grouping;
  onBy: (by: Grouping) => void;
  onType: (type: string) => void;
}) {
  const { diff, by, onBy, onType } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const rows = useMemo(() => rowsOf(diff, by), [diff, by]);
  const columns = useMemo((): readonly TableColumn<Row>[] => {
    const largest = rows.reduce((most, { delta }) => Math.max(most, Math.abs(delta.bytes)), 1);
    const figure = (id: string, title: string, value: (row: Row) => number, unit: string) => ({
      id,
      title,
      width: 92,
      align: 'right' as const,
      value,
      render: (row: Row) => f.delta(value(row), unit),
    });
    const kind: TableColumn<Row> = {
      id: 'kind',
      title: t(by === 'roots' ? 'heap.rootKind' : 'heap.type'),
      width: by === 'roots' ? 92 : 160,
      value: (row) => row.kind,
      render: (row) => <GoName className="dim" name={row.kind} />,
    };
    return [
      figure('grown', t('heap.grown'), ({ delta }) => delta.bytes, 'bytes'),
      {
        ...{ id: 'bar', title: '−/+', help: t('heap.barHelp'), width: 64 },
        value: ({ delta }) => delta.bytes,
        render: ({ delta }) => <SignedBar share={delta.bytes / largest} />,
      },
      figure('more', t('heap.moreObjects'), ({ delta }) => delta.objects, 'count'),
      {
        id: 'name',
        title: t(`heap.by.${by}`),
        value: (row) => row.name,
        render: (row) => <GoName name={row.name} />,
      },
      ...(by === 'types' ? [] : [kind]),
    ];
  }, [t, f, by, rows]);
  return (
    <VirtualTable
      label={t('heap.changes')}
      columns={columns}
      rows={rows}
      isSelected={({ example }) =>
        example !== undefined &&
        example.node === object?.node &&
        (example.node !== namedNode || example.label === object.label)
      }
      onSelect={({ example, name }) => {
        if (by === 'types') onType(name);
        else if (example !== undefined) select({ object: example });
      }}
      initialSorting={{ column: 'grown', direction: 'descending' }}
      tools={
        <Segmented
          label={t('heap.groupedBy')}
          options={groupings}
          value={by}
          textOf={(each) => t(`heap.by.${each}`)}
          onChoose={onBy}
        />
      }
    />
  );
}

function rowsOf(diff: HeapDiff, by: Grouping): readonly Row[] {
  switch (by) {
    case 'roots':
      return diff.roots.map((row) => ({
        ...row,
        name: row.root,
        example: { node: namedNode, label: row.root },
      }));
    case 'types':
      return diff.types.map((row) => ({ ...row, name: row.type, kind: '', example: undefined }));
    case 'paths':
      return diff.paths.map((row) => ({
        ...row,
        name: row.pattern,
        kind: row.type,
        example: row.example && { node: row.example.node, label: row.example.expression },
      }));
  }
}

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapTypeRow } from '../../../app/contract/heap-views';
import { useFormats } from '../../i18n/setup';
import { GoName } from '../../widgets/go-name';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';

/** Reachable objects by Go type: their own bytes, and what would go with all of them. */
export function TypeTable(props: {
  rows: readonly HeapTypeRow[];
  selected: string | undefined;
  onSelect: (type: string) => void;
}) {
  const { rows, selected, onSelect } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const columns = useMemo((): readonly TableColumn<HeapTypeRow>[] => {
    const bytes = (id: 'bytes' | 'retainedBytes', title: string) => ({
      id,
      title,
      width: 96,
      align: 'right' as const,
      value: (row: HeapTypeRow) => row[id],
      render: (row: HeapTypeRow) => f.bytes(row[id]),
    });
    return [
      {
        id: 'type',
        title: t('heap.type'),
        value: (row) => row.type,
        render: (row) => <GoName name={row.type} />,
      },
      {
        id: 'objects',
        title: t('heap.objects'),
        width: 96,
        align: 'right',
        value: (row) => row.objects,
        render: (row) => f.count(row.objects),
      },
      bytes('bytes', t('heap.bytes')),
      bytes('retainedBytes', t('heap.retained')),
    ];
  }, [t, f]);
  return (
    <VirtualTable
      label={t('heap.types')}
      columns={columns}
      rows={rows}
      isSelected={(row) => row.type === selected}
      onSelect={(row) => onSelect(row.type)}
      initialSorting={{ column: 'bytes', direction: 'descending' }}
    />
  );
}

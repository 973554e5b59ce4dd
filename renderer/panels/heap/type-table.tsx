import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapType } from '../../../app/contract/views';
import { useFormats } from '../../i18n/setup';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';

/** Objects and bytes by Go type. */
export function TypeTable({ rows }: { rows: readonly HeapType[] }) {
  const { t } = useTranslation();
  const f = useFormats();
  const columns = useMemo(
    (): readonly TableColumn<HeapType>[] => [
      {
        id: 'bytes',
        title: t('heap.bytes'),
        width: 96,
        align: 'right',
        value: (row) => row.bytes,
        render: (row) => f.bytes(row.bytes),
      },
      {
        id: 'objects',
        title: t('heap.objects'),
        width: 96,
        align: 'right',
        value: (row) => row.objects,
        render: (row) => f.count(row.objects),
      },
      {
        id: 'type',
        title: t('heap.type'),
        value: (row) => row.type,
        render: (row) => <code>{row.type}</code>,
      },
    ],
    [t, f],
  );
  return (
    <VirtualTable
      label={t('heap.types')}
      columns={columns}
      rows={rows}
      isSelected={() => false}
      onSelect={() => undefined}
      initialSorting={{ column: 'bytes', direction: 'descending' }}
    />
  );
}

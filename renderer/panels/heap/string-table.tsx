import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapString } from '../../../app/contract/heap-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Busy } from '../../widgets/progress';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';

/** Rows asked for: those that waste most. */
const limit = 1000;

/** Strings that lie in memory more than once, by what that wastes. */
export function StringTable({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const reply = useReply('heap.strings', { bundle, limit });
  const columns = useMemo((): readonly TableColumn<HeapString>[] => {
    const figure = (id: 'copies' | 'lengthBytes' | 'wastedBytes', title: string) => ({
      id,
      title,
      width: 88,
      align: 'right' as const,
      value: (row: HeapString) => row[id],
      render: (row: HeapString) => (id === 'copies' ? f.count(row[id]) : f.bytes(row[id])),
    });
    return [
      figure('wastedBytes', t('heap.wasted')),
      figure('copies', t('heap.copies')),
      figure('lengthBytes', t('heap.length')),
      {
        id: 'text',
        title: t('heap.text'),
        value: (row) => row.text,
        render: (row) => <code>{JSON.stringify(row.text)}</code>,
      },
      {
        id: 'example',
        title: t('heap.example'),
        value: (row) => row.example,
        render: (row) => <GoName className="dim" name={row.example} />,
      },
    ];
  }, [t, f]);
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('heap.building')} />;
  const { rows, total, wastedBytes, strings, read } = reply.value;
  return (
    <VirtualTable
      label={t('heap.strings')}
      columns={columns}
      rows={rows}
      total={total}
      isSelected={(row) => row.node === object?.node}
      onSelect={(row) => select({ object: { node: row.node, label: row.example } })}
      initialSorting={{ column: 'wastedBytes', direction: 'descending' }}
      tools={
        <span className="dim">
          {t('heap.stringsRead', {
            wasted: f.bytes(wastedBytes),
            read: f.count(read),
            strings: f.count(strings),
          })}
        </span>
      }
    />
  );
}

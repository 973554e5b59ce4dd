import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RawInput } from '../../../app/contract/ipc';
import type { ProfileRow } from '../../../app/contract/profile-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { formatPosition, useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';

/** `go tool pprof -top`, sortable. */
export function TopTable({ query }: { query: RawInput<'profile.top'> }) {
  const { t } = useTranslation();
  const f = useFormats();
  const reply = useReply('profile.top', query);
  const selected = useSelection((state) => state.selection.function);
  const select = useSelection((state) => state.select);
  const unit = reply.state === 'ready' ? reply.value.unit : '';
  const total = reply.state === 'ready' ? reply.value.total : 0;
  const hasBase = query.base !== undefined;

  const columns = useMemo((): readonly TableColumn<ProfileRow>[] => {
    const number = (
      id: 'flat' | 'cum' | 'flatDelta' | 'cumDelta',
      title: string,
      help: string,
    ): TableColumn<ProfileRow> => ({
      id,
      title,
      help,
      width: 96,
      align: 'right',
      value: (row) => row[id],
      render: (row) => (id.endsWith('Delta') ? f.delta(row[id], unit) : f.value(row[id], unit)),
    });
    return [
      number('flat', 'flat', t('profile.flatHelp')),
      {
        id: 'share',
        title: 'flat%',
        width: 64,
        align: 'right',
        value: (row) => (total === 0 ? 0 : row.flat / total),
        render: (row) => f.percent(total === 0 ? 0 : row.flat / total),
      },
      number('cum', 'cum', t('profile.cumHelp')),
      ...(hasBase
        ? [
            number('flatDelta', 'Δ flat', t('profile.deltaHelp')),
            number('cumDelta', 'Δ cum', t('profile.deltaHelp')),
          ]
        : []),
      {
        id: 'function',
        title: t('table.function'),
        value: (row) => row.function,
        render: (row) => <code>{row.function}</code>,
      },
      {
        id: 'place',
        title: t('table.place'),
        width: 150,
        value: (row) => formatPosition({ path: row.file, line: row.line }),
      },
    ];
  }, [f, t, unit, total, hasBase]);
  const isSelected = useCallback((row: ProfileRow) => row.function === selected, [selected]);

  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  return (
    <VirtualTable
      label={t('profile.top')}
      columns={columns}
      rows={reply.value.rows}
      isSelected={isSelected}
      onSelect={(row) =>
        select({
          function: row.function,
          ...(row.file !== '' && { source: { path: row.file, line: row.line } }),
        })
      }
      initialSorting={{ column: hasBase ? 'flatDelta' : 'flat', direction: 'descending' }}
    />
  );
}

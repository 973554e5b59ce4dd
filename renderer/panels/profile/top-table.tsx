import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileQuery, ProfileRow } from '../../../app/contract/profile-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { FunctionName } from '../../widgets/function-name';
import { Busy } from '../../widgets/progress';
import { SignedBar } from '../../widgets/signed-bar';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { PeekView } from './peek-view';
import { selectFunction } from './select-function';

/** A row with the running sum of flat, which has a meaning only in the order of flat. */
interface TopRow extends ProfileRow {
  readonly sum: number;
}

/** `go tool pprof -top`, sortable; with a base, how much each function grew; beneath it, the calls of the chosen one. */
export function TopTable({ query }: { query: ProfileQuery }) {
  const { t } = useTranslation();
  const f = useFormats();
  const reply = useReply('profile.top', query);
  const selected = useSelection((state) => state.selection.function);
  const unit = reply.state === 'ready' ? reply.value.unit : '';
  const total = reply.state === 'ready' ? reply.value.total : 0;
  const hasBase = query.base !== undefined;
  const answer = reply.state === 'ready' ? reply.value.rows : undefined;
  const rows = useMemo(() => addSums(answer ?? []), [answer]);

  const columns = useMemo((): readonly TableColumn<TopRow>[] => {
    const share = (value: number) => (total === 0 ? 0 : value / total);
    const largest = rows.reduce((max, row) => Math.max(max, Math.abs(row.cumDelta)), 1);
    const isSampled = rows.some(({ flatError }) => flatError !== undefined);
    const value = (id: 'flat' | 'cum', help: string): TableColumn<TopRow> => ({
      ...{ id, title: id, width: isSampled ? 132 : 88, align: 'right' as const },
      help: isSampled ? `${help} ${t('profile.errorHelp')}` : help,
      value: (row) => row[id],
      render: (row) => f.withError(row[id], row[`${id}Error`] || undefined, unit),
    });
    const part = (id: 'flat' | 'sum' | 'cum', help: string): TableColumn<TopRow> => ({
      ...{ id: `${id}%`, title: `${id}%`, help, width: 62, align: 'right' as const },
      value: (row) => share(row[id]),
      render: (row) => f.percent(share(row[id])),
    });
    const change = (id: 'flatDelta' | 'cumDelta', title: string): TableColumn<TopRow>[] => [
      {
        ...{ id, title, help: t('profile.deltaHelp'), width: 92, align: 'right' as const },
        value: (row) => row[id],
        render: (row) => f.delta(row[id], unit),
      },
      {
        ...{ id: `${id}Bar`, title: '−/+', help: t('profile.deltaBarHelp'), width: 72 },
        value: (row) => row[id],
        render: (row) => <SignedBar share={row[id] / largest} />,
      },
    ];
    return [
      {
        id: 'function',
        title: t('table.function'),
        value: (row) => row.function,
        render: (row) => <FunctionName name={row.function} />,
      },
      value('flat', t('profile.flatHelp')),
      part('flat', t('profile.flatShareHelp')),
      ...(hasBase
        ? [...change('flatDelta', 'Δ flat'), value('cum', t('profile.cumHelp'))]
        : [part('sum', t('profile.sumHelp')), value('cum', t('profile.cumHelp'))]),
      part('cum', t('profile.cumShareHelp')),
      ...(hasBase ? change('cumDelta', 'Δ cum') : []),
    ];
  }, [f, t, rows, unit, total, hasBase]);
  const isSelected = useCallback((row: TopRow) => row.function === selected, [selected]);

  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  return (
    <div className="top-and-peek">
      <VirtualTable
        label={t(hasBase ? 'profile.topDifference' : 'profile.top')}
        columns={columns}
        rows={rows}
        isSelected={isSelected}
        onSelect={(row) => void selectFunction(query, row.function)}
        initialSorting={{ column: hasBase ? 'flatDelta' : 'flat', direction: 'descending' }}
      />
      <PeekView query={query} name={selected} />
    </div>
  );
}

/** Rows come in the order of flat, as pprof sums them. */
function addSums(rows: readonly ProfileRow[]): readonly TopRow[] {
  let sum = 0;
  return rows.map((row) => ({ ...row, sum: (sum += row.flat) }));
}

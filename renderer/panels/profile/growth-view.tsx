import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RawInput } from '../../../app/contract/ipc';
import type { GrowthRow, GrowthTable } from '../../../app/contract/profile-growth';
import { kindTexts } from '../../../app/domain/pprof/texts';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { formatPosition, useSelection } from '../../store/selection';
import { useSeriesRevision } from '../../store/watched-series';
import { FailureNote } from '../../widgets/failure-note';
import { FunctionName } from '../../widgets/function-name';
import { Busy } from '../../widgets/progress';
import { SeriesChart } from '../../widgets/series-chart';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';

/** Which call stacks grow over the profiles of a session, and how sure that is. */
export function GrowthView({ query }: { query: RawInput<'profile.growth'> }) {
  const { t } = useTranslation();
  const revision = useSeriesRevision(query.bundle);
  const reply = useReply('profile.growth', { ...query, ...(revision > 0 && { revision }) });
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  return <Growth table={reply.value} />;
}

function Growth({ table }: { table: GrowthTable }) {
  const { t, i18n } = useTranslation();
  const f = useFormats();
  const selected = useSelection((state) => state.selection.function);
  const select = useSelection((state) => state.select);
  const columns = useColumns(table);
  const { total, unit, rows } = table;
  const last = total.values.length - 1;
  const seconds = (table.atSeconds[last] ?? 0) - (table.atSeconds[0] ?? 0);
  const rate = table.isRate ? '/s' : '';
  const figure = (index: number) =>
    f.withError(total.values[index] ?? 0, total.standardErrors?.[index], unit) + rate;
  const texts = kindTexts[i18n.language === 'zh' ? 'zh' : 'en'];
  const grows = rows.filter((row) => row.grows).length;

  // A site is the better match; a library function is only found further down the stacks.
  const bySite = rows.some((row) => row.site.function === selected);
  const isSelected = useCallback(
    (row: GrowthRow) =>
      selected !== undefined &&
      (bySite
        ? row.site.function === selected
        : row.frames.some((frame) => frame.function === selected)),
    [selected, bySite],
  );

  return (
    <div className="growth">
      <p className="growth-summary" role="status" aria-label={t('profile.growthSummary')}>
        <b>{t('profile.growing', { count: grows })}</b>
        <span>
          {t('profile.growthOf', {
            count: table.atSeconds.length,
            seconds: f.seconds(seconds),
            stacks: f.count(table.stacks),
            tested: f.count(table.tested),
          })}
        </span>
        <span title={[texts.sampleType[table.type], texts.nature[table.nature]].join(' ')}>
          <code>{table.type}</code> {last > 0 && `${figure(0)} → `}
          {figure(Math.max(0, last))}
        </span>
        {table.beforeRestart > 0 && (
          <span>{t('profile.restarted', { count: table.beforeRestart })}</span>
        )}
        {table.atSeconds.length < 4 && <span>{t('profile.tooFew')}</span>}
      </p>
      <VirtualTable
        label={t('profile.growth')}
        columns={columns}
        rows={rows}
        isSelected={isSelected}
        onSelect={({ site }) =>
          select({
            function: site.function,
            ...(site.file !== '' && { source: { path: site.file, line: site.line } }),
          })
        }
      />
    </div>
  );
}

function useColumns(table: GrowthTable): readonly TableColumn<GrowthRow>[] {
  const { t } = useTranslation();
  const f = useFormats();
  return useMemo(() => {
    const { unit, atSeconds, isRate } = table;
    const rate = isRate ? '/s' : '';
    const last = (row: GrowthRow) => row.values[row.values.length - 1] ?? 0;
    const columns: readonly TableColumn<GrowthRow>[] = [
      {
        id: 'grows',
        title: '▲',
        help: t('profile.growsHelp'),
        width: 34,
        value: (row) => (row.grows ? 1 : 0),
        render: (row) =>
          row.grows && (
            <span className="grows" role="img" aria-label={t('profile.grows')}>
              ▲
            </span>
          ),
      },
      {
        id: 'function',
        title: t('table.function'),
        value: (row) => row.site.function,
        render: ({ site, frames }) => (
          <FunctionName
            name={site.function}
            title={frames.map((frame) => frame.function).join('\n')}
          />
        ),
      },
      {
        id: 'slope',
        title: t('profile.slope'),
        help: t('profile.slopeHelp'),
        width: 100,
        align: 'right',
        value: (row) => row.slope.perSecond,
        render: (row) => `${f.delta(row.slope.perSecond, unit)}${isRate ? '/s²' : '/s'}`,
      },
      {
        id: 'interval',
        title: t('profile.interval'),
        help: t('profile.intervalHelp'),
        width: 168,
        align: 'right',
        value: (row) => row.slope.low,
        render: ({ slope }) => f.range(slope.low, slope.high, unit) + (isRate ? '/s²' : '/s'),
      },
      {
        id: 'last',
        title: t('profile.last'),
        help: t('profile.lastHelp'),
        width: 128,
        align: 'right',
        value: last,
        render: (row) => f.withError(last(row), row.standardError, unit) + rate,
      },
      {
        id: 'trend',
        title: t('profile.trend'),
        width: 84,
        value: () => undefined,
        render: (row) => (
          <SeriesChart
            label={t('profile.trendOf', { name: row.site.function })}
            points={row.values.map((y, index) => ({ x: atSeconds[index] ?? index, y }))}
            color={row.grows ? 'var(--grow)' : 'var(--text-3)'}
            width={72}
            height={16}
            fromZero
          />
        ),
      },
      {
        id: 'q',
        title: 'q',
        help: t('profile.qHelp'),
        width: 64,
        align: 'right',
        value: (row) => row.q,
        render: ({ q }) => (q === undefined ? '—' : q < 0.0001 ? '< 0.0001' : f.number(q, 4)),
      },
      {
        id: 'place',
        title: t('table.place'),
        width: 120,
        value: ({ site }) => formatPosition({ path: site.file, line: site.line }),
      },
    ];
    return columns;
  }, [f, t, table]);
}

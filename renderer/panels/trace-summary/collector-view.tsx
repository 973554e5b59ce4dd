import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatShare } from '../../../app/domain/format/format';
import type {
  TraceCollection,
  TraceStop,
  TraceSummaryDocument,
} from '../../../app/contract/trace-summary';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { formatNs } from './format-time';
import { HeapPlot } from './heap-plot';
import { MmuPlot } from './mmu-plot';
import { Picture } from './picture';
import type { TraceRange } from './use-trace-range';

/** What the collector did: cycles, stops of the world, the heap it kept, and what it left to the program. */
export function CollectorView(props: { summary: TraceSummaryDocument; range: TraceRange }) {
  const { summary, range } = props;
  const { stats, collections, stops } = summary;
  const { gc, durationNs } = stats;
  const { t } = useTranslation();
  const when = useMemo(() => stretchColumns(t, durationNs), [t, durationNs]);
  const cycleColumns = useMemo(
    (): readonly TableColumn<TraceCollection>[] => [
      ...when,
      {
        ...{ id: 'floor', title: t('traceSummary.liveAfter'), width: 96, align: 'right' },
        value: (row) => row.floorBytes,
        render: ({ floorBytes }) => (floorBytes === undefined ? '–' : formatBytes(floorBytes)),
      },
    ],
    [t, when],
  );
  const stopColumns = useMemo(
    (): readonly TableColumn<TraceStop>[] => [
      ...when,
      { id: 'kind', title: t('traceSummary.kind'), value: (row) => row.kind },
    ],
    [t, when],
  );
  return (
    <div className="summary-collector">
      <p className="summary-line">
        {t('traceSummary.gcLine', {
          cycles: formatCount(gc.cycles),
          share: formatShare(gc.cpuShare),
          dedicated: formatNs(gc.dedicatedNs),
          fractional: formatNs(gc.fractionalNs),
          idle: formatNs(gc.idleNs),
          assists: formatNs(gc.assists.totalNs),
          swept: formatBytes(gc.sweptBytes),
          reclaimed: formatBytes(gc.reclaimedBytes),
        })}
      </p>
      <div className="summary-plots">
        <Picture title={t('traceSummary.heap')} keys={['in-use', 'goal', 'floor']}>
          <HeapPlot summary={summary} range={range} />
        </Picture>
        <Picture title={t('traceSummary.mmu')} help={t('traceSummary.mmuHelp')}>
          <MmuPlot mmu={stats.mmu} />
        </Picture>
      </div>
      <div className="summary-tables">
        <VirtualTable
          label={t('traceSummary.collections')}
          columns={cycleColumns}
          rows={collections}
          isSelected={range.isChosen}
          onSelect={(row) => range.choose(row)}
          tools={<b>{t('traceSummary.collections')}</b>}
        />
        <VirtualTable
          label={t('traceSummary.stops')}
          columns={stopColumns}
          rows={stops}
          isSelected={range.isChosen}
          onSelect={(row) => range.choose(row)}
          initialSorting={{ column: 'length', direction: 'descending' }}
          tools={<b>{t('traceSummary.stops')}</b>}
        />
      </div>
    </div>
  );
}

type Stretch = Pick<TraceCollection, 'beginNs' | 'endNs'>;

function stretchColumns(t: TFunction, durationNs: number): readonly TableColumn<Stretch>[] {
  const length = ({ beginNs = 0, endNs = durationNs }: Stretch) => endNs - beginNs;
  return [
    {
      ...{ id: 'at', title: t('traceSummary.moment'), width: 84, align: 'right' },
      value: (row) => row.beginNs ?? 0,
      render: ({ beginNs }) => (beginNs === undefined ? '–' : formatNs(beginNs)),
    },
    {
      ...{ id: 'length', title: t('traceSummary.lasts'), width: 84, align: 'right' },
      value: length,
      // Of one that is still open, more than this.
      render: (row) => `${row.endNs === undefined ? '> ' : ''}${formatNs(length(row))}`,
    },
  ];
}

import { useTranslation } from 'react-i18next';
import {
  formatBytes,
  formatCount,
  formatRate,
  formatShare,
} from '../../../app/domain/format/format';
import type { TraceStats } from '../../../app/contract/trace-stats';
import { formatNs } from './format-time';
import type { SummaryTab } from './summary-view';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly more: string;
  readonly tab?: SummaryTab;
}

/** The figures of a trace; those with a view of their own lead there. */
export function Figures({
  stats,
  onShow,
}: {
  stats: TraceStats;
  onShow: (tab: SummaryTab) => void;
}) {
  const figures = useFigures(stats);
  return (
    <dl className="summary-figures">
      {figures.map(({ name, value, more, tab }) => (
        <div key={name}>
          <dt>
            {tab === undefined ? (
              name
            ) : (
              <button className="link" onClick={() => onShow(tab)}>
                {name}
              </button>
            )}
          </dt>
          <dd>
            <b>{value}</b>
            <span className="dim">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useFigures(stats: TraceStats): readonly Figure[] {
  const { t } = useTranslation();
  const { goroutines, schedulingLatency: latency, gc, heap, utilisation } = stats;
  const { floorBytesPerSecond: slope, lastFloorBytes: floor } = heap;
  return [
    {
      name: t('traceSummary.duration'),
      value: formatNs(stats.durationNs),
      more: t('traceSummary.events', { n: formatCount(stats.events), version: stats.traceVersion }),
    },
    {
      name: t('traceSummary.goroutines'),
      value: t('traceSummary.alive', { n: formatCount(goroutines.alive) }),
      more: t('traceSummary.created', {
        created: formatCount(goroutines.created),
        ended: formatCount(goroutines.ended),
      }),
    },
    {
      name: t('traceSummary.utilisation'),
      value: formatShare(utilisation.share),
      more: t('traceSummary.ofPs', { count: stats.procs }),
    },
    {
      name: t('traceSummary.latency'),
      value: latency.count === 0 ? '–' : formatNs(latency.p99Ns),
      more: latency.count === 0 ? '' : t('traceSummary.p99Max', { max: formatNs(latency.maxNs) }),
      ...(latency.count > 0 && { tab: 'latency' as const }),
    },
    {
      name: t('traceSummary.collections'),
      value: formatCount(gc.cycles),
      more: t('traceSummary.gcCpu', { share: formatShare(gc.cpuShare) }),
      ...(gc.cycles + gc.stops.count > 0 && { tab: 'collector' as const }),
    },
    {
      name: t('traceSummary.stops'),
      value: gc.stops.count === 0 ? '–' : formatNs(gc.stops.maxNs),
      more:
        gc.stops.count === 0 ? '' : t('traceSummary.longestOf', { n: formatCount(gc.stops.count) }),
      ...(gc.cycles + gc.stops.count > 0 && { tab: 'collector' as const }),
    },
    {
      name: t('traceSummary.floor'),
      value: floor === undefined ? '–' : formatBytes(floor),
      more: slope === undefined ? '' : `${slope > 0 ? '+' : ''}${formatRate(slope, 'bytes')}`,
    },
  ];
}

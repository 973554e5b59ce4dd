import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineSummary } from '../../../app/contract/timeline';
import type { TracePathOf, TraceSummaryDocument } from '../../../app/contract/trace-summary';
import { Segmented } from '../../widgets/segmented';
import { AnnotationsView } from './annotations-view';
import { CollectorView } from './collector-view';
import { LatencyView } from './latency-view';
import { Overview } from './overview';
import { PathView } from './path-view';
import { useTraceRange } from './use-trace-range';
import { WakesView } from './wakes-view';

const tabs = ['overview', 'latency', 'collector', 'annotations', 'wakes', 'path'] as const;
export type SummaryTab = (typeof tabs)[number];

/** One view of a trace at a time; all of them show and move the one selection. */
export function SummaryView(props: { timeline: TimelineSummary; summary: TraceSummaryDocument }) {
  const { timeline, summary } = props;
  const { stats } = summary;
  const { t } = useTranslation();
  const [tab, setTab] = useState<SummaryTab>('overview');
  const [of, setOf] = useState<TracePathOf>();
  const range = useTraceRange(timeline.startSeconds, stats.durationNs);
  const showPath = useCallback((next: TracePathOf) => {
    setOf(next);
    setTab('path');
  }, []);
  const has = {
    ...{ overview: true, path: true },
    latency: stats.schedulingLatency.count > 0,
    collector: stats.gc.cycles > 0 || stats.gc.stops.count > 0,
    annotations: stats.tasks.begun + stats.regions.begun + summary.annotations.length > 0,
    wakes: stats.wakes.length > 0,
  };
  return (
    <>
      <div className="table-tools">
        <Segmented
          label={t('profile.view')}
          options={tabs}
          value={tab}
          textOf={(each) => t(`traceSummary.tabs.${each}`)}
          titleOf={(each) => t(`traceSummary.${has[each] ? 'tabHelp' : 'noneOf'}.${each}`)}
          isDisabled={(each) => !has[each]}
          onChoose={setTab}
        />
        <span className="dim truncate">{stats.warnings.join(' ')}</span>
      </div>
      {tab === 'overview' && <Overview summary={summary} range={range} onShow={setTab} />}
      {tab === 'latency' && <LatencyView latency={stats.schedulingLatency} />}
      {tab === 'collector' && <CollectorView summary={summary} range={range} />}
      {tab === 'annotations' && (
        <AnnotationsView summary={summary} range={range} onPath={showPath} />
      )}
      {tab === 'wakes' && <WakesView summary={summary} />}
      {tab === 'path' && <PathView trace={timeline.trace} of={of} range={range} onAsk={setOf} />}
    </>
  );
}

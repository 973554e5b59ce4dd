import { useTranslation } from 'react-i18next';
import type { TraceSummaryDocument } from '../../../app/contract/trace-summary';
import { BlockedBars } from './blocked-bars';
import { Figures } from './figures';
import { HeapPlot } from './heap-plot';
import { LatencyPlot } from './latency-plot';
import { LoadPlot } from './load-plot';
import { MmuPlot } from './mmu-plot';
import { Picture } from './picture';
import type { SummaryTab } from './summary-view';
import type { TraceRange } from './use-trace-range';

/** The whole trace at a glance: its figures, and a picture for each of its questions. */
export function Overview(props: {
  summary: TraceSummaryDocument;
  range: TraceRange;
  onShow: (tab: SummaryTab) => void;
}) {
  const { summary, range, onShow } = props;
  const { stats } = summary;
  const { t } = useTranslation();
  return (
    <div className="summary-overview">
      <Figures stats={stats} onShow={onShow} />
      <div className="summary-plots over-time">
        <Picture title={t('traceSummary.load')} keys={['running', 'collecting']}>
          <LoadPlot summary={summary} range={range} />
        </Picture>
        <Picture title={t('traceSummary.heap')} keys={['in-use', 'goal', 'floor']}>
          <HeapPlot summary={summary} range={range} />
        </Picture>
      </div>
      <div className="summary-plots">
        <Picture title={t('traceSummary.latency')}>
          <LatencyPlot label={t('traceSummary.latency')} latency={stats.schedulingLatency} />
        </Picture>
        <Picture title={t('traceSummary.mmu')} help={t('traceSummary.mmuHelp')}>
          <MmuPlot mmu={stats.mmu} />
        </Picture>
        <Picture title={t('traceSummary.blocked')} help={t('traceSummary.blockedHelp')}>
          <BlockedBars summary={summary} />
        </Picture>
      </div>
    </div>
  );
}

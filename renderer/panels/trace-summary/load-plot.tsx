import { useTranslation } from 'react-i18next';
import type { TraceSummaryDocument } from '../../../app/contract/trace-summary';
import { Plot } from '../../widgets/plot/plot';
import { columnsPath } from '../../widgets/plot/paths';
import { formatNs, formatTick } from './format-time';
import type { TraceRange } from './use-trace-range';

/** How many Ps worked, and how many of them for the collector, over the time of the trace. */
export function LoadPlot(props: { summary: TraceSummaryDocument; range: TraceRange }) {
  const { t } = useTranslation();
  const { stats, busy } = props.summary;
  const { range, choose } = props.range;
  const ps = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  return (
    <Plot
      label={t('traceSummary.load')}
      x={{ from: 0, to: stats.durationNs }}
      yTo={stats.procs}
      formatX={formatTick}
      formatY={(value) => (Number.isInteger(value) ? String(value) : '')}
      range={range}
      onRange={(beginNs, endNs) => choose({ beginNs, endNs })}
      tell={(ns) => {
        const bucket = Math.min(busy.running.length - 1, Math.floor(ns / busy.widthNs));
        const running = busy.running[bucket];
        if (running === undefined) return undefined;
        return t('traceSummary.loadAt', {
          at: formatNs(ns),
          running: ps(running),
          collecting: ps(busy.collecting[bucket] ?? 0),
        });
      }}
    >
      {(frame) => (
        <>
          <path className="running" d={columnsPath(frame, busy.running, 0, busy.widthNs)} />
          <path className="collecting" d={columnsPath(frame, busy.collecting, 0, busy.widthNs)} />
        </>
      )}
    </Plot>
  );
}

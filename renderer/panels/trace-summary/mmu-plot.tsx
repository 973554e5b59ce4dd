import { useTranslation } from 'react-i18next';
import { formatShare } from '../../../app/domain/format/format';
import type { TraceStats } from '../../../app/contract/trace-stats';
import { linePath } from '../../widgets/plot/paths';
import { Plot } from '../../widgets/plot/plot';
import { formatNs, formatTick } from './format-time';

/** The least part of the machine that the collector left to the program, in any window of a length. */
export function MmuPlot({ mmu }: { mmu: TraceStats['mmu'] }) {
  const { t } = useTranslation();
  const first = mmu[0];
  const last = mmu.at(-1);
  if (first === undefined || last === undefined) {
    return <p className="dim plot-none">{t('traceSummary.noMmu')}</p>;
  }
  const points = mmu.map(({ windowNs, utilisation }) => ({ x: windowNs, y: utilisation }));
  return (
    <Plot
      label={t('traceSummary.mmu')}
      x={{ from: first.windowNs, to: last.windowNs, isLog: true }}
      yTo={1}
      formatX={formatTick}
      formatY={formatShare}
      tell={(ns) => {
        const next = mmu.findIndex(({ windowNs }) => windowNs > ns * 1.0001);
        const at = mmu[next < 0 ? mmu.length - 1 : next - 1] ?? first;
        return t('traceSummary.mmuAt', {
          window: formatNs(at.windowNs),
          share: formatShare(at.utilisation),
        });
      }}
    >
      {(frame) => {
        const line = linePath(frame, points);
        const base = frame.y.toPixel(0);
        return (
          <>
            <path className="mmu-area" d={`${line}V${base}H${frame.left}Z`} />
            <path className="mmu" d={line} />
          </>
        );
      }}
    </Plot>
  );
}

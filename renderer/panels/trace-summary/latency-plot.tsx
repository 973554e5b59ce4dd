import { useTranslation } from 'react-i18next';
import { formatCount, formatShare } from '../../../app/domain/format/format';
import type { TraceStats } from '../../../app/contract/trace-stats';
import { Plot } from '../../widgets/plot/plot';
import { formatNs, formatTick } from './format-time';
import { binsOf, lengthOfBin } from './latency-bins';

export type Latency = Pick<
  TraceStats['schedulingLatency'],
  'count' | 'p50Ns' | 'p99Ns' | 'maxNs' | 'buckets'
>;

/** Room for the word of a mark. */
const wordPixels = 32;

/** How often goroutines waited how long for a P. A bar that stands for anything is at least a pixel high. */
export function LatencyPlot({ label, latency }: { label: string; latency: Latency }) {
  const { t } = useTranslation();
  const bins = binsOf(latency.buckets);
  const first = bins[0];
  const last = bins.at(-1);
  if (first === undefined || last === undefined) {
    return <p className="dim plot-none">{t('traceSummary.noneOf.latency')}</p>;
  }
  const most = bins.reduce((high, { count }) => Math.max(high, count), 0);
  // Whole decades around it, so that two functions are read on like scales.
  const from = 10 ** Math.floor(Math.log10(lengthOfBin(first.bin)) + 1e-9);
  const to = 10 ** Math.ceil(Math.log10(lengthOfBin(last.bin + 1)) - 1e-9);
  const marks = [
    ['p50', latency.p50Ns],
    ['p99', latency.p99Ns],
    ['max', latency.maxNs],
  ] as const;
  return (
    <Plot
      label={label}
      x={{ from, to, isLog: true }}
      yTo={most * 1.14}
      formatX={formatTick}
      formatY={(value) => (Number.isInteger(value) ? formatCount(value) : '')}
      tell={(ns) => {
        const bin = bins.find(
          (each) => lengthOfBin(each.bin) <= ns && ns < lengthOfBin(each.bin + 1),
        );
        if (bin === undefined) return undefined;
        return t('traceSummary.latencyAt', {
          from: formatNs(lengthOfBin(bin.bin)),
          to: formatNs(lengthOfBin(bin.bin + 1)),
          times: formatCount(bin.count),
          share: formatShare(bin.count / latency.count),
        });
      }}
    >
      {({ x, y, top, bottom }) => (
        <>
          {bins.map(({ bin, count }) => {
            const left = Math.round(x.toPixel(lengthOfBin(bin)));
            const right = Math.round(x.toPixel(lengthOfBin(bin + 1)));
            const height = Math.max(1, Math.round(bottom - y.toPixel(count)));
            return (
              <rect
                key={bin}
                className="latency-bar"
                x={left}
                y={Math.round(bottom) - height}
                width={Math.max(1, right - left - 1)}
                height={height}
              />
            );
          })}
          {marks.map(([name, ns], i) => {
            const at = x.toPixel(ns);
            // Beside near ones a word stands a row below each.
            const near = marks.slice(0, i).filter((each) => at - x.toPixel(each[1]) < wordPixels);
            return (
              <g key={name} className="mark">
                <path d={`M${Math.floor(at) + 0.5} ${top}V${bottom}`} />
                <text x={at} dx={-4} y={top + 9 + 12 * near.length} textAnchor="end">
                  {name}
                </text>
              </g>
            );
          })}
        </>
      )}
    </Plot>
  );
}

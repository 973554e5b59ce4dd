import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../../app/domain/format/format';
import type { TraceSummaryDocument } from '../../../app/contract/trace-summary';
import { linePath, stepPath, type PlotPoint } from '../../widgets/plot/paths';
import { Band, Plot } from '../../widgets/plot/plot';
import { formatNs, formatTick } from './format-time';
import type { TraceRange } from './use-trace-range';

/** Collections drawn as bands; more would be a grey wall. */
const maxBands = 200;

type Series = TraceSummaryDocument['stats']['heap']['floor'];
const points = (series: Series): readonly PlotPoint[] =>
  series.map(({ atNs, bytes }) => ({ x: atNs, y: bytes }));

/** Heap in use, its goal and what collections left alive; a click chooses the collection there. */
export function HeapPlot(props: { summary: TraceSummaryDocument; range: TraceRange }) {
  const { t } = useTranslation();
  const { collections, stats } = props.summary;
  const { range, choose } = props.range;
  const { inUse, goal, floor } = useMemo(
    () => ({
      inUse: points(stats.heap.inUse),
      goal: points(stats.heap.goal),
      floor: points(stats.heap.floor),
    }),
    [stats.heap],
  );
  const top = useMemo(
    () => [...inUse, ...goal, ...floor].reduce((high, { y }) => Math.max(high, y), 0),
    [inUse, goal, floor],
  );
  const { durationNs } = stats;
  const bytesAt = (series: readonly PlotPoint[], ns: number): string => {
    const point = valueAt(series, ns);
    return point === undefined ? '–' : formatBytes(point);
  };
  return (
    <Plot
      label={t('traceSummary.heap')}
      x={{ from: 0, to: durationNs }}
      yTo={top * 1.05}
      yUnit={1024 ** Math.floor(Math.log(Math.max(1, top)) / Math.log(1024))}
      formatX={formatTick}
      formatY={(value) => (value === 0 ? '0' : formatBytes(value).replace(/\.0(?= )/, ''))}
      range={range}
      onRange={(beginNs, endNs) => choose({ beginNs, endNs })}
      onPick={(ns) => {
        const hit = nearest(collections, ns, durationNs);
        if (hit !== undefined) choose(hit);
      }}
      tell={(ns) =>
        t('traceSummary.heapAt', {
          at: formatNs(ns),
          inUse: bytesAt(inUse, ns),
          goal: bytesAt(goal, ns),
          floor: bytesAt(floor, ns),
        })
      }
    >
      {(frame) => (
        <>
          {collections.length <= maxBands &&
            collections.map(({ beginNs = 0, endNs = durationNs }, i) => (
              <Band key={i} frame={frame} from={beginNs} to={endNs} className="gc-band" />
            ))}
          <path className="in-use" d={linePath(frame, inUse)} />
          <path className="goal" d={stepPath(frame, goal, durationNs)} />
          <path className="floor" d={linePath(frame, floor)} />
          {floor.length <= maxBands &&
            floor.map(({ x, y }) => (
              <circle
                key={x}
                className="floor-dot"
                cx={frame.x.toPixel(x)}
                cy={frame.y.toPixel(y)}
                r={2.5}
              />
            ))}
        </>
      )}
    </Plot>
  );
}

/** The last value up to a moment. */
function valueAt(series: readonly PlotPoint[], ns: number): number | undefined {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series[middle]!.x <= ns) low = middle + 1;
    else high = middle;
  }
  return series[low - 1]?.y;
}

/** The collection at a moment, or the next one to it. */
function nearest(
  collections: TraceSummaryDocument['collections'],
  ns: number,
  durationNs: number,
): TraceSummaryDocument['collections'][number] | undefined {
  let best: { readonly away: number; readonly at: number } | undefined;
  for (const [at, { beginNs = 0, endNs = durationNs }] of collections.entries()) {
    const away = Math.max(0, beginNs - ns, ns - endNs);
    if (best === undefined || away < best.away) best = { away, at };
  }
  return best && collections[best.at];
}

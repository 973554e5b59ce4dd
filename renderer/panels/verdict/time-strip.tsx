import { useTranslation } from 'react-i18next';
import type { Growth } from '../../../app/contract/findings';
import { computeScale, toPath } from '../../widgets/series-chart';
import { useSize } from '../../widgets/use-size';
import { pickLanes, type Lane } from './lanes';

const laneHeight = 10;

export interface TimeStripProps {
  readonly growth: Growth | undefined;
  readonly lanes: readonly Lane[];
  readonly endSeconds: number;
}

/** Samples after forced collections with their floor; below, lives of the goroutines in question. */
export function TimeStrip({ growth, lanes, endSeconds }: TimeStripProps) {
  const { t } = useTranslation();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const samples = growth?.samples ?? [];
  const maxLanes = Math.max(0, Math.floor(Math.min(height * 0.5, height - 60) / laneHeight));
  const shown = pickLanes(lanes, samples.length > 1 ? maxLanes : Math.floor(height / laneHeight));
  const chartHeight = Math.max(20, height - shown.length * laneHeight - 8);
  const points = samples.map(({ atSeconds: x, value: y }) => ({ x, y }));
  const scale = computeScale(points, width, chartHeight, false);
  const x = (seconds: number) => (seconds / Math.max(endSeconds, 1e-3)) * width;
  const first = points[0];
  const last = points.at(-1);
  return (
    <div ref={box} className="time-strip">
      <svg role="img" aria-label={t('verdict.timePicture')} width={width} height={height}>
        {scale !== undefined &&
          first !== undefined &&
          last !== undefined &&
          growth !== undefined && (
            <>
              {points.map((point) => (
                <rect
                  key={point.x}
                  x={scale.x(point.x)}
                  width={1}
                  height={height}
                  fill="var(--text-3)"
                  opacity={0.35}
                />
              ))}
              <path d={toPath(points, scale)} fill="none" stroke="var(--mem)" strokeWidth={1.5} />
              <path
                d={floorPath(growth, scale)}
                fill="none"
                stroke="var(--confirmed)"
                strokeDasharray="3 3"
              />
              {points.map((point) => (
                <circle
                  key={point.x}
                  cx={scale.x(point.x)}
                  cy={scale.y(point.y)}
                  r={2.5}
                  fill="var(--mem)"
                />
              ))}
            </>
          )}
        {shown.map((lane, index) => {
          const y = chartHeight + 8 + index * laneHeight;
          const from = x(lane.createdAtSeconds ?? 0);
          const to = x(lane.endedAtSeconds ?? endSeconds);
          return (
            <g key={lane.goid}>
              <title>{`G${lane.goid} ${lane.function} · ${lane.waitReason || lane.state}`}</title>
              <rect
                x={from}
                y={y}
                width={Math.max(2, to - from)}
                height={5}
                fill="var(--time)"
                opacity={0.3}
              />
              <rect
                x={from}
                y={y}
                width={Math.min(12, Math.max(2, to - from))}
                height={5}
                fill="var(--time)"
              />
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** The fitted line through the middle of the samples. */
function floorPath(growth: Growth, scale: { x(v: number): number; y(v: number): number }): string {
  const { samples, perSecond } = growth;
  const middleX = samples.reduce((sum, sample) => sum + sample.atSeconds, 0) / samples.length;
  const middleY = samples.reduce((sum, sample) => sum + sample.value, 0) / samples.length;
  const at = (seconds: number) => middleY + perSecond * (seconds - middleX);
  const from = samples[0]?.atSeconds ?? 0;
  const to = samples.at(-1)?.atSeconds ?? 0;
  return `M${scale.x(from)} ${scale.y(at(from))}L${scale.x(to)} ${scale.y(at(to))}`;
}

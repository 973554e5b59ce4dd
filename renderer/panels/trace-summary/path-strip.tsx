import { useTranslation } from 'react-i18next';
import type { TracePathView } from '../../../app/contract/trace-summary';
import { useSize } from '../../widgets/use-size';
import type { TraceRange } from './use-trace-range';
import { chooseSegment, stateClass } from './path-segments';

const height = 28;
const usualWidth = 800;

/** The path over time: states by colour, and a notch where another goroutine takes over. */
export function PathStrip({ path, range }: { path: TracePathView; range: TraceRange }) {
  const { t } = useTranslation();
  const [host, size] = useSize<HTMLDivElement>();
  const width = Math.floor(size.width) || usualWidth;
  const { segments, beginNs, endNs } = path;
  const perNs = width / (endNs - beginNs || 1);
  const x = (ns: number) => Math.round((ns - beginNs) * perNs);
  return (
    <div className="path-strip" ref={host}>
      <svg role="img" aria-label={t('traceSummary.pathTitle')} width={width} height={height}>
        {segments.map((segment, i) => {
          const left = x(segment.beginNs);
          return (
            <rect
              key={i}
              className={
                range.isChosen(segment)
                  ? `${stateClass(segment.state)} chosen`
                  : stateClass(segment.state)
              }
              x={left}
              y={4}
              width={Math.max(1, x(segment.endNs) - left)}
              height={height - 8}
              onClick={() => chooseSegment(path, i, range)}
            >
              <title>{`G${segment.goid} ${segment.reason}`}</title>
            </rect>
          );
        })}
        {segments.map(({ goid, beginNs: from }, i) =>
          i > 0 && segments[i - 1]!.goid !== goid ? (
            <path key={i} className="handover" d={`M${x(from) + 0.5} 0V${height}`} />
          ) : null,
        )}
      </svg>
    </div>
  );
}

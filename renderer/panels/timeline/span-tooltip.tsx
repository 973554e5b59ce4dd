import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineDetail } from '../../../app/contract/timeline';
import { request } from '../../store/bridge';
import { formatPosition } from '../../store/selection';
import type { CanvasPlace } from '../../widgets/timeline-canvas/timeline-canvas';
import { SpanWords } from './span-detail';

/** The pointer must rest that long: sweeping over a timeline asks nothing. */
const restMs = 90;
const maxFrames = 6;
const maxWidth = 396;

/** What the span under the pointer is. */
export function SpanTooltip(props: {
  trace: string;
  place: CanvasPlace | undefined;
  left: number;
  size: { readonly width: number; readonly height: number };
}) {
  const { trace, place, size } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState<{ detail: TimelineDetail; place: CanvasPlace }>();
  useEffect(() => {
    setShown(undefined);
    if (place?.lane === undefined) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      const input = { trace, lane: place.lane!, atNs: Math.max(0, place.ns) };
      void request('trace.at', input).then((reply) => {
        if (!isCurrent || !reply.ok || reply.value.detail === undefined) return;
        setShown({ detail: reply.value.detail, place });
      });
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [trace, place]);
  if (shown === undefined) return undefined;
  const { detail } = shown;
  const { x, y } = shown.place;
  return (
    <div
      className="timeline-tooltip"
      aria-hidden="true"
      style={{
        left: Math.max(0, Math.min(props.left + x + 14, props.left + size.width - maxWidth)),
        ...(y < size.height / 2 ? { top: y + 18 } : { bottom: size.height - y + 10 }),
      }}
    >
      <p>
        <b>{detail.goid === undefined ? '' : `G${detail.goid} `}</b>
        {t(`timeline.state.${detail.state}`)} <span className="dim">{detail.function}</span>
      </p>
      <p>
        <SpanWords detail={detail} />
      </p>
      {detail.stack.slice(0, maxFrames).map((frame, i) => (
        <code key={i} className="truncate">
          {frame.function} {formatPosition({ path: frame.file, line: frame.line })}
        </code>
      ))}
    </div>
  );
}

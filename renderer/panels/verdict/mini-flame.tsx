import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flame } from '../../../app/contract/profile-views';
import { useFormats } from '../../i18n/setup';
import { useSize } from '../../widgets/use-size';
import { computeMiniFlame } from './mini-flame-model';

const rowHeight = 24;

/** The way the growth took, widest first: enough to see, with the panel one click away. */
export function MiniFlame({ flame, prefer }: { flame: Flame; prefer: string | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const rowCount = Math.max(1, Math.floor(height / rowHeight));
  const bars = useMemo(() => computeMiniFlame(flame, rowCount, prefer), [flame, rowCount, prefer]);
  return (
    <div ref={box} className="mini-flame">
      <svg role="img" aria-label={t('verdict.flamePicture')} width={width} height={height}>
        {bars.map((bar) => {
          const x = bar.left * width;
          const w = Math.max(1, bar.width * width - 1);
          const room = Math.floor((w - 12) / 6.7);
          const label = bar.isLast ? `${bar.label}  ${f.delta(bar.delta, flame.unit)}` : bar.label;
          return (
            <g key={bar.node}>
              <title>{`${bar.label}\n${f.value(bar.value, flame.unit)} (${f.delta(bar.delta, flame.unit)})`}</title>
              <rect
                x={x}
                y={bar.row * rowHeight}
                width={w}
                height={rowHeight - 1}
                rx={1}
                fill={bar.tone === 'same' ? 'var(--same)' : `var(--${bar.tone})`}
                opacity={bar.strength}
              />
              {room > 3 && (
                <text x={x + 6} y={bar.row * rowHeight + 16}>
                  {label.length > room ? `${label.slice(0, room - 1)}…` : label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

import { useState, type PointerEvent, type ReactNode } from 'react';
import { useSize } from '../use-size';
import { linearScale, logScale, type Scale } from './scale';

/** Room for the words of the axes, CSS pixels. */
const margin = { left: 56, right: 12, top: 8, bottom: 20 };
/** Where nothing is laid out, as in a test. */
const usual = { width: 400, height: 160 };
/** A press that moved less is a click. */
const clickPixels = 3;

export interface PlotFrame {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlotProps {
  readonly label: string;
  readonly x: { readonly from: number; readonly to: number; readonly isLog?: boolean };
  /** From 0 up. */
  readonly yTo: number;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** What round values of y are round in: 1 by default, a mebibyte for bytes. */
  readonly yUnit?: number;
  /** Drawn within the frame, on pixels. */
  readonly children: (frame: PlotFrame) => ReactNode;
  /** What stands at a place, in words, beside the pointer's line. */
  readonly tell?: (x: number) => string | undefined;
  /** A shaded stretch: what is selected. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  /** A stretch was dragged over. */
  readonly onRange?: (from: number, to: number) => void;
  readonly onPick?: (x: number) => void;
}

/** Axes around a drawing: crisp at any size, readable under the pointer, and a stretch of it can be chosen. */
export function Plot(props: PlotProps) {
  const { label, formatX, formatY, tell, range, onRange, onPick } = props;
  const [host, size] = useSize<HTMLDivElement>();
  const [pointer, setPointer] = useState<{ x: number; from: number | undefined }>();
  const width = Math.round(size.width) || usual.width;
  const height = Math.round(size.height) || usual.height;
  const frame = frameOf(props, width, height);
  const { x, y, left, right, top, bottom } = frame;
  const within = (pixel: number) => Math.min(right, Math.max(left, pixel));
  const at = (event: PointerEvent) =>
    within(event.clientX - (host.current?.getBoundingClientRect().left ?? 0));
  const isChoosable = onRange !== undefined || onPick !== undefined;
  const up = (event: PointerEvent) => {
    const from = pointer?.from;
    const to = at(event);
    setPointer({ x: to, from: undefined });
    if (from === undefined) return;
    if (Math.abs(to - from) <= clickPixels) onPick?.(x.toValue(to));
    else onRange?.(x.toValue(Math.min(from, to)), x.toValue(Math.max(from, to)));
  };
  const drag = pointer?.from;
  const said = pointer === undefined ? undefined : tell?.(x.toValue(pointer.x));
  return (
    <div className={isChoosable ? 'plot choosable' : 'plot'} ref={host}>
      <svg
        role="img"
        aria-label={label}
        width={width}
        height={height}
        onPointerMove={(event) => setPointer({ x: at(event), from: drag })}
        onPointerLeave={() => setPointer(undefined)}
        onPointerDown={(event) => {
          if (!isChoosable || event.button !== 0) return;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          setPointer({ x: at(event), from: at(event) });
        }}
        onPointerUp={up}
      >
        {y.ticks(Math.max(2, Math.floor((bottom - top) / 36)), props.yUnit).map((value) => (
          <g key={value}>
            <path className="grid" d={`M${left} ${crisp(y.toPixel(value))}H${right}`} />
            <text x={left - 6} y={y.toPixel(value)} dy="0.32em" textAnchor="end">
              {formatY(value)}
            </text>
          </g>
        ))}
        {x.ticks(Math.max(2, Math.floor((right - left) / 80))).map((value) => (
          <g key={value}>
            <path className="tick" d={`M${crisp(x.toPixel(value))} ${bottom}v4`} />
            <text x={inside(x.toPixel(value), width)} y={height - 4} textAnchor="middle">
              {formatX(value)}
            </text>
          </g>
        ))}
        {range !== undefined && <Band frame={frame} {...range} className="chosen" />}
        {props.children(frame)}
        {drag !== undefined && pointer !== undefined && (
          <rect
            className="dragged"
            x={Math.min(drag, pointer.x)}
            y={top}
            width={Math.abs(pointer.x - drag)}
            height={bottom - top}
          />
        )}
        {pointer !== undefined && said !== undefined && (
          <path className="pointer" d={`M${crisp(pointer.x)} ${top}V${bottom}`} />
        )}
      </svg>
      {pointer !== undefined && said !== undefined && (
        <output
          className="plot-says"
          style={pointer.x > width / 2 ? { right: width - pointer.x + 8 } : { left: pointer.x + 8 }}
        >
          {said}
        </output>
      )}
    </div>
  );
}

/** A stretch of x over the whole height; never narrower than a pixel. */
export function Band(props: { frame: PlotFrame; from: number; to: number; className: string }) {
  const { x, left, right, top, bottom } = props.frame;
  const from = Math.max(left, x.toPixel(props.from));
  const to = Math.min(right, x.toPixel(props.to));
  if (to < left || from > right) return null;
  return (
    <rect
      className={props.className}
      x={from}
      y={top}
      width={Math.max(1, to - from)}
      height={bottom - top}
    />
  );
}

function frameOf({ x, yTo }: PlotProps, width: number, height: number): PlotFrame {
  const { left, top } = margin;
  const right = Math.max(left + 20, width - margin.right);
  const bottom = Math.max(top + 20, height - margin.bottom);
  const scale = x.isLog === true ? logScale : linearScale;
  return {
    ...{ left, right, top, bottom },
    x: scale(x.from, x.to, left, right),
    y: linearScale(0, yTo > 0 ? yTo : 1, bottom, top),
  };
}

/** The middle of a device pixel: a line of one pixel is one, not two grey ones. */
const crisp = (pixel: number): number => Math.floor(pixel) + 0.5;

/** Keeps the first and last word of an axis from being cut. */
const inside = (pixel: number, width: number): number => Math.min(width - 22, Math.max(22, pixel));

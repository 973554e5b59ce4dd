import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { createTokenReader } from '../tokens';
import { useSize } from '../use-size';
import {
  minimapHeight,
  type LaneData,
  type LaneRow,
  type PaintedMessage,
  type PaintMessage,
  type TimelineOverlay,
  type TimelinePalette,
} from './model';
import PaintWorker from './paint.worker?worker';
import type { ViewController } from './view-controller';

/** What the owner of a canvas does to it. */
export interface CanvasHandle {
  /** New data of some lanes; all but those of `keep` are forgotten. The arrays are given away. */
  setData(lanes: readonly LaneData[], keep: readonly number[]): void;
}

/** A place on the canvas. `lane` is undefined beside the lanes. */
export interface CanvasPlace {
  readonly lane: number | undefined;
  readonly ns: number;
  readonly x: number;
  readonly y: number;
}

export interface TimelineCanvasProps {
  readonly label: string;
  readonly controller: ViewController;
  readonly pinned: readonly LaneRow[];
  readonly rows: readonly LaneRow[];
  /** Height of everything above the lanes, and of all lanes. */
  readonly headHeight: number;
  readonly rowsHeight: number;
  readonly overlay: TimelineOverlay;
  /** Changes with the theme, to repaint. */
  readonly theme: string;
  /** Left of the lanes. */
  readonly gutterWidth: number;
  readonly gutter: ReactNode;
  readonly children?: ReactNode;
  readonly onReady: (handle: CanvasHandle) => void;
  readonly onSize: (width: number, height: number) => void;
  readonly onPick: (place: CanvasPlace) => void;
  readonly onHover: (place: CanvasPlace | undefined) => void;
  readonly onMeasure: (range: { from: number; to: number } | undefined) => void;
  /** Keys that mean something to the owner; true: it was used. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

const dragThreshold = 4;

/**
 * Lanes over time. Wheel scrolls, with Ctrl zooms, with Shift pans; W and S zoom, A and D pan; a
 * drag measures, a click picks; the minimap takes you anywhere. A thread of its own draws.
 */
export function TimelineCanvas(props: TimelineCanvasProps) {
  const { controller, gutterWidth, onReady, onSize, pinned, rows, headHeight } = props;
  const host = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const post = useRef<(message: PaintMessage, give?: Transferable[]) => void>(() => undefined);
  const [box, size] = useSize<HTMLDivElement>();
  const width = Math.max(0, size.width - gutterWidth);

  useEffect(() => {
    const parent = host.current;
    // A worker and an offscreen canvas: neither is there outside of a browser.
    if (parent === null || typeof Worker === 'undefined') return;
    const canvas = document.createElement('canvas');
    if (canvas.transferControlToOffscreen === undefined) return;
    // React may run this twice, and a canvas can be given away only once.
    parent.append(canvas);
    const worker = new PaintWorker();
    post.current = (message, give = []) => worker.postMessage(message, give);
    const offscreen = canvas.transferControlToOffscreen();
    post.current({ kind: 'canvas', canvas: offscreen }, [offscreen]);
    worker.onmessage = ({ data }: MessageEvent<PaintedMessage>) =>
      canvas.dispatchEvent(new CustomEvent('timeline-painted', { detail: data, bubbles: true }));
    onReady({
      setData: (lanes, keep) => post.current({ kind: 'data', lanes, keep }, buffersOf(lanes)),
    });
    return () => {
      worker.terminate();
      canvas.remove();
      post.current = () => undefined;
    };
  }, [onReady]);

  useEffect(() => {
    post.current({ kind: 'palette', palette: readPalette() });
  }, [props.theme]);
  useEffect(() => {
    const ratio = window.devicePixelRatio;
    post.current({ kind: 'size', width, height: size.height, ratio });
    onSize(width, size.height);
  }, [width, size.height, onSize]);
  useEffect(() => {
    post.current({ kind: 'rows', pinned, rows, headHeight });
  }, [pinned, rows, headHeight]);
  useEffect(() => post.current({ kind: 'overlay', overlay: props.overlay }), [props.overlay]);
  useEffect(() => {
    post.current({ kind: 'view', view: controller.view });
    return controller.onChange((view) => post.current({ kind: 'view', view }));
  }, [controller]);

  // Not as a React handler: those cannot keep the page from scrolling.
  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent) => {
      const bounds = element!.getBoundingClientRect();
      const anchor = (event.clientX - bounds.left - gutterWidth) / Math.max(1, width);
      const delta = event.deltaY === 0 ? event.deltaX : event.deltaY;
      if (event.ctrlKey || event.metaKey) controller.zoom(1.0018 ** delta, clamp(anchor, 0, 1));
      else if (event.shiftKey || event.deltaX !== 0) controller.pan(delta / 1200);
      else return;
      event.preventDefault();
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [controller, gutterWidth, width]);

  const { placeAt, ...drag } = usePointer(props, width);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (props.onKey(event)) {
      event.preventDefault();
      return;
    }
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === 'w' || key === 'a' || key === 's' || key === 'd') controller.hold(key);
    else if (key === '+' || key === '=') controller.zoom(0.6);
    else if (key === '-') controller.zoom(1 / 0.6);
    else return;
    event.preventDefault();
  };

  return (
    <div className="timeline-canvas" ref={box}>
      <div
        className="timeline-scroll"
        ref={scroller}
        role="application"
        aria-roledescription="timeline"
        aria-label={props.label}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => controller.release(event.key.toLowerCase())}
        onBlur={() => controller.releaseAll()}
        onScroll={(event) => controller.scrollTo(event.currentTarget.scrollTop)}
      >
        <div style={{ height: props.headHeight + props.rowsHeight }}>
          <div className="timeline-sticky" style={{ height: size.height }}>
            <div
              className="timeline-picture"
              ref={host}
              style={{ left: gutterWidth, width, height: size.height }}
              {...drag}
              onPointerLeave={() => props.onHover(undefined)}
              onDoubleClick={(event) => controller.zoom(0.4, placeAt(event).x / Math.max(1, width))}
            />
            <div className="timeline-gutter" style={{ width: gutterWidth }}>
              {props.gutter}
            </div>
          </div>
        </div>
      </div>
      {props.children}
    </div>
  );
}

/** Click, drag to measure, and the minimap. */
function usePointer(props: TimelineCanvasProps, width: number) {
  const { controller, onMeasure, onPick, onHover } = props;
  const down = useRef<{ place: CanvasPlace; isMinimap: boolean; isDrag: boolean }>(undefined);
  const placeAt = (event: {
    clientX: number;
    clientY: number;
    currentTarget: Element;
  }): CanvasPlace => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const { from, to, scrollTop } = controller.view;
    const x = event.clientX - bounds.left;
    const y = event.clientY - bounds.top;
    const isHead = y < props.headHeight;
    const list = isHead ? props.pinned : props.rows;
    const at = isHead ? y : y - props.headHeight + scrollTop;
    const row = list.find((each) => at >= each.y && at < each.y + each.height);
    return { lane: row?.lane, ns: from + (x / Math.max(1, width)) * (to - from), x, y };
  };
  const goTo = (x: number) => {
    const { from, to } = controller.view;
    const at = (x / Math.max(1, width)) * props.overlay.endNs;
    controller.show(at - (to - from) / 2, at + (to - from) / 2);
  };
  return {
    placeAt,
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      const place = placeAt(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      down.current = { place, isMinimap: place.y < minimapHeight, isDrag: false };
      if (down.current.isMinimap) goTo(place.x);
    },
    onPointerMove: (event: PointerEvent) => {
      const place = placeAt(event);
      const start = down.current;
      if (start === undefined) return onHover(place);
      if (start.isMinimap) return goTo(place.x);
      start.isDrag ||= Math.abs(place.x - start.place.x) > dragThreshold;
      if (start.isDrag) onMeasure({ from: start.place.ns, to: place.ns });
    },
    onPointerUp: (event: PointerEvent) => {
      const start = down.current;
      down.current = undefined;
      if (start === undefined || start.isMinimap || start.isDrag) return;
      onMeasure(undefined);
      onPick(placeAt(event));
    },
  };
}

const clamp = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, value));

function buffersOf(lanes: readonly LaneData[]): Transferable[] {
  return lanes.flatMap((lane) => {
    if (lane.kind === 'density') return [lane.stateNs.buffer];
    if (lane.kind === 'values') return [lane.least.buffer, lane.greatest.buffer];
    return [lane.begin.buffer, lane.end.buffer, lane.state.buffer, lane.goid.buffer];
  });
}

function readPalette(): TimelinePalette {
  const token = createTokenReader();
  return {
    background: token('--panel'),
    lane: token('--sunken'),
    line: token('--line'),
    text: token('--text'),
    dimText: token('--text-3'),
    accent: token('--accent'),
    values: token('--mem'),
    states: [
      token('--lane-runnable'),
      token('--lane-running'),
      token('--lane-syscall'),
      token('--lane-waiting'),
    ],
    gc: token('--mem'),
    stw: token('--confirmed'),
    font: `11px ${token('--ui')}`,
  };
}

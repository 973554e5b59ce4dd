import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import {
  computeFlameLayout,
  findNode,
  findRest,
  isShown,
  matchNames,
  viewOf,
  type FlameColumns,
} from './flame-layout';
import { flameRowHeight, paintFlame, rowCount, rowTop, type FlameScene } from './flame-paint';
import {
  createColors,
  createNameColors,
  readFlamePalette,
  type FlameColoring,
} from './flame-palette';
import { useSize } from './use-size';

export interface FlameCanvasProps {
  readonly label: string;
  readonly flame: FlameColumns;
  /** Node that fills the width. */
  readonly zoom: number;
  readonly matches: ((name: string) => boolean) | undefined;
  /** Name drawn as selected. */
  readonly selectedName: string | undefined;
  /** Changes with the theme, to repaint. */
  readonly theme: string;
  readonly coloring: FlameColoring;
  readonly groupOf: (name: string) => string;
  /** Root at the bottom. */
  readonly isUpright?: boolean;
  /** Node with the keyboard's attention. */
  readonly cursor: number | undefined;
  readonly describe: (node: number) => string;
  /** Of the children under a node that are too small to be here. */
  readonly describeRest: (node: number) => string;
  readonly onCursor: (node: number) => void;
  readonly onSelect: (node: number) => void;
  readonly onZoom: (node: number) => void;
  readonly onZoomOut: () => void;
  readonly onMenu: (node: number, at: { readonly x: number; readonly y: number }) => void;
}

interface Hover {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Call tree as a flame graph. Click or Enter chooses, double click or + zooms in, − and Backspace zoom
 * out, arrows walk the tree, the menu key opens actions. The node with attention is described in words.
 */
export function FlameCanvas(props: FlameCanvasProps) {
  const { flame, zoom, cursor, describe, coloring, groupOf, theme, isUpright = false } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [box, size] = useSize<HTMLDivElement>();
  const [hover, setHover] = useState<Hover>();
  const layout = useMemo(
    () => computeFlameLayout(flame, coloring === 'difference'),
    [flame, coloring],
  );
  const view = useMemo(() => viewOf(layout, zoom), [layout, zoom]);
  const match = useMemo(() => matchNames(flame.names, props.matches), [flame, props.matches]);
  const rows = rowCount(layout);
  const current = cursor ?? zoom;

  // The theme is read from the document: its name says when to read anew.
  const palette = useMemo(() => (theme === '' ? undefined : readFlamePalette()), [theme]);
  const colorOfName = useMemo(
    () => palette && createNameColors(coloring, palette, groupOf),
    [coloring, palette, groupOf],
  );
  const scene = useMemo((): Omit<FlameScene, 'scrollTop'> | undefined => {
    if (palette === undefined || colorOfName === undefined || size.width === 0) return undefined;
    const colorOf = createColors(flame, coloring, palette, colorOfName);
    const selectedName = flame.names.indexOf(props.selectedName ?? '\0');
    const tree = { flame, layout, view, match, selectedName, cursor };
    return { ...tree, isUpright, palette, colorOf, ...size };
  }, [
    flame,
    layout,
    view,
    match,
    props.selectedName,
    cursor,
    isUpright,
    coloring,
    palette,
    colorOfName,
    size,
  ]);
  const paint = usePainter(canvas, scroller, scene);

  useEffect(() => {
    const element = scroller.current;
    if (element !== null && isUpright) element.scrollTop = element.scrollHeight;
  }, [flame, isUpright, rows]);
  useEffect(() => {
    // What the keyboard reaches must be in sight.
    const element = scroller.current;
    if (element === null || cursor === undefined) return;
    const top = rowTop(flame.depth[cursor] ?? 0, rows, isUpright);
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + flameRowHeight - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
  }, [cursor, flame, rows, isUpright]);

  const at = (event: MouseEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - bounds.left) / bounds.width;
    const value = view.from + part * (view.to - view.from);
    const y = event.clientY - bounds.top + (scroller.current?.scrollTop ?? 0);
    const line = Math.floor(y / flameRowHeight);
    const depth = isUpright ? rows - 1 - line : line;
    return { node: findNode(layout, depth, value), rest: findRest(layout, depth, value) };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = keyAction(event.key, isUpright);
    if (action === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (action === 'select') props.onSelect(current);
    else if (action === 'in') props.onZoom(current);
    else if (action === 'out') props.onZoomOut();
    else if (action === 'menu') {
      const top = rowTop(flame.depth[current] ?? 0, rows, isUpright);
      props.onMenu(current, {
        x: 24,
        y: top - (scroller.current?.scrollTop ?? 0) + flameRowHeight,
      });
    } else {
      const next = step(flame, layout.rows, current, action);
      if (next !== undefined && isShown(layout, view, next)) props.onCursor(next);
    }
  };
  return (
    <div className="flame" ref={box}>
      <div
        className="flame-scroll"
        ref={scroller}
        role="application"
        aria-roledescription="flame graph"
        aria-label={`${props.label}. ${describe(current)}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={paint}
      >
        <canvas
          ref={canvas}
          style={{ width: size.width, height: size.height }}
          onClick={(event) => {
            const { node } = at(event);
            if (node !== undefined) props.onSelect(node);
          }}
          onDoubleClick={(event) => {
            const { node, rest } = at(event);
            props.onZoom(node ?? rest ?? 0);
          }}
          onContextMenu={(event) => {
            const { node } = at(event);
            event.preventDefault();
            const { offsetX: x, offsetY: y } = event.nativeEvent;
            if (node !== undefined) props.onMenu(node, { x, y });
          }}
          onMouseMove={(event) => {
            const { node, rest } = at(event);
            const { offsetX: x, offsetY: y } = event.nativeEvent;
            if (node === undefined && rest === undefined) setHover(undefined);
            else
              setHover({
                text: node === undefined ? props.describeRest(rest!) : describe(node),
                x,
                y,
              });
          }}
          onMouseLeave={() => setHover(undefined)}
        />
        <div style={{ height: Math.max(0, rows * flameRowHeight - size.height) }} />
      </div>
      {hover !== undefined && <Tooltip hover={hover} width={size.width} height={size.height} />}
    </div>
  );
}

function Tooltip({ hover, width, height }: { hover: Hover; width: number; height: number }) {
  return (
    <div
      className="flame-tooltip"
      style={{
        left: Math.max(0, Math.min(hover.x + 12, width - 380)),
        ...(hover.y < height / 2 ? { top: hover.y + 16 } : { bottom: height - hover.y + 8 }),
      }}
    >
      {hover.text}
    </div>
  );
}

/** Paints at most once a frame, whatever asks for it. @returns what asks. */
function usePainter(
  canvas: { readonly current: HTMLCanvasElement | null },
  scroller: { readonly current: HTMLDivElement | null },
  scene: Omit<FlameScene, 'scrollTop'> | undefined,
): () => void {
  const latest = useRef(scene);
  const pending = useRef(0);
  const paint = useRef(() => {
    if (pending.current !== 0) return;
    pending.current = requestAnimationFrame(() => {
      pending.current = 0;
      const context = canvas.current?.getContext('2d');
      const now = latest.current;
      if (!canvas.current || !context || now === undefined) return;
      const began = performance.now();
      const ratio = window.devicePixelRatio;
      const [width, height] = [now.width, now.height].map((each) => Math.round(each * ratio));
      if (canvas.current.width !== width) canvas.current.width = width!;
      if (canvas.current.height !== height) canvas.current.height = height!;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const nodes = paintFlame(context, { ...now, scrollTop: scroller.current?.scrollTop ?? 0 });
      const detail = { nodes, drawMs: performance.now() - began };
      document.dispatchEvent(new CustomEvent('flame-painted', { detail }));
    });
  });
  useEffect(() => {
    latest.current = scene;
    paint.current();
  }, [scene]);
  useEffect(() => () => cancelAnimationFrame(pending.current), []);
  return paint.current;
}

type Step = 'parent' | 'child' | 'left' | 'right';

function keyAction(
  key: string,
  isUpright: boolean,
): Step | 'select' | 'in' | 'out' | 'menu' | undefined {
  const actions: Readonly<Record<string, Step | 'select' | 'in' | 'out' | 'menu'>> = {
    ArrowUp: isUpright ? 'child' : 'parent',
    ArrowDown: isUpright ? 'parent' : 'child',
    ArrowLeft: 'left',
    ArrowRight: 'right',
    Enter: 'select',
    '+': 'in',
    '=': 'in',
    '-': 'out',
    Backspace: 'out',
    ContextMenu: 'menu',
  };
  return actions[key];
}

function step(
  flame: FlameColumns,
  rows: readonly Int32Array[],
  node: number,
  way: Step,
): number | undefined {
  const depth = flame.depth[node] ?? 0;
  const parent = flame.parent[node] ?? -1;
  if (way === 'parent') return parent >= 0 ? parent : undefined;
  if (way === 'child') return rows[depth + 1]?.find((child) => flame.parent[child] === node);
  const row = rows[depth] ?? new Int32Array();
  return row[row.indexOf(node) + (way === 'left' ? -1 : 1)];
}

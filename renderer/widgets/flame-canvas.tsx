import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import {
  computeFlameLayout,
  findNode,
  isShown,
  searchFlame,
  viewOf,
  type FlameColumns,
} from './flame-layout';
import { flameRowHeight, paintFlame } from './flame-paint';
import { readFlamePalette } from './flame-palette';
import { useSize } from './use-size';

export interface FlameCanvasProps {
  readonly label: string;
  readonly flame: FlameColumns;
  readonly query: string;
  /** Names drawn as selected. */
  readonly selectedName: string | undefined;
  /** Changes with the theme, to repaint. */
  readonly theme: string;
  readonly describe: (node: number) => string;
  readonly onSelect: (node: number) => void;
  readonly onMatch?: (total: number | undefined) => void;
}

/**
 * Call tree as an icicle: click or Enter selects, double click or + zooms in, − zooms out,
 * arrows walk the tree. The node in focus is described in words for those who cannot see it.
 */
export function FlameCanvas(props: FlameCanvasProps) {
  const { flame, query, describe, onSelect, onMatch } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, size] = useSize<HTMLDivElement>();
  const [focus, setFocus] = useState(0);
  const [cursor, setCursor] = useState<number>();
  const [hover, setHover] = useState<{ node: number; x: number; y: number }>();
  const [scrollTop, setScrollTop] = useState(0);

  const layout = useMemo(() => computeFlameLayout(flame), [flame]);
  const match = useMemo(() => searchFlame(flame, query), [flame, query]);
  const isDiff = useMemo(() => flame.delta.some((value) => value !== 0), [flame]);
  const selected = useMemo(
    () => nodesNamed(flame, props.selectedName),
    [flame, props.selectedName],
  );
  const view = useMemo(
    () => viewOf(flame, layout, focus < flame.name.length ? focus : 0),
    [flame, layout, focus],
  );

  useEffect(() => {
    setFocus(0);
    setCursor(undefined);
    setHover(undefined);
  }, [flame]);
  useEffect(() => onMatch?.(match?.total), [match, onMatch]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || size.width === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.current.width = Math.round(size.width * ratio);
    canvas.current.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const palette = readFlamePalette(canvas.current);
    paintFlame(context, {
      ...{ flame, layout, view, match, selected, focused: cursor, isDiff, scrollTop, palette },
      ...size,
    });
  }, [flame, layout, view, match, selected, cursor, isDiff, scrollTop, size, props.theme]);

  const nodeAt = (event: MouseEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const value =
      view.from + ((event.clientX - bounds.left) / bounds.width) * (view.to - view.from);
    const depth = Math.floor((event.clientY - bounds.top + scrollTop) / flameRowHeight);
    return findNode(flame, layout, depth, value);
  };
  const choose = (node: number) => {
    setCursor(node);
    onSelect(node);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const current = cursor ?? focus;
    const step = (next: number | undefined) => {
      event.preventDefault();
      if (next !== undefined && isShown(flame, layout, view, next)) setCursor(next);
    };
    const parent = flame.parent[current] ?? -1;
    const row = layout.rows[flame.depth[current] ?? 0] ?? new Int32Array();
    if (event.key === 'ArrowUp') step(parent >= 0 ? parent : undefined);
    if (event.key === 'ArrowDown') step(firstChild(flame, layout.rows, current));
    if (event.key === 'ArrowLeft') step(row[row.indexOf(current) - 1]);
    if (event.key === 'ArrowRight') step(row[row.indexOf(current) + 1]);
    if (event.key === 'Enter') choose(current);
    if (event.key === '+' || event.key === '=') setFocus(current);
    if (event.key === '-') setFocus(Math.max(0, flame.parent[focus] ?? 0));
  };

  return (
    <div className="flame" ref={box}>
      <div
        className="flame-scroll"
        role="application"
        aria-roledescription="flame graph"
        aria-label={`${props.label}. ${describe(cursor ?? focus)}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      >
        <canvas
          ref={canvas}
          style={{ width: size.width, height: size.height }}
          onClick={(event) => {
            const node = nodeAt(event);
            if (node !== undefined) choose(node);
          }}
          onDoubleClick={(event) => setFocus(nodeAt(event) ?? 0)}
          onMouseMove={(event) => {
            const node = nodeAt(event);
            const { offsetX: x, offsetY: y } = event.nativeEvent;
            setHover(node === undefined ? undefined : { node, x, y });
          }}
          onMouseLeave={() => setHover(undefined)}
        />
        <div style={{ height: Math.max(0, layout.rows.length * flameRowHeight - size.height) }} />
      </div>
      {hover !== undefined && (
        <div
          className="flame-tooltip"
          style={{
            left: Math.max(0, Math.min(hover.x + 12, size.width - 380)),
            ...(hover.y < size.height / 2
              ? { top: hover.y + 16 }
              : { bottom: size.height - hover.y + 8 }),
          }}
        >
          {describe(hover.node)}
        </div>
      )}
    </div>
  );
}

function nodesNamed(flame: FlameColumns, name: string | undefined): ReadonlySet<number> {
  const nodes = new Set<number>();
  const index = name === undefined ? -1 : flame.names.indexOf(name);
  if (index >= 0) flame.name.forEach((each, node) => each === index && nodes.add(node));
  return nodes;
}

function firstChild(
  flame: FlameColumns,
  rows: readonly Int32Array[],
  node: number,
): number | undefined {
  return rows[(flame.depth[node] ?? 0) + 1]?.find((child) => flame.parent[child] === node);
}

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import {
  cellAt,
  layOutTreemap,
  titleHeight,
  type Rectangle,
  type TreemapCell,
} from './treemap-layout';
import { createTokenReader } from './tokens';
import { useSize } from './use-size';

export interface TreemapProps {
  readonly label: string;
  readonly cells: readonly TreemapCell[];
  /** Index of the chosen cell; −1: none. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  /** What is said of a cell, and shown beside the pointer. */
  readonly describe: (index: number) => string;
  /** Changes with the theme: colours are read anew. */
  readonly theme: string;
}

/** Nested rectangles on a canvas, by pointer and by keyboard: arrows walk, Enter chooses. */
export function Treemap(props: TreemapProps) {
  const { cells, selected, describe } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState(0);
  const [hover, setHover] = useState<{ index: number; x: number; y: number }>();
  const places = useMemo(
    () => layOutTreemap(cells, size.width, size.height),
    [cells, size.width, size.height],
  );
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current !== null) paint(canvas.current, { cells, places, selected, cursor });
    });
    return () => cancelAnimationFrame(frame);
  }, [cells, places, selected, cursor, props.theme]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = walk(cells, places, cursor, event.key);
    if (next !== undefined) setCursor(next);
    else if ((event.key === 'Enter' || event.key === ' ') && cells[cursor]?.isRest === false) {
      props.onSelect(cursor);
    } else return;
    event.preventDefault();
  };
  const current = cells[cursor] === undefined ? '' : describe(cursor);
  return (
    <div
      className="treemap"
      ref={box}
      role="application"
      aria-roledescription="treemap"
      aria-label={`${props.label}. ${current}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <canvas
        ref={canvas}
        style={{ width: size.width, height: size.height }}
        onClick={({ nativeEvent }) => {
          const index = cellAt(places, nativeEvent.offsetX, nativeEvent.offsetY);
          if (index === undefined || cells[index]?.isRest !== false) return;
          setCursor(index);
          props.onSelect(index);
        }}
        onMouseMove={({ nativeEvent: { offsetX: x, offsetY: y } }) => {
          const index = cellAt(places, x, y);
          setHover(index === undefined ? undefined : { index, x, y });
        }}
        onMouseLeave={() => setHover(undefined)}
      />
      {hover !== undefined && cells[hover.index] !== undefined && (
        <div
          className="flame-tooltip"
          style={{
            left: Math.max(0, Math.min(hover.x + 12, size.width - 300)),
            ...(hover.y < size.height / 2
              ? { top: hover.y + 16 }
              : { bottom: size.height - hover.y + 8 }),
          }}
        >
          {describe(hover.index)}
        </div>
      )}
    </div>
  );
}

/** Left and right: among siblings; down: into the cell; up: out of it. */
function walk(
  cells: readonly TreemapCell[],
  places: readonly (Rectangle | undefined)[],
  from: number,
  key: string,
): number | undefined {
  const cell = cells[from];
  if (cell === undefined) return undefined;
  const isSeen = (index: number) => places[index] !== undefined;
  if (key === 'ArrowUp') return cell.parent >= 0 ? cell.parent : undefined;
  if (key === 'ArrowDown') {
    const child = cells.findIndex((each, index) => each.parent === from && isSeen(index));
    return child < 0 ? undefined : child;
  }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step === undefined) return undefined;
  for (let index = from + step; index >= 0 && index < cells.length; index += step) {
    if (cells[index]!.parent === cell.parent && isSeen(index)) return index;
  }
  return undefined;
}

interface Scene {
  readonly cells: readonly TreemapCell[];
  readonly places: readonly (Rectangle | undefined)[];
  readonly selected: number;
  readonly cursor: number;
}

function paint(canvas: HTMLCanvasElement, { cells, places, selected, cursor }: Scene): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const token = createTokenReader();
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  context.font = `11px ${token('--mono')}`;
  context.textBaseline = 'middle';
  const colors = {
    text: token('--text'),
    note: token('--text-2'),
    line: token('--mem'),
    panel: token('--panel'),
    soft: token('--mem-soft'),
    rest: token('--sunken'),
    accent: token('--accent'),
  };
  places.forEach((place, index) => {
    const cell = cells[index];
    if (place === undefined || cell === undefined) return;
    const [x, y] = [place.x + 0.5, place.y + 0.5];
    const [width, height] = [place.width - 1, place.height - 1];
    // Each level is drawn over the one above: panel first, so that the soft colour does not add up.
    context.fillStyle = colors.panel;
    context.fillRect(x, y, width, height);
    context.fillStyle = cell.isRest ? colors.rest : colors.soft;
    context.fillRect(x, y, width, height);
    context.strokeStyle = colors.line;
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    context.strokeRect(x, y, width, height);
    context.globalAlpha = 1;
    if (width < 34 || height < titleHeight - 3) return;
    context.fillStyle = cell.isRest ? colors.note : colors.text;
    const room = width - 8;
    const label = fit(context, cell.label, room);
    context.fillText(label, x + 4, y + titleHeight / 2 + 0.5);
    const rest = room - context.measureText(label).width - 10;
    if (rest > 48) {
      context.fillStyle = colors.note;
      const note = fit(context, cell.note, rest);
      context.fillText(
        note,
        x + width - 4 - context.measureText(note).width,
        y + titleHeight / 2 + 0.5,
      );
    }
  });
  const outline = (index: number, color: string, width: number) => {
    const place = places[index];
    if (place === undefined) return;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.strokeRect(place.x + 1, place.y + 1, place.width - 2, place.height - 2);
  };
  if (document.activeElement === canvas.parentElement) outline(cursor, colors.text, 1);
  outline(selected, colors.accent, 2);
}

/** The text, cut to a width. */
function fit(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = Math.max(0, Math.floor(width / 6.6) - 1);
  while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return length === 0 ? '' : `${text.slice(0, length)}…`;
}

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import {
  bringIntoSight,
  heaviestRoot,
  startCamera,
  wholeCamera,
  zoomCamera,
  type Camera,
} from './graph-camera';
import { layOutGraph, type PlacedBox } from './graph-layout';
import { Icon } from './icon';
import { useSize } from './use-size';

export interface GraphPictureNode {
  readonly title: string;
  readonly figures: string;
  /** The whole of it, for the tooltip and those who cannot see. */
  readonly says: string;
  /** 0…1: how large the box is and how deep its colour. */
  readonly share: number;
  /** Of a difference: what happened to it. */
  readonly change?: 'grow' | 'shrink' | undefined;
}

export interface GraphPictureEdge {
  readonly source: number;
  readonly target: number;
  readonly weight: number;
  readonly share: number;
  /** Leads over nodes that are not shown. */
  readonly isDashed: boolean;
  readonly change?: 'grow' | 'shrink' | undefined;
  readonly says: string;
}

interface GraphPictureProps {
  readonly label: string;
  /** Keys, said once. */
  readonly help: string;
  /** What the buttons in the corner say. */
  readonly texts: Readonly<Record<'zoomIn' | 'zoomOut' | 'whole' | 'readable', string>>;
  readonly nodes: readonly GraphPictureNode[];
  readonly edges: readonly GraphPictureEdge[];
  /** −1 for none. */
  readonly selected: number;
  readonly onSelect: (node: number) => void;
}

/** Boxes and arrows. Drag or arrows move, wheel or +/− zoom, 0 shows all, 1 a size to read, Tab goes from box to box. */
export function GraphPicture(props: GraphPictureProps) {
  const { nodes, edges, selected, texts } = props;
  const [host, size] = useSize<HTMLDivElement>();
  const layout = useMemo(() => layOutGraph(nodes.map(boxOf), edges), [nodes, edges]);
  const begin = () =>
    startCamera(layout, size, selected >= 0 ? selected : heaviestRoot(nodes.length, edges));
  // What is chosen later is brought into sight, it does not begin anew.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const start = useMemo(begin, [layout, size]);
  const [moved, setMoved] = useState<Camera>();
  useEffect(() => setMoved(undefined), [layout]);
  const camera = moved ?? start;
  const drag = useRef<{ x: number; y: number }>(undefined);
  const show = (index: number) => {
    const box = layout.boxes[index];
    const next = box && size.width > 0 ? bringIntoSight(camera, box, size) : camera;
    if (next !== camera) setMoved(next);
  };
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => show(selected), [selected]);

  const zoomBy = (factor: number, x = size.width / 2, y = size.height / 2) =>
    setMoved(zoomCamera(camera, factor, x, y));
  const showWhole = () => setMoved(wholeCamera(layout, size));
  const showReadable = () => setMoved(begin());
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [60, 0],
      ArrowRight: [-60, 0],
      ArrowUp: [0, 60],
      ArrowDown: [0, -60],
    };
    const step = steps[event.key];
    if (step) setMoved({ ...camera, x: camera.x + step[0], y: camera.y + step[1] });
    else if (event.key === '+' || event.key === '=') zoomBy(1.25);
    else if (event.key === '-') zoomBy(0.8);
    else if (event.key === '0') showWhole();
    else if (event.key === '1') showReadable();
    else return;
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current === undefined) return;
    const { x, y } = drag.current;
    drag.current = { x: event.clientX, y: event.clientY };
    setMoved({ ...camera, x: camera.x + event.clientX - x, y: camera.y + event.clientY - y });
  };
  return (
    <div
      className="graph-picture"
      ref={host}
      role="group"
      aria-label={`${props.label}. ${props.help}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onWheel={(event) => {
        const bounds = event.currentTarget.getBoundingClientRect();
        const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
        zoomBy(event.deltaY < 0 ? 1.12 : 0.89, x, y);
      }}
      onPointerDown={(event) => (drag.current = { x: event.clientX, y: event.clientY })}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = undefined)}
      onPointerLeave={() => (drag.current = undefined)}
    >
      <svg width={size.width} height={size.height}>
        <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.scale})`}>
          {edges.map((edge) => (
            <path
              key={`${edge.source} ${edge.target}`}
              d={curve(layout.boxes[edge.source], layout.boxes[edge.target])}
              className={edge.change}
              strokeWidth={1 + Math.min(1, edge.share) * 7}
              strokeDasharray={edge.isDashed ? '5 4' : undefined}
            >
              <title>{edge.says}</title>
            </path>
          ))}
          {nodes.map((node, index) => {
            const box = layout.boxes[index];
            if (box === undefined) return null;
            return (
              <g
                key={index}
                role="button"
                tabIndex={0}
                aria-label={node.says}
                aria-pressed={index === selected}
                className={[index === selected && 'selected', node.change]
                  .filter(Boolean)
                  .join(' ')}
                transform={`translate(${box.x} ${box.y})`}
                onClick={() => props.onSelect(index)}
                onFocus={() => show(index)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  props.onSelect(index);
                }}
              >
                <title>{node.says}</title>
                <rect width={box.width} height={box.height} rx={4} />
                <rect
                  className="heat"
                  width={box.width}
                  height={box.height}
                  rx={4}
                  opacity={0.08 + Math.min(1, node.share * 1.6) * 0.5}
                />
                <text x={8} y={box.height / 2 - 3}>
                  {node.title}
                </text>
                <text className="dim" x={8} y={box.height / 2 + 12}>
                  {node.figures}
                </text>
              </g>
            );
          })}
        </g>
      </svg>
      <div className="graph-buttons">
        {(
          [
            ['zoomOut', 'zoom-out', () => zoomBy(0.8)],
            ['zoomIn', 'zoom-in', () => zoomBy(1.25)],
            ['readable', 'text-size', showReadable],
            ['whole', 'screen-full', showWhole],
          ] as const
        ).map(([name, icon, act]) => (
          <button
            key={name}
            className="button small"
            aria-label={texts[name]}
            title={texts[name]}
            onClick={act}
          >
            <Icon name={icon} />
          </button>
        ))}
      </div>
    </div>
  );
}

/** As wide as its words; the more of its own, the higher. */
function boxOf({ title, figures, share }: GraphPictureNode) {
  const width = Math.max(title.length * 7.4, figures.length * 6.8) + 18;
  return { width, height: 40 + Math.min(1, share * 1.5) * 46 };
}

function curve(source: PlacedBox | undefined, target: PlacedBox | undefined): string {
  if (source === undefined || target === undefined) return '';
  const from = { x: source.x + source.width / 2, y: source.y + source.height };
  const to = { x: target.x + target.width / 2, y: target.y };
  if (source === target) {
    const right = source.x + source.width;
    return `M ${right} ${source.y + 8} c 36 -8 36 ${source.height} 0 ${source.height - 16}`;
  }
  const bend = Math.max(24, Math.abs(to.y - from.y) / 2);
  return `M ${from.x} ${from.y} C ${from.x} ${from.y + bend} ${to.x} ${to.y - bend} ${to.x} ${to.y}`;
}

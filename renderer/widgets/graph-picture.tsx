import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { layOutGraph, type PlacedBox } from './graph-layout';
import { useSize } from './use-size';

export interface GraphPictureNode {
  readonly title: string;
  readonly figures: string;
  /** The whole of it, for the tooltip and those who cannot see. */
  readonly says: string;
  /** 0…1: how large the box is and how deep its colour. */
  readonly share: number;
}

export interface GraphPictureEdge {
  readonly source: number;
  readonly target: number;
  readonly weight: number;
  readonly share: number;
  /** Leads over nodes that are not shown. */
  readonly isDashed: boolean;
  readonly says: string;
}

interface GraphPictureProps {
  readonly label: string;
  /** Keys, said once. */
  readonly help: string;
  readonly nodes: readonly GraphPictureNode[];
  readonly edges: readonly GraphPictureEdge[];
  /** −1 for none. */
  readonly selected: number;
  readonly onSelect: (node: number) => void;
}

interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Boxes and arrows. Drag or arrows move, wheel or +/− zoom, 0 shows all, Tab goes from box to box. */
export function GraphPicture(props: GraphPictureProps) {
  const { nodes, edges } = props;
  const [host, size] = useSize<HTMLDivElement>();
  const layout = useMemo(() => layOutGraph(nodes.map(boxOf), edges), [nodes, edges]);
  const whole = useMemo((): Camera => {
    const fit = Math.min(
      1.2,
      (size.width - 32) / Math.max(1, layout.width),
      (size.height - 32) / Math.max(1, layout.height),
    );
    // Smaller than this nothing can be read: better to begin at the top and move.
    const scale = Math.max(0.35, fit);
    return { x: (size.width - layout.width * scale) / 2, y: 16, scale };
  }, [layout, size]);
  const [moved, setMoved] = useState<Camera>();
  useEffect(() => setMoved(undefined), [layout]);
  const camera = moved ?? whole;
  const drag = useRef<{ x: number; y: number }>(undefined);

  const zoomBy = (factor: number, x = size.width / 2, y = size.height / 2) => {
    const scale = Math.min(4, Math.max(0.05, camera.scale * factor));
    const by = scale / camera.scale;
    setMoved({ x: x - (x - camera.x) * by, y: y - (y - camera.y) * by, scale });
  };
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
    else if (event.key === '0') setMoved(undefined);
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
              strokeWidth={1 + edge.share * 7}
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
                aria-pressed={index === props.selected}
                className={index === props.selected ? 'selected' : ''}
                transform={`translate(${box.x} ${box.y})`}
                onClick={() => props.onSelect(index)}
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
    </div>
  );
}

/** As wide as its words; the more of its own, the higher. */
function boxOf({ title, figures, share }: GraphPictureNode) {
  const width = Math.max(title.length * 6.8, figures.length * 6.2) + 18;
  return { width, height: 38 + Math.min(1, share * 1.5) * 46 };
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

import type { LaneData, PaintedMessage, PaintMessage, TimelinePalette } from './model';
import { emptyScene, Painter, type Scene } from './painter';

/** The thread that draws: a picture takes as long as it takes, and the window stays quick. */
let canvas: OffscreenCanvas | undefined;
let painter: Painter | undefined;
let palette: TimelinePalette | undefined;
let size = { width: 0, height: 0, ratio: 1 };
let scene: Scene = emptyScene;
const data = new Map<number, LaneData>();
let isAsked = false;
let lastFrame = 0;

self.onmessage = ({ data: message }: MessageEvent<PaintMessage>) => {
  switch (message.kind) {
    case 'canvas':
      canvas = message.canvas;
      break;
    case 'size':
      size = message;
      painter = undefined;
      break;
    case 'palette':
      palette = message.palette;
      painter = undefined;
      break;
    case 'view':
      scene = { ...scene, view: message.view };
      break;
    case 'rows': {
      const { pinned, rows, headHeight } = message;
      scene = { ...scene, pinned, rows, headHeight };
      break;
    }
    case 'data': {
      const keep = new Set(message.keep);
      for (const lane of data.keys()) if (!keep.has(lane)) data.delete(lane);
      for (const lane of message.lanes) data.set(lane.lane, lane);
      break;
    }
    case 'overlay':
      scene = { ...scene, overlay: message.overlay };
  }
  if (isAsked) return;
  isAsked = true;
  self.requestAnimationFrame(paint);
};

function paint(time: number): void {
  isAsked = false;
  const ready = painter ?? createPainter();
  if (ready === undefined) return;
  const began = performance.now();
  ready.paint({ ...scene, data });
  const drawMs = performance.now() - began;
  const painted: PaintedMessage = { drawMs, sinceMs: time - lastFrame, lanes: data.size };
  lastFrame = time;
  self.postMessage(painted);
}

function createPainter(): Painter | undefined {
  if (canvas === undefined || palette === undefined || size.width === 0) return undefined;
  canvas.width = Math.round(size.width * size.ratio);
  canvas.height = Math.round(size.height * size.ratio);
  const context = canvas.getContext('2d', { alpha: false, desynchronized: true });
  painter = context ? new Painter(context, size.ratio, palette) : undefined;
  return painter;
}

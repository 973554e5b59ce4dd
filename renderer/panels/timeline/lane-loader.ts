import { request } from '../../store/bridge';
import type { CanvasHandle } from '../../widgets/timeline-canvas/timeline-canvas';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';

interface Loaded {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
  /** What was known of the trace then. */
  readonly endNs: number;
}

/** Lanes of one question. */
const maxLanes = 200;

/**
 * Keeps the canvas supplied with what is in sight, and half a screen around it: one question at a
 * time, so that a fast hand does not queue up questions nobody wants answered any more. Meanwhile
 * the canvas draws what it has.
 */
export class LaneLoader {
  private readonly loaded = new Map<number, Loaded>();
  private lanes: readonly number[] = [];
  private width = 0;
  private endNs = 0;
  private isAsking = false;
  private isStopped = false;

  constructor(
    private readonly trace: string,
    private readonly controller: ViewController,
    private readonly canvas: CanvasHandle,
  ) {}

  want(lanes: readonly number[], width: number, endNs: number): void {
    this.lanes = lanes;
    this.width = width;
    this.endNs = endNs;
    this.check();
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Call when the view has changed. */
  readonly check = (): void => {
    if (this.isAsking || this.isStopped || this.width <= 0 || this.endNs <= 0) return;
    const { from, to } = this.controller.view;
    const shift = Math.floor(Math.log2(Math.max(1, (to - from) / this.width)));
    const missing = this.lanes.filter((lane) => !this.has(lane, from, to, shift));
    if (missing.length > 0) void this.load(missing.slice(0, maxLanes), from, to, shift);
  };

  private has(lane: number, from: number, to: number, shift: number): boolean {
    const known = this.loaded.get(lane);
    if (known === undefined || known.shift !== shift) return false;
    const needed = Math.min(to, this.endNs);
    return known.from <= Math.max(0, from) && Math.min(known.to, known.endNs) >= needed;
  }

  private async load(lanes: number[], from: number, to: number, shift: number): Promise<void> {
    this.isAsking = true;
    const margin = (to - from) / 2;
    const fromNs = Math.max(0, from - margin);
    const toNs = Math.max(fromNs + 1, to + margin);
    // As many pixels more as there is more time: the same buckets as for the view alone.
    const pixels = Math.min(16384, Math.ceil((this.width * (toNs - fromNs)) / (to - from)));
    const { trace } = this;
    const reply = await request('trace.spans', { trace, lanes, fromNs, toNs, pixels });
    this.isAsking = false;
    if (this.isStopped || !reply.ok) return;
    const { endNs } = reply.value;
    for (const lane of lanes) this.loaded.set(lane, { from: fromNs, to: toNs, shift, endNs });
    const wanted = new Set(this.lanes);
    for (const lane of this.loaded.keys()) if (!wanted.has(lane)) this.loaded.delete(lane);
    this.canvas.setData(reply.value.lanes, this.lanes);
    this.check();
  }
}

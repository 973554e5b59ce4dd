import type { TimelineView } from './model';

/** Nothing is told below it: a nanosecond is the clock's own step. */
const minSpanNs = 100;
const zoomPerSecond = 6;
const screensPerSecond = 0.9;

type Listener = (view: TimelineView) => void;

/** What is in sight, and how it moves. Kept outside of React: it changes sixty times a second. */
export class ViewController {
  view: TimelineView = { from: 0, to: 1, scrollTop: 0 };
  private endNs = 1;
  /** Shows all there is, also as it grows, until somebody moves. */
  private isFitted = true;
  private readonly listeners = new Set<Listener>();
  private readonly held = new Set<string>();
  private frame: number | undefined;
  private last = 0;

  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The timeline now reaches up to here. */
  extend(endNs: number): void {
    if (endNs <= 0 || endNs === this.endNs) return;
    this.endNs = endNs;
    if (this.isFitted) this.set(0, endNs);
  }

  fit(): void {
    this.isFitted = true;
    this.set(0, this.endNs);
  }

  show(from: number, to: number): void {
    this.isFitted = false;
    this.set(from, to);
  }

  /** Brings a span into sight, with room around it; the scale changes only where it must. */
  reveal(begin: number, end: number): void {
    const { from, to } = this.view;
    const span = to - from;
    const length = end - begin;
    if (begin >= from && end <= to && length > span / 400) return;
    const next = length > span / 400 && length < span ? span : Math.max(length * 4, minSpanNs * 10);
    this.show(begin - (next - length) / 2, begin + (next + length) / 2);
  }

  /** @param factor above 1 shows more. @param anchor part of the width that stays in its place. */
  zoom(factor: number, anchor = 0.5): void {
    const { from, to } = this.view;
    const span = Math.max(minSpanNs, Math.min(this.endNs * 1.1, (to - from) * factor));
    const at = from + (to - from) * anchor;
    this.show(at - span * anchor, at + span * (1 - anchor));
  }

  /** @param part of the width; above 0 goes later. */
  pan(part: number): void {
    const by = (this.view.to - this.view.from) * part;
    this.show(this.view.from + by, this.view.to + by);
  }

  scrollTo(scrollTop: number): void {
    this.view = { ...this.view, scrollTop };
    this.tell();
  }

  private set(from: number, to: number): void {
    const span = Math.max(minSpanNs, to - from);
    const slack = span * 0.05;
    const latest = Math.max(-slack, this.endNs + slack - span);
    const begin = Math.min(Math.max(from, -slack), latest);
    const isAll = from === 0 && to === this.endNs;
    this.view = isAll
      ? { ...this.view, from, to }
      : { ...this.view, from: begin, to: begin + span };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.view);
  }

  /** Moves for as long as a key is held: w and s zoom, a and d pan. */
  hold(key: 'w' | 'a' | 's' | 'd'): void {
    this.held.add(key);
    if (this.frame !== undefined) return;
    this.last = performance.now();
    this.frame = requestAnimationFrame(this.move);
  }

  release(key: string): void {
    this.held.delete(key);
  }

  releaseAll(): void {
    this.held.clear();
  }

  private readonly move = (now: number): void => {
    const seconds = Math.min(0.1, Math.max(0, now - this.last) / 1000);
    this.last = now;
    const { held } = this;
    const isZooming = held.has('w') !== held.has('s');
    if (isZooming) this.zoom(zoomPerSecond ** (held.has('w') ? -seconds : seconds));
    const isPanning = held.has('a') !== held.has('d');
    if (isPanning) this.pan(screensPerSecond * (held.has('d') ? seconds : -seconds));
    this.frame = held.size > 0 ? requestAnimationFrame(this.move) : undefined;
  };
}

import type { EventBlock, GenerationContext, TraceSink } from '../../exectrace/event-block';
import { eventType as ev, goStatus as g } from '../../exectrace/event-type';

export interface PlainSpan {
  readonly begin: number;
  end: number;
  /** 1 to 4, as in `laneStates`. */
  readonly state: number;
  readonly reason: string;
}

/** The goroutines of a trace as plain lists of spans: nothing to get wrong, and nothing saved. */
export class PlainLanes implements TraceSink {
  readonly spans = new Map<number, PlainSpan[]>();
  readonly gc: PlainSpan[] = [];
  /** Time and size of the heap. */
  readonly heap: [number, number][] = [];
  endNs = 0;

  onEvents(block: EventBlock, generation: GenerationContext): void {
    for (let i = 0; i < block.length; i++) {
      const type = block.type[i]!;
      const time = block.time[i]!;
      this.endNs = time;
      if (type === ev.heapAlloc) this.heap.push([time, block.value[i]!]);
      if (type === ev.gcBegin || (type === ev.gcActive && !isOpen(this.gc))) {
        this.gc.push({ begin: time, end: NaN, state: 2, reason: '' });
      }
      const last = this.gc.at(-1);
      if (type === ev.gcEnd && last) last.end = time;
      const isGoroutine =
        (type >= ev.goCreate && type <= ev.goStatus) ||
        (type >= ev.goSwitch && type <= ev.goStatusStack);
      if (isGoroutine) this.goroutine(block, i, generation);
    }
  }

  private goroutine(block: EventBlock, i: number, generation: GenerationContext): void {
    const from = block.state[i]! >> 3;
    const to = block.state[i]! & 7;
    if (from === to && from !== g.undetermined) return;
    const goid = generation.goroutines.goid[block.subject[i]!]!;
    const list = this.spans.get(goid) ?? [];
    this.spans.set(goid, list);
    const time = block.time[i]!;
    if (from !== g.undetermined && from !== g.ended) list.at(-1)!.end = time;
    if (to === g.ended) return;
    const reason = from === g.running && to !== g.syscall ? generation.texts[block.text[i]!]! : '';
    list.push({ begin: time, end: NaN, state: to, reason });
  }

  finish(): void {
    for (const list of [...this.spans.values(), this.gc]) {
      for (const span of list) if (Number.isNaN(span.end)) span.end = this.endNs;
    }
  }
}

const isOpen = (spans: readonly PlainSpan[]): boolean =>
  spans.length > 0 && Number.isNaN(spans[spans.length - 1]!.end);

/** Time in each state within [from, to). */
export function plainStateNs(spans: readonly PlainSpan[], from: number, to: number): number[] {
  const sums = [0, 0, 0, 0];
  for (const { begin, end, state } of spans) {
    sums[state - 1]! += Math.max(0, Math.min(end, to) - Math.max(begin, from));
  }
  return sums;
}

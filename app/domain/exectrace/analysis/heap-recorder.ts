import { theilSen } from '../../stats/theil-sen';
import type { EventBlock, GenerationContext } from '../event-block';
import { eventType as ev } from '../event-type';
import type { GcTable, HeapAnalysis, StwTable } from '../trace-analysis';
import { ThinnedSamples } from './thinned-samples';

/** Slope points at most: the estimator looks at all pairs. */
const maxSlopePoints = 500;

/** Collections, stop-the-world ranges and the size of the heap. */
export class HeapRecorder {
  private readonly alloc = new ThinnedSamples();
  private readonly goal = new ThinnedSamples();
  private readonly floor = new ThinnedSamples();
  private lastAlloc = NaN;
  private readonly gcBegin: number[] = [];
  private readonly gcEnd: number[] = [];
  private readonly gcFloor: number[] = [];
  private readonly stwBegin: number[] = [];
  private readonly stwEnd: number[] = [];
  private readonly stwKind: number[] = [];
  private readonly kinds: string[] = [];
  /** Row of the open stop, by slot: there is one at a time, but damage may say otherwise. */
  private readonly openStops = new Map<number, number>();
  private collecting = false;

  /** Collections, stops and sizes of the heap; others are passed over. */
  take(block: EventBlock, i: number, generation: GenerationContext): void {
    const time = block.time[i]!;
    switch (block.type[i]!) {
      case ev.heapAlloc:
        this.lastAlloc = block.value[i]!;
        return this.alloc.add(time, this.lastAlloc);
      case ev.heapGoal:
        return this.goal.add(time, block.value[i]!);
      case ev.gcBegin:
        return this.begin(time);
      case ev.gcActive:
        if (!this.collecting) this.begin(NaN);
        return;
      case ev.gcEnd:
        if (!this.collecting) this.begin(NaN);
        return this.end(time);
      case ev.stwBegin:
        this.openStops.set(block.subject[i]!, this.stwBegin.length);
        this.stwBegin.push(time);
        this.stwEnd.push(NaN);
        this.stwKind.push(this.kind(generation.texts[block.text[i]!]!));
        return;
      case ev.stwEnd: {
        const row = this.openStops.get(block.subject[i]!);
        this.openStops.delete(block.subject[i]!);
        if (row !== undefined) this.stwEnd[row] = time;
      }
    }
  }

  private begin(time: number): void {
    this.collecting = true;
    this.gcBegin.push(time);
    this.gcEnd.push(NaN);
    this.gcFloor.push(NaN);
  }

  /** The runtime sets its count to what was marked, and tells it, just before the end. */
  private end(time: number): void {
    const row = this.gcEnd.length - 1;
    this.collecting = false;
    this.gcEnd[row] = time;
    this.gcFloor[row] = this.lastAlloc;
    if (!Number.isNaN(this.lastAlloc)) this.floor.add(time, this.lastAlloc);
  }

  private kind(name: string): number {
    const known = this.kinds.indexOf(name);
    return known >= 0 ? known : this.kinds.push(name) - 1;
  }

  gc(): GcTable {
    return {
      count: this.gcBegin.length,
      begin: Float64Array.from(this.gcBegin),
      end: Float64Array.from(this.gcEnd),
      floorBytes: Float64Array.from(this.gcFloor),
    };
  }

  stw(): StwTable {
    return {
      count: this.stwBegin.length,
      begin: Float64Array.from(this.stwBegin),
      end: Float64Array.from(this.stwEnd),
      kind: Int32Array.from(this.stwKind),
      kinds: this.kinds,
    };
  }

  heap(): HeapAnalysis {
    const floor = this.floor.finish();
    const step = Math.max(1, Math.ceil(floor.at.length / maxSlopePoints));
    const picked = (_: number, i: number) => i % step === 0;
    const seconds = floor.at.filter(picked).map((ns) => ns / 1e9);
    const bytes = floor.value.filter(picked);
    return {
      alloc: this.alloc.finish(),
      goal: this.goal.finish(),
      floor,
      floorBytesPerSecond: seconds.length < 3 ? undefined : theilSen(seconds, bytes).slope,
    };
  }
}

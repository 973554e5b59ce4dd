import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import { goroutineStates } from '../trace-analysis';
import { ProcLanes } from './proc-lanes';
import { StackNames } from './stack-names';
import { lane, type TimelineWriter } from './timeline-writer';

/** Which lanes are written. */
export interface TimelineLanes {
  readonly procs: boolean;
  readonly goroutines: boolean;
}

/** Counts of goroutines are written at most this often. */
const countEveryNs = 20_000;

/**
 * Turns the ordered events into spans, arrows and counters. What it keeps is bounded by the goroutines that
 * live: nothing is collected.
 */
export class TimelineWalker implements TraceSink {
  private readonly names = new StackNames();
  private readonly procs: ProcLanes;
  private endNs = 0;

  /** By slot. */
  private name: string[] = [];
  private goid = new Float64Array(1024).fill(-1);
  /** By slot: arrow that waits for it to run; 0: none. */
  private arrow = new Float64Array(1024);
  private arrows = 0;
  /** By slot: open regions. */
  private regions = new Int32Array(1024);
  /** By slot: 1 once the lane of its regions is declared. */
  private hasRegions = new Uint8Array(1024);

  private readonly inState = new Int32Array(goroutineStates.length);
  private countedAt = -Infinity;
  private collecting = false;
  private stopped = 0;
  /** By task: its number. */
  private readonly tasks = new Map<number, number>();
  private taskCount = 0;

  constructor(
    private readonly writer: TimelineWriter,
    private readonly lanes: TimelineLanes,
  ) {
    this.procs = new ProcLanes(writer, lanes.procs);
  }

  onGeneration(generation: GenerationContext): void {
    this.names.beginGeneration(generation.tables);
    const { clock } = generation;
    if (clock !== undefined) this.writer.clock(clock.trace, clock.monotonicNs, clock.wallNs);
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    for (let i = 0; i < block.length; i++) {
      const type = block.type[i]!;
      const isTransition =
        (type >= ev.goCreate && type <= ev.goStatus) ||
        (type >= ev.goSwitch && type <= ev.goStatusStack);
      if (isTransition) this.transition(block, i, generation);
      else this.other(block, i, generation);
    }
    this.endNs = block.time[block.length - 1]!;
  }

  private transition(block: EventBlock, i: number, generation: GenerationContext): void {
    const from = block.state[i]! >> 3;
    const to = block.state[i]! & 7;
    if (from === to) return;
    const slot = block.subject[i]!;
    // A status tells what went on since the trace began.
    const time = from === g.undetermined ? 0 : block.time[i]!;
    const isNew = from === g.undetermined || from === g.ended;
    if (isNew) this.begin(block, i, generation);
    this.count(from, to, time);
    if (from === g.waiting && to === g.runnable) this.wake(block, i, slot, time);
    if (this.lanes.goroutines) {
      const goid = this.goid[slot]!;
      if (!isNew) this.writer.end(lane.goroutine, goid, time);
      if (to === g.ended) this.endRegions(slot, time);
      else this.beginState(block, i, to, time, generation);
    }
    const name = this.name[slot]!;
    this.procs.move(slot, from, to, block.proc[i]!, time, () => {
      const arrow = this.arrow[slot]!;
      this.arrow[slot] = 0;
      return { name, detail: { goid: this.goid[slot]!, place: '', arrow } };
    });
  }

  private begin(block: EventBlock, i: number, generation: GenerationContext): void {
    const slot = block.subject[i]!;
    const goid = generation.goroutines.goid[slot]!;
    const from = this.goid.length;
    this.goid = withRoomFor(this.goid, slot);
    if (slot >= from) this.goid.fill(-1, from);
    this.arrow = withRoomFor(this.arrow, slot);
    this.regions = withRoomFor(this.regions, slot);
    this.hasRegions = withRoomFor(this.hasRegions, slot);
    this.hasRegions[slot] = 0;
    this.goid[slot] = goid;
    this.arrow[slot] = 0;
    this.regions[slot] = 0;
    const isCreated = block.type[i] === ev.goCreate || block.type[i] === ev.goCreateBlocked;
    const start = isCreated ? this.names.leaf(block.value[i]!) : this.names.root(block.stack[i]!);
    this.name[slot] = start === '' ? `G${goid}` : start;
    if (this.lanes.goroutines) {
      this.writer.declareGoroutine(goid, start === '' ? `G${goid}` : `G${goid} ${start}`);
    }
  }

  private beginState(
    block: EventBlock,
    i: number,
    to: number,
    time: number,
    generation: GenerationContext,
  ): void {
    const slot = block.subject[i]!;
    const reason = to === g.waiting ? (generation.texts[block.text[i]!] ?? '') : '';
    const own = block.state[i]! >> 3 === g.running;
    const place = own ? this.names.place(block.stack[i]!) : '';
    const arrow = to === g.running && !this.lanes.procs ? this.arrow[slot]! : 0;
    if (arrow !== 0) this.arrow[slot] = 0;
    const name = reason === '' ? goroutineStates[to]! : reason;
    const detail = { goid: -1, place, arrow };
    this.writer.begin(lane.goroutine, this.goid[slot]!, time, name, detail);
  }

  /** Draws from the goroutine that wakes to where the woken one runs next. */
  private wake(block: EventBlock, i: number, slot: number, time: number): void {
    const waker = block.goroutine[i]!;
    if (waker < 0) return;
    const proc = block.proc[i]!;
    if (this.lanes.procs ? !this.procs.isBusy(proc) : this.goid[waker]! < 0) return;
    this.arrow[slot] = ++this.arrows;
    if (this.lanes.procs) this.writer.arrow(lane.proc, proc, time, this.arrows);
    else this.writer.arrow(lane.goroutine, this.goid[waker]!, time, this.arrows);
  }

  private count(from: number, to: number, time: number): void {
    this.inState[from]!--;
    this.inState[to]!++;
    if (time - this.countedAt < countEveryNs) return;
    this.countedAt = time;
    this.writer.counter('running', time, this.inState[g.running]! + this.inState[g.syscall]!);
    this.writer.counter('runnable', time, this.inState[g.runnable]!);
  }

  private other(block: EventBlock, i: number, generation: GenerationContext): void {
    const { writer } = this;
    const time = block.time[i]!;
    const subject = block.subject[i]!;
    const text = generation.texts[block.text[i]!] ?? '';
    switch (block.type[i]!) {
      case ev.procStop:
      case ev.procSteal:
        return this.procs.idle(subject, time);
      case ev.heapAlloc:
        return writer.counter('heap in use', time, block.value[i]!);
      case ev.heapGoal:
        return writer.counter('heap goal', time, block.value[i]!);
      case ev.gcActive:
      case ev.gcBegin:
        if (!this.collecting) writer.begin(lane.gc, 0, time, 'GC');
        this.collecting = true;
        return;
      case ev.gcEnd:
        if (this.collecting) writer.end(lane.gc, 0, time);
        this.collecting = false;
        return;
      case ev.stwBegin:
        this.stopped++;
        return writer.begin(lane.stw, 0, time, `stop-the-world (${text})`);
      case ev.stwEnd:
        if (this.stopped > 0) writer.end(lane.stw, 0, time);
        this.stopped = Math.max(0, this.stopped - 1);
        return;
      case ev.gcSweepBegin:
        return this.procs.beginNested(subject, 'sweep', time);
      case ev.gcSweepEnd:
        return this.procs.endNested(subject, 'sweep', time);
      case ev.gcMarkAssistBegin:
        return this.procs.beginNested(block.proc[i]!, 'assist', time);
      case ev.gcMarkAssistEnd:
        return this.procs.endNested(block.proc[i]!, 'assist', time);
      default:
        return this.annotation(block, i, text, generation);
    }
  }

  private annotation(
    block: EventBlock,
    i: number,
    text: string,
    generation: GenerationContext,
  ): void {
    const { writer } = this;
    const time = block.time[i]!;
    const slot = block.goroutine[i]!;
    const task = block.value[i]!;
    switch (block.type[i]!) {
      case ev.userTaskBegin:
        this.tasks.set(task, ++this.taskCount);
        return writer.begin(lane.task, this.taskCount, time, text);
      case ev.userTaskEnd: {
        const number = this.tasks.get(task);
        this.tasks.delete(task);
        if (number !== undefined) writer.end(lane.task, number, time);
        return;
      }
      case ev.userRegionBegin:
        if (!this.lanes.goroutines) return;
        if (this.hasRegions[slot] === 0) writer.declareRegions(this.goid[slot]!);
        this.hasRegions[slot] = 1;
        this.regions[slot]!++;
        return writer.begin(lane.region, this.goid[slot]!, time, text);
      case ev.userRegionEnd:
        if (!this.lanes.goroutines || this.regions[slot]! === 0) return;
        this.regions[slot]!--;
        return writer.end(lane.region, this.goid[slot]!, time);
      case ev.userLog: {
        if (!this.lanes.goroutines) return;
        const message = generation.tables.getString(block.subject[i]!);
        return writer.instant(lane.goroutine, this.goid[slot]!, time, text || 'log', message);
      }
    }
  }

  private endRegions(slot: number, time: number): void {
    for (; this.regions[slot]! > 0; this.regions[slot]!--) {
      this.writer.end(lane.region, this.goid[slot]!, time);
    }
    this.goid[slot] = -1;
  }

  /** Ends what is open, and the document. */
  finish(): void {
    const { writer, endNs } = this;
    this.procs.finish(endNs);
    if (this.lanes.goroutines) {
      for (let slot = 0; slot < this.name.length; slot++) {
        const goid = this.goid[slot]!;
        if (goid < 0) continue;
        writer.end(lane.goroutine, goid, endNs);
        this.endRegions(slot, endNs);
      }
    }
    for (const number of this.tasks.values()) writer.end(lane.task, number, endNs);
    if (this.collecting) writer.end(lane.gc, 0, endNs);
    for (; this.stopped > 0; this.stopped--) writer.end(lane.stw, 0, endNs);
    writer.finish();
  }
}

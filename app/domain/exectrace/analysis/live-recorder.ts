import type { TraceSecond } from '../../../contract/session';
import { HistogramRecorder, quantileOf } from '../../stats/histogram';
import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import { flagsOfFunction } from './function-flags';

/** A trace is followed for hours: a gap in its clock must not become millions of empty seconds. */
const maxGapSeconds = 120;

/** Whose goroutine it is. What no stack has told yet counts as the program's. */
const program = 1;
const other = 2;
const untold = 3;

/** By event type: 1 for transitions of goroutines. */
const isTransition = (() => {
  const table = new Uint8Array(256);
  table.fill(1, ev.goCreate, ev.goStatus + 1);
  table.fill(1, ev.goSwitch, ev.goStatusStack + 1);
  return table;
})();

/**
 * What a trace tells of each second, while it is still written: a few numbers, in constant memory but for a little per
 * living goroutine. The runtime's own goroutines and the agent's are not counted.
 */
export class LiveRecorder implements TraceSink {
  private readonly seconds: TraceSecond[] = [];
  /** Index of the second being filled. */
  private second = 0;
  private lastNs = 0;
  private alive = 0;
  private created = 0;
  private ended = 0;
  private events = 0;
  private latency = new HistogramRecorder();
  private pauses = 0;
  private pauseMaxNs = 0;
  private pauseBegan = NaN;
  private heapBytes = 0;
  /** By slot: since when it is runnable; NaN when it is not. */
  private runnableSince = new Float64Array(1024).fill(NaN);
  /** By slot: whose goroutine it is; 0: there is none. */
  private owner = new Uint8Array(1024);
  /** By stack of this generation: whose it is; 0: not looked at. */
  private owners = new Uint8Array(0);

  /**
   * @param startedAtMs wall clock at the trace's first event, ms since the epoch.
   * @param secondNs length of what is called a second here.
   */
  constructor(
    private readonly startedAtMs: number,
    private readonly secondNs = 1e9,
  ) {}

  onGeneration(generation: GenerationContext): void {
    this.owners = new Uint8Array(generation.tables.stackLimit);
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { type, time, subject, state, stack, length } = block;
    const { secondNs } = this;
    for (let i = 0; i < length; i++) {
      const now = time[i]!;
      if (now >= (this.second + 1) * secondNs) this.advance(now);
      this.lastNs = now;
      this.events++;
      const t = type[i]!;
      if (isTransition[t] === 1) {
        const from = state[i]! >> 3;
        const to = state[i]! & 7;
        const slot = subject[i]!;
        if (from === to || from === g.running) this.learn(slot, stack[i]!, generation);
        if (from === to) continue;
        if (from === g.ended || from === g.undetermined) this.begin(block, i, generation);
        else if (from === g.runnable && to === g.running) {
          const since = this.runnableSince[slot]!;
          if (since <= now && this.owner[slot] !== other) this.latency.add(now - since);
        }
        this.runnableSince[slot] = to === g.runnable ? now : NaN;
        if (to === g.ended) {
          if (this.owner[slot] !== other) {
            this.ended++;
            this.alive--;
          }
          this.owner[slot] = 0;
        }
      } else if (t === ev.heapAlloc) this.heapBytes = block.value[i]!;
      else if (t === ev.stwBegin) {
        const kind = generation.texts[block.text[i]!] ?? '';
        this.pauseBegan = kind.includes('GC') ? now : NaN;
      } else if (t === ev.stwEnd && !Number.isNaN(this.pauseBegan)) {
        this.pauses++;
        this.pauseMaxNs = Math.max(this.pauseMaxNs, now - this.pauseBegan);
        this.pauseBegan = NaN;
      }
    }
  }

  /** The seconds that are over since the last call. */
  take(): TraceSecond[] {
    return this.seconds.splice(0);
  }

  /** And the one that the end of the trace cut off. */
  finish(): TraceSecond[] {
    if (this.events > 0) this.close(this.lastNs / this.secondNs);
    return this.take();
  }

  private begin(block: EventBlock, i: number, generation: GenerationContext): void {
    const slot = block.subject[i]!;
    if (slot >= this.runnableSince.length) {
      const before = this.runnableSince.length;
      this.runnableSince = withRoomFor(this.runnableSince, slot).fill(NaN, before);
      this.owner = withRoomFor(this.owner, slot);
    }
    const isNew = block.state[i]! >> 3 !== g.undetermined;
    // Of a new one the start function is told, of an older one where it is: what began it is outermost.
    const stack = isNew
      ? block.type[i] === ev.goCreateSyscall
        ? 0
        : block.value[i]!
      : block.stack[i]!;
    this.owner[slot] = this.ownerOf(stack, generation);
    if (this.owner[slot] === other) return;
    this.alive++;
    if (isNew) this.created++;
  }

  /** Goroutines older than the trace may come without a stack at first. */
  private learn(slot: number, stack: number, generation: GenerationContext): void {
    if (this.owner[slot] !== untold) return;
    this.owner[slot] = this.ownerOf(stack, generation);
    if (this.owner[slot] === other) this.alive--;
  }

  /** What the outermost function of a stack tells; `untold` when there is none. */
  private ownerOf(stack: number, generation: GenerationContext): number {
    if (!(stack > 0 && stack < this.owners.length)) return untold;
    if (this.owners[stack] === 0) {
      let outermost = '';
      generation.tables.forEachFrame(stack, (_pc, name) => (outermost = name));
      if (outermost === '') this.owners[stack] = untold;
      else this.owners[stack] = flagsOfFunction(outermost) === 0 ? program : other;
    }
    return this.owners[stack]!;
  }

  /** Closes the second being filled, and those without an event up to `now`. */
  private advance(now: number): void {
    this.close(this.second + 1);
    const next = Math.trunc(now / this.secondNs);
    this.second = Math.max(this.second + 1, next - maxGapSeconds);
    while (this.second < next) this.close(++this.second);
  }

  /** @param end of the second, seconds of the trace. */
  private close(end: number): void {
    this.seconds.push({
      atMs: this.startedAtMs + (end * this.secondNs) / 1e6,
      created: this.created,
      ended: this.ended,
      alive: this.alive,
      schedLatencyP99Ms: quantileOf(this.latency, 0.99) / 1e6,
      gcPauses: this.pauses,
      gcPauseMaxMs: this.pauseMaxNs / 1e6,
      heapBytes: this.heapBytes,
      events: this.events,
    });
    this.created = 0;
    this.ended = 0;
    this.events = 0;
    this.pauses = 0;
    this.pauseMaxNs = 0;
    this.latency = new HistogramRecorder();
  }
}

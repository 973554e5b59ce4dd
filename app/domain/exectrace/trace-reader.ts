import { err, ok, type Result } from '../../contract/result';
import type { TraceNs } from '../../contract/units';
import { BatchIndex } from './batch-index';
import { Cursors } from './cursors';
import { Damage } from './damage';
import type { EventBlock, GenerationContext, TraceSink } from './event-block';
import { eventType } from './event-type';
import { Frontier } from './frontier';
import { Generation } from './generation';
import { Kernel } from './kernel/kernel';
import { NameTables } from './name-tables';
import { orderSlice, type Ordering } from './order-events';
import { Schedule } from './schedule';
import type { ClockSnapshot, TraceVersion } from './trace-analysis';
import type { TraceError, TraceWarning } from './trace-error';
import { headerSize, readTraceVersion } from './trace-header';
import type { TraceSource } from './trace-source';

/** What was read, when at least the header is good. */
export interface TraceRead {
  readonly version: TraceVersion;
  /** Generations read to their end. */
  readonly generations: number;
  readonly events: number;
  /** The stream ended early, for this reason. */
  readonly warning: TraceWarning | undefined;
}

export interface ReadOptions {
  /** Reads what `GODEBUG=traceallocfree=1` adds to a trace, for AllocFreeDecoder. */
  readonly allocFree?: boolean;
  /** The reader works in its memory, behind what is there already, instead of in one of its own. */
  readonly kernel?: Kernel;
  /**
   * Where the next events go, a block in the memory of `kernel`, asked for when the sink has had the last one; so the sink
   * may keep those it had. Without it one block serves for all.
   */
  readonly nextBlock?: () => EventBlock;
  /** Called once a block; true cancels. */
  readonly onProgress?: (progress: { readBytes: number; totalBytes: number }) => boolean | void;
}

/**
 * `more`: call again at once. `waiting`: all complete generations were given out, call again when
 * the source has grown. `ended`: nothing that the source may still grow by can change the outcome.
 */
export type ReaderState = 'more' | 'waiting' | 'ended';

/** Blocks of events given out by one call: some ten milliseconds of work. */
const blocksPerAdvance = 64;

/**
 * Reads a trace that may still be written and gives its events to `sink`, in the order that Go's
 * own reader has. Generations are given out when they are complete; one generation's tables are in
 * memory at a time. Damage ends the stream.
 *
 * Call `advance` until it no longer says `more`, whenever the source has grown; then `finish`.
 */
export class TraceReader {
  private reading: Reading | undefined;
  private outcome: Result<TraceRead, TraceError> | undefined;

  constructor(
    private readonly source: TraceSource,
    private readonly sink: TraceSink,
    private readonly options: ReadOptions = {},
  ) {}

  /**
   * Does a bounded piece of work on the generations that are complete already; with `isWhole`, of a source that will not
   * grow any more, on the last one too: then `finish` has nothing left to do once this says `ended`.
   */
  advance(isWhole = false): ReaderState {
    return this.step(isWhole);
  }

  /** The source will not grow any more: reads what is left by the rules for the end of a file. */
  finish(): Result<TraceRead, TraceError> {
    for (;;) {
      this.step(true);
      if (this.outcome !== undefined) return this.outcome;
    }
  }

  private step(isWhole: boolean): ReaderState {
    if (this.outcome !== undefined) return 'ended';
    if (this.reading === undefined) {
      if (!isWhole && this.source.size < headerSize) return 'waiting';
      const version = readTraceVersion(this.source);
      if (!version.ok) {
        this.outcome = version;
        return 'ended';
      }
      this.reading = new Reading(this.source, this.sink, version.value, this.options);
    }
    const { reading } = this;
    try {
      const state = reading.advance(isWhole);
      if (state === 'cancelled') this.outcome = err({ code: 'cancelled' });
      else if (state === 'ended') this.outcome = ok(reading.read(undefined));
      else return state;
    } catch (damage) {
      if (!(damage instanceof Damage)) throw damage;
      this.outcome = ok(reading.read(reading.stop(damage)));
    }
    return 'ended';
  }
}

/** One pass over one trace. */
class Reading {
  private generations = 0;
  private events = 0;
  private readonly generation: Generation;
  private readonly schedule: Schedule;
  private readonly cursors: Cursors;
  private readonly kernel: Kernel;
  private readonly frontier: Frontier;
  private readonly index: BatchIndex;
  private readonly order: Ordering;
  /** Of the generation being given out. */
  private context: GenerationContext | undefined;
  /** Bytes before the generation at hand. */
  private readBytes = headerSize;

  constructor(
    private readonly source: TraceSource,
    private readonly sink: TraceSink,
    private readonly version: TraceVersion,
    private readonly options: ReadOptions,
  ) {
    this.index = new BatchIndex(source);
    this.generation = new Generation(source, this.index, version, options.allocFree === true);
    const kernel = options.kernel ?? Kernel.borrow();
    this.kernel = kernel;
    this.schedule = new Schedule(kernel, this.generation, options.nextBlock?.());
    this.cursors = new Cursors(kernel, source);
    this.frontier = new Frontier(kernel);
    const { schedule, cursors, frontier } = this;
    this.order = { kernel, schedule, cursors, frontier, sample: 0, origin: 0 };
  }

  advance(isWhole: boolean): ReaderState | 'cancelled' {
    if (this.context === undefined) {
      const step = this.generation.advance(isWhole);
      if (step === 'starved') return 'waiting';
      if (step === 'ended') {
        this.sync();
        this.flush();
        return 'ended';
      }
      this.install();
    }
    for (let blocks = 0; blocks < blocksPerAdvance; blocks++) {
      const more = orderSlice(this.order);
      if (!this.flush()) return 'cancelled';
      if (more) continue;
      this.endGeneration();
      this.generations++;
      this.readBytes = this.index.position;
      this.source.release?.(this.generation.nextAt);
      break;
    }
    return 'more';
  }

  /** What was read. The reader is at its end. */
  read(warning: TraceWarning | undefined): TraceRead {
    if (this.options.kernel === undefined) this.kernel.giveBack();
    const { version, generations, events } = this;
    return { version, generations, events, warning };
  }

  /** Gives out what came before the damage. */
  stop(damage: Damage): TraceWarning {
    // Between generations: Go's reader marks the end of the last one before it reports.
    if (this.context === undefined) this.sync();
    this.flush();
    this.endGeneration();
    const at = damage.at ?? this.generation.at;
    return { at, completeGenerations: this.generations, reason: damage.reason };
  }

  private endGeneration(): void {
    if (this.context !== undefined) this.sink.onGenerationEnd?.(this.context);
    this.context = undefined;
  }

  private install(): void {
    const { generation, schedule, cursors, frontier, order } = this;
    const start = Math.trunc(generation.minTicks * generation.nsPerTick);
    if (this.generations === 0) {
      order.origin = start;
      cursors.setOrigin(start);
      schedule.clock[1] = -start;
    }
    schedule.beginGeneration();
    cursors.beginGeneration(generation, schedule);
    order.sample = 0;
    this.context = this.describe();
    this.sink.onGeneration?.(this.context);
    frontier.clear(cursors.count);
    for (let c = 0; c < cursors.count; c++) {
      if (cursors.refill(c)) frontier.insert(c, cursors.time[cursors.row[c]!]!);
    }
    schedule.clock[0] = start - order.origin;
    schedule.emit(eventType.generationSync, 0, -1, -1);
  }

  private describe(): GenerationContext {
    const { generation, schedule, order } = this;
    const { strings, stacks, clock, nsPerTick } = generation;
    return {
      version: this.version,
      originNs: order.origin,
      tables: new NameTables(strings, stacks),
      clock: clock && snapshot(clock, nsPerTick, order.origin),
      goroutines: schedule.goroutines,
      threads: { idOf: (index) => schedule.threadId[index]! },
      allocFree: this.options.allocFree === true ? generation.allocFree : undefined,
      texts: schedule.texts,
    };
  }

  /** Border of generations: at the end it carries no table. */
  private sync(): void {
    const { schedule } = this;
    schedule.clock[0] = schedule.clock[1]!;
    schedule.emit(eventType.generationSync, 0, -1, -1);
  }

  private flush(): boolean {
    const { schedule } = this;
    const { block } = schedule;
    if (block.length > 0) {
      this.events += block.length;
      const { nextBlock } = this.options;
      this.sink.onEvents(block, this.context ?? this.describe());
      schedule.clearBlock();
      if (nextBlock !== undefined) schedule.block = nextBlock();
    }
    const totalBytes = this.source.size;
    const { onProgress } = this.options;
    if (onProgress === undefined) return true;
    return onProgress({ readBytes: this.progress(), totalBytes }) !== true;
  }

  /** Within a generation threads advance side by side: their batches taken so far tell how far. */
  private progress(): number {
    const span = this.index.position - this.readBytes;
    return this.readBytes + Math.round(span * this.cursors.consumed());
  }
}

function snapshot(
  clock: { ticks: number; monotonicNs: bigint; wallNs: bigint },
  nsPerTick: number,
  origin: number,
): ClockSnapshot {
  const trace = (Math.trunc(clock.ticks * nsPerTick) - origin) as TraceNs;
  return { trace, monotonicNs: clock.monotonicNs, wallNs: clock.wallNs };
}

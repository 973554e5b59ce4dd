import { allocFreeExperiment, AllocFreeTables } from './alloc-free-tables';
import { noneOnWire, type Batch, type BatchIndex } from './batch-index';
import { ByteReader } from './byte-reader';
import { Damage, fail } from './damage';
import { eventType } from './event-type';
import { StackFrames } from './stack-frames';
import { StringTable } from './string-table';
import type { TraceVersion } from './trace-analysis';
import type { TraceSource } from './trace-source';

/** A sample of the CPU profiler; they come apart from the events and are merged by time. */
export interface CpuSample {
  /** Ticks; the order of `Generation.samples`. */
  readonly ticks: number;
  readonly thread: number;
  readonly proc: number;
  readonly goid: number;
  readonly stack: number;
}

/** Where a thread's events of a generation are: offset, size and base time in turn. */
export interface ThreadBatches {
  readonly thread: number;
  readonly batches: number[];
  /** Size of the largest. */
  largest: number;
}

/** Ticks and the clocks read with them. */
export interface RawClock {
  readonly ticks: number;
  readonly monotonicNs: bigint;
  readonly wallNs: bigint;
}

/** One generation: its tables, and where its events are. The next one replaces it. */
export class Generation {
  /** From 1; unique within the file. */
  number = 0;
  /** Where it begins in the file. */
  at = 0;
  /** Smallest base time, ticks. */
  minTicks = 0;
  nsPerTick = 0;
  clock: RawClock | undefined;
  samples: CpuSample[] = [];
  readonly strings = new StringTable();
  readonly stacks = new StackFrames();
  /** Empty unless asked for. */
  readonly allocFree = new AllocFreeTables();
  /** In the order of their first batch: ties in time are decided by it. */
  threads = new Map<number, ThreadBatches>();
  /** Why the file cannot be read beyond this generation. */
  damage: Damage | undefined;
  private spilled: Batch | undefined;
  private some = false;
  /** Batches of the generation to come were taken already, but not all are there. */
  private begun = false;

  constructor(
    private readonly source: TraceSource,
    private readonly index: BatchIndex,
    private readonly version: TraceVersion,
    private readonly hasAllocFree = false,
  ) {}

  /**
   * Goes on to the next generation. `starved`: it is not complete, and the source may yet grow
   * (`isWhole` is false); what is there is kept. Throws Damage.
   */
  advance(isWhole: boolean): 'ready' | 'starved' | 'ended' {
    if (this.damage !== undefined) throw this.damage;
    if (!this.begun) this.begin();
    const found = this.version >= 26 ? this.readToMark(isWhole) : this.readToNext(isWhole);
    if (found !== 'ready') return found;
    this.begun = false;
    if (this.nsPerTick === 0) fail('a generation has no clock frequency', this.at);
    if (this.version >= 25 && this.clock === undefined) {
      fail('a generation has no clock snapshot', this.at);
    }
    this.stacks.checkStrings(this.strings);
    this.samples.sort((a, b) => a.ticks - b.ticks);
    this.some = true;
    return 'ready';
  }

  /** Where the bytes begin that the generations after this one need. */
  get nextAt(): number {
    return this.spilled?.at ?? this.index.position;
  }

  private begin(): void {
    this.number = 0;
    this.minTicks = 0;
    this.nsPerTick = 0;
    this.clock = undefined;
    this.samples = [];
    this.threads = new Map();
    this.strings.clear();
    this.stacks.clear();
    this.allocFree.clear();
    this.at = this.nextAt;
    this.begun = true;
    const { spilled } = this;
    this.spilled = undefined;
    if (spilled !== undefined) this.take(spilled);
  }

  /** Format 1.26: a byte of its own ends a generation. */
  private readToMark(isWhole: boolean): 'ready' | 'starved' | 'ended' {
    for (;;) {
      const batch = this.index.next(isWhole);
      if (batch === 'starved') return batch;
      if (batch === undefined) {
        if (this.number === 0) return 'ended';
        fail('the last generation is incomplete', this.at);
      }
      if (batch.endsGeneration) return 'ready';
      if (batch.generation === 0) fail('a batch belongs to no generation', batch.at);
      if (this.number !== 0 && batch.generation !== this.number) {
        fail('a generation has no end mark', batch.at);
      }
      this.take(batch);
    }
  }

  /** Before 1.26 a generation ends where a batch of the next one is found; that batch is kept. */
  private readToNext(isWhole: boolean): 'ready' | 'starved' | 'ended' {
    if (this.some && this.number === 0) return 'ended';
    for (;;) {
      const batch = this.nextOrDamage(isWhole);
      if (batch === 'starved') return batch;
      if (batch === undefined) return 'ready';
      if (batch.endsGeneration || batch.generation === 0) {
        fail('a batch belongs to no generation', batch.at);
      }
      if (this.number !== 0 && batch.generation === this.number + 1) {
        this.spilled = batch;
        return 'ready';
      }
      if (this.number !== 0 && batch.generation !== this.number) {
        fail('generations are out of order', batch.at);
      }
      this.take(batch);
    }
  }

  /** A bad batch may be the first of the next generation: what there is so far is used. */
  private nextOrDamage(isWhole: boolean): Batch | 'starved' | undefined {
    try {
      return this.index.next(isWhole);
    } catch (error) {
      if (!(error instanceof Damage) || this.number === 0) throw error;
      this.damage = error;
      return undefined;
    }
  }

  private take(batch: Batch): void {
    if (this.number === 0) this.number = batch.generation;
    if (this.minTicks === 0 || batch.time < this.minTicks) this.minTicks = batch.time;
    if (batch.experiment !== 0) {
      const isWanted = this.hasAllocFree && batch.experiment === allocFreeExperiment;
      if (isWanted) this.allocFree.readBatch(this.open(batch, false));
      return;
    }
    const syncKind = this.version >= 25 ? eventType.sync : eventType.frequency;
    switch (batch.kind) {
      case eventType.strings:
        return this.strings.readBatch(this.open(batch, true));
      case eventType.stacks:
        return this.stacks.readBatch(this.open(batch, true));
      case eventType.cpuSamples:
        return this.readSamples(this.open(batch, true));
      case syncKind:
        return this.readSync(this.open(batch, this.version >= 25), batch.time);
      default:
        return this.keep(batch);
    }
  }

  private open(batch: Batch, skipKind: boolean): ByteReader {
    const bytes = this.source.read(batch.offset, batch.size);
    if (bytes.length !== batch.size) fail('the file ends early', batch.offset);
    const reader = new ByteReader(bytes, batch.offset);
    if (skipKind) reader.byte();
    return reader;
  }

  private keep(batch: Batch): void {
    let thread = this.threads.get(batch.thread);
    if (thread === undefined) {
      thread = { thread: batch.thread, batches: [], largest: 0 };
      this.threads.set(batch.thread, thread);
    }
    if (batch.size === 0) return;
    thread.batches.push(batch.offset, batch.size, batch.time);
    thread.largest = Math.max(thread.largest, batch.size);
  }

  private readSamples(reader: ByteReader): void {
    while (!reader.atEnd) {
      if (reader.byte() !== eventType.cpuSample) fail('a CPU sample was expected', reader.at);
      const ticks = reader.uvarint();
      const thread = reader.uvarint();
      const proc = reader.uvarint();
      const goid = reader.uvarint();
      const stack = reader.uvarint();
      this.samples.push({
        ticks,
        thread: thread === noneOnWire ? -1 : thread,
        proc: proc === noneOnWire ? -1 : proc,
        goid: goid === 0 ? -1 : goid,
        stack,
      });
    }
  }

  private readSync(reader: ByteReader, base: number): void {
    let ticks = base;
    while (!reader.atEnd) {
      const at = reader.at;
      const type = reader.byte();
      if (type === eventType.frequency) {
        if (this.nsPerTick !== 0) fail('a generation has two clock frequencies', at);
        const ticksPerSecond = reader.uvarint();
        if (ticksPerSecond === 0) fail('the clock frequency is 0', at);
        this.nsPerTick = 1 / (ticksPerSecond / 1e9);
      } else if (type === eventType.clockSnapshot && this.version >= 25) {
        if (this.clock !== undefined) fail('a generation has two clock snapshots', at);
        ticks += reader.uvarint();
        const monotonicNs = reader.uvarint64();
        const wallNs = reader.uvarint64() * 1_000_000_000n + reader.uvarint64();
        this.clock = { ticks, monotonicNs, wallNs };
      } else {
        fail(`a clock reading was expected, but there is an event of type ${type}`, at);
      }
    }
  }
}

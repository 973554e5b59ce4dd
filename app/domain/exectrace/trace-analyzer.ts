import type { DurationNs } from '../../contract/units';
import { AnnotationRecorder } from './analysis/annotation-recorder';
import { CollectorRecorder } from './analysis/collector-recorder';
import { copyState } from './analysis/copy-state';
import { EventCounter } from './analysis/event-counter';
import { GoroutineRecorder } from './analysis/goroutine-recorder';
import { FollowedBlock } from './analysis/followed-block';
import { finishGoroutines } from './analysis/goroutine-tables';
import { HeapRecorder } from './analysis/heap-recorder';
import { computeMmuCurve } from './analysis/mmu-curve';
import { SlotStates } from './analysis/slot-states';
import { StackInterner } from './analysis/stack-interner';
import { TimeBuckets } from './analysis/time-buckets';
import { TransitionRecorder } from './analysis/transition-recorder';
import { WaitRecorder } from './analysis/wait-recorder';
import { finishWaits } from './analysis/wait-tables';
import { eventType as ev } from './event-type';
import { Kernel } from './kernel/kernel';
import type { EventBlock, GenerationContext, TraceSink } from './event-block';
import type { AnalyzeOptions, TraceAnalysis } from './trace-analysis';
import type { TraceRead } from './trace-reader';

const defaultEndedLimit = 100_000;
const defaultStrips = 12;
const defaultAnnotations = 100_000;

/** What of the options the analyses need; it can be posted to another thread. */
export type AnalysisLimits = Omit<AnalyzeOptions, 'onProgress'>;

/** All analyses of the ordered stream. */
export class TraceAnalyzer implements TraceSink {
  private readonly kernel: Kernel;
  private readonly isLent: boolean;
  private readonly followed: FollowedBlock;
  private readonly buckets: TimeBuckets;
  private readonly interner = new StackInterner();
  private readonly goroutines: GoroutineRecorder;
  private readonly states: SlotStates;
  private readonly waits: WaitRecorder;
  private readonly collector: CollectorRecorder;
  private readonly heap = new HeapRecorder();
  private readonly annotations: AnnotationRecorder;
  private readonly counter: EventCounter;
  private readonly transitions: TransitionRecorder;

  /** @param lent the kernel in whose memory the blocks lie. Without it they may lie anywhere, and are copied. */
  constructor({ endedLimit, stripsPerGroup, annotationLimit }: AnalysisLimits = {}, lent?: Kernel) {
    const kernel = lent ?? Kernel.borrow();
    this.kernel = kernel;
    this.isLent = lent !== undefined;
    this.followed = new FollowedBlock(kernel, this.isLent);
    this.buckets = new TimeBuckets(kernel);
    this.states = new SlotStates(kernel);
    this.waits = new WaitRecorder(kernel, this.states, this.interner);
    this.collector = new CollectorRecorder(kernel, this.states, this.buckets);
    this.counter = new EventCounter(kernel);
    this.annotations = new AnnotationRecorder(annotationLimit ?? defaultAnnotations);
    const { states, waits, collector } = this;
    this.goroutines = new GoroutineRecorder(
      kernel,
      states,
      this.interner,
      waits.latency,
      this.buckets,
      endedLimit ?? defaultEndedLimit,
      stripsPerGroup ?? defaultStrips,
    );
    this.transitions = new TransitionRecorder(
      this.kernel,
      states,
      this.goroutines,
      waits,
      collector,
    );
  }

  onGeneration(generation: GenerationContext): void {
    this.interner.beginGeneration(generation);
    this.goroutines.onGeneration(generation);
    this.waits.onGeneration(generation);
    this.annotations.onGeneration(generation);
    this.counter.onGeneration(generation);
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    this.followed.take(block);
    this.transitions.onEvents(block, generation);
    const { goroutines, heap, annotations } = this;
    for (const i of this.followed.setAside) {
      if (block.type[i]! <= ev.heapGoal) heap.take(block, i, generation);
      else annotations.take(block, i, goroutines.goidOf(block.goroutine[i]!));
    }
    this.counter.onEvents(block);
  }

  onGenerationEnd(): void {
    this.goroutines.onGenerationEnd();
  }

  /** Threads seen so far: none as long as a trace has told nothing but borders of generations. */
  get threads(): number {
    return this.counter.threads;
  }

  /**
   * An analyser of its own at the same place, to be finished while this one goes on. Only between two generations.
   * @param generation the last one: its tables are not copied.
   */
  fork(generation: GenerationContext): TraceAnalyzer {
    return copyState<TraceAnalyzer>(this, [generation], this.kernel);
  }

  /** The tables, when the stream is over: nothing may follow. */
  finish({ version, generations, events, warning }: TraceRead): TraceAnalysis {
    const { buckets, interner, goroutines, waits, collector, heap, annotations, counter } = this;
    const { utilisation, work } = collector.finish(counter.endNs, counter.procs);
    const {
      table,
      groups,
      buckets: used,
    } = finishGoroutines(goroutines, buckets, () => interner.toTable(), counter.endNs);
    const stacks = interner.toTable();
    const analysis: TraceAnalysis = {
      version,
      generations,
      duration: counter.endNs as DurationNs,
      events,
      eventsByType: counter.byType,
      clocks: counter.clocks,
      stacks,
      goroutines: table,
      groups,
      buckets: used,
      gc: heap.gc(),
      stw: heap.stw(),
      heap: heap.heap(),
      latency: waits.latency.finish(),
      ...finishWaits(waits, stacks, goroutines.texts, counter.endNs),
      utilisation,
      gcWork: work,
      mmu: computeMmuCurve(this.kernel, collector.load.mutator),
      ...annotations.finish(counter.byType),
      procs: counter.procs,
      threads: counter.threads,
      cpuSamples: counter.cpuSamples,
      warnings: warning === undefined ? [] : [warning],
    };
    if (!this.isLent) this.kernel.giveBack();
    return analysis;
  }
}

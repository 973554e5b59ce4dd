import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import {
  nothingIn,
  TraceAnalyzer,
  TraceReader,
  type AnalysisLimits,
  type EventBlock,
  type GenerationContext,
  type TraceAnalysis,
  type TraceRead,
  type TraceSink,
  type TraceSource,
} from '../../app/domain/exectrace';
import { traceFailure } from './trace-file';

/** A trace that still grows. */
export interface GrowingTrace {
  /** As the person named it. */
  readonly name: string;
  readonly source: TraceSource;
  /**
   * Waits until there may be more to read.
   * @returns false when there will be no more.
   */
  more(): Promise<boolean>;
}

/** Work between two looks at what else happens: signals, chunks that arrive. */
const sliceMs = 50;

/**
 * Analyses a trace while it is written. `onGeneration` is called when generations were completed since the last call, with
 * a function that computes the figures so far: who needs none does not pay for them.
 * @returns the figures of all, when there will be no more: those that the whole file gives.
 */
export async function followStats(
  trace: GrowingTrace,
  limits: AnalysisLimits,
  onGeneration: (figures: () => TraceAnalysis) => void | Promise<void>,
): Promise<Result<TraceAnalysis, Failure>> {
  const { name, source } = trace;
  const sink = new FollowedAnalysis(limits);
  const reader = new TraceReader(source, sink);
  let told = 0;
  for (let goesOn = true; goesOn;) {
    const until = Date.now() + sliceMs;
    let state = reader.advance();
    while (state === 'more' && Date.now() < until && sink.generations === told) {
      state = reader.advance();
    }
    if (sink.generations > told) {
      told = sink.generations;
      await onGeneration(() => sink.figures());
    }
    if (state === 'ended') break;
    if (state === 'waiting') goesOn = await trace.more();
    else await new Promise((resolve) => setImmediate(resolve));
  }
  const read = reader.finish();
  if (!read.ok) return err(traceFailure(name, read.error));
  if (sink.threads === 0) return err(traceFailure(name, nothingIn(source, read.value)));
  return ok(sink.finish(read.value));
}

/** All analyses, and how much of the trace they have seen. */
class FollowedAnalysis implements TraceSink {
  generations = 0;
  private readonly analyzer: TraceAnalyzer;
  private generation: GenerationContext | undefined;
  private events = 0;

  constructor(limits: AnalysisLimits) {
    this.analyzer = new TraceAnalyzer(limits);
  }

  get threads(): number {
    return this.analyzer.threads;
  }

  onGeneration(generation: GenerationContext): void {
    this.generation = generation;
    this.analyzer.onGeneration(generation);
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    this.events += block.length;
    this.analyzer.onEvents(block, generation);
  }

  onGenerationEnd(): void {
    this.analyzer.onGenerationEnd();
    this.generations++;
  }

  /** Between two generations. */
  figures(): TraceAnalysis {
    const { generation, generations, events } = this;
    if (generation === undefined) throw new Error('no generation has been read');
    const read = { version: generation.version, generations, events, warning: undefined };
    return this.analyzer.fork(generation).finish(read);
  }

  finish(read: TraceRead): TraceAnalysis {
    return this.analyzer.finish(read);
  }
}

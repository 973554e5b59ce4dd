import { err, ok, type Result } from '../../contract/result';
import type { DurationNs } from '../../contract/units';
import { AnnotationRecorder } from './analysis/annotation-recorder';
import { CollectorRecorder } from './analysis/collector-recorder';
import { EventCounter } from './analysis/event-counter';
import { GoroutineRecorder } from './analysis/goroutine-recorder';
import { finishGoroutines } from './analysis/goroutine-tables';
import { HeapRecorder } from './analysis/heap-recorder';
import { computeMmuCurve } from './analysis/mmu-curve';
import { StackInterner } from './analysis/stack-interner';
import { TimeBuckets } from './analysis/time-buckets';
import { WaitRecorder } from './analysis/wait-recorder';
import { finishWaits } from './analysis/wait-tables';
import type { TraceSink } from './event-block';
import { readTrace } from './read-trace';
import type { AnalyzeOptions, TraceAnalysis } from './trace-analysis';
import type { TraceError } from './trace-error';
import type { TraceSource } from './trace-source';

const defaultEndedLimit = 100_000;
const defaultStrips = 12;

/**
 * Reads a whole trace in one pass and answers with its tables. What can be read of a damaged trace
 * is answered with a warning; only when that is nothing at all, with an error.
 */
export function analyzeTrace(
  source: TraceSource,
  options: AnalyzeOptions = {},
): Result<TraceAnalysis, TraceError> {
  const buckets = new TimeBuckets();
  const interner = new StackInterner();
  const goroutines = new GoroutineRecorder(
    interner,
    buckets,
    options.endedLimit ?? defaultEndedLimit,
    options.stripsPerGroup ?? defaultStrips,
  );
  const heap = new HeapRecorder();
  const annotations = new AnnotationRecorder();
  const counter = new EventCounter();
  const waits = new WaitRecorder(interner);
  const collector = new CollectorRecorder(buckets);
  // Goroutines first: they begin the generation of the interner.
  const sinks = [goroutines, waits, collector, heap, annotations, counter];
  const read = readTrace(source, allOf(sinks), options);
  if (!read.ok) return read;
  const { version, generations, warning } = read.value;
  // Events from the first generation on; a border of generations alone says nothing.
  if (counter.threads === 0) {
    const at = warning?.at ?? source.size;
    return err({ code: 'damaged', at, reason: warning?.reason ?? 'it holds no events' });
  }
  const { utilisation, work } = collector.finish(counter.endNs, counter.procs);
  const {
    table,
    groups,
    buckets: used,
  } = finishGoroutines(goroutines, buckets, () => interner.toTable(), counter.endNs);
  const stacks = interner.toTable();
  return ok({
    version,
    generations,
    duration: counter.endNs as DurationNs,
    events: read.value.events,
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
    mmu: computeMmuCurve(collector.load.mutator),
    ...annotations.finish(counter.byType),
    procs: counter.procs,
    threads: counter.threads,
    cpuSamples: counter.cpuSamples,
    warnings: warning === undefined ? [] : [warning],
  });
}

/** One sink that passes everything on to several. */
function allOf(sinks: readonly TraceSink[]): TraceSink {
  return {
    onGeneration: (generation) => sinks.forEach((sink) => sink.onGeneration?.(generation)),
    onEvents: (block, generation) => sinks.forEach((sink) => sink.onEvents(block, generation)),
    onGenerationEnd: (generation) => sinks.forEach((sink) => sink.onGenerationEnd?.(generation)),
  };
}

import { receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import {
  ReceivedGeneration,
  TraceAnalyzer,
  type AnalysisLimits,
  type GenerationCopy,
  type Place,
  type TraceAnalysis,
  type TraceRead,
} from '../../app/domain/exectrace';
import { BlockRing, ringState } from './block-ring';
import { columnsOf } from './columns-of';

/** What the thread that reads tells this one, in the order of the events. */
export type StreamMessage =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'generation'; readonly generation: GenerationCopy }
  | { readonly kind: 'generation-end' }
  | { readonly kind: 'finish'; readonly read: TraceRead };

/** And what it answers; undefined when the trace held no events. */
export type StreamAnswer = TraceAnalysis | undefined;

export interface AnalyzerData {
  /** Of the ring of blocks. */
  readonly place: Place;
  readonly port: MessagePort;
  readonly limits: AnalysisLimits;
}

/** Analyses the blocks of a ring until the stream is finished. */
function analyze(ring: BlockRing, { port, limits }: AnalyzerData): void {
  const analyzer = new TraceAnalyzer(limits);
  const generation = new ReceivedGeneration();
  let handled = 0;
  /** True when the stream is over. */
  const handle = (message: StreamMessage): boolean => {
    switch (message.kind) {
      case 'texts':
        generation.addTexts(message.texts);
        return false;
      case 'generation':
        generation.begin(message.generation);
        analyzer.onGeneration(generation.context!);
        return false;
      case 'generation-end':
        analyzer.onGenerationEnd();
        return false;
      case 'finish': {
        const analysis = analyzer.threads === 0 ? undefined : analyzer.finish(message.read);
        const answer: StreamAnswer = analysis;
        port.postMessage(answer, analysis === undefined ? [] : buffersOf(analysis));
        return true;
      }
    }
  };
  for (;;) {
    const { block, messages } = ring.next();
    for (; handled < messages; handled++) {
      if (handle(nextMessage(port))) return;
    }
    if (block.length > 0) {
      const { context } = generation;
      if (context !== undefined) analyzer.onEvents(block, context);
    }
    ring.release();
  }
}

/** The message was posted before the block that names it. */
function nextMessage(port: MessagePort): StreamMessage {
  const received = receiveMessageOnPort(port);
  if (received === undefined) throw new Error('a message of the stream is missing');
  return received.message as StreamMessage;
}

/** The large columns need not be copied. */
function buffersOf({ goroutines, tasks, regions }: TraceAnalysis): ArrayBuffer[] {
  return [goroutines, tasks, regions].flatMap(columnsOf);
}

function serve(data: AnalyzerData): void {
  const ring = new BlockRing(data.place);
  ring.state = ringState.working;
  try {
    analyze(ring, data);
    ring.state = ringState.done;
  } catch (bug) {
    // The thread that reads does the analysis itself then, and meets the bug where it can be told.
    ring.state = ringState.failed;
    throw bug;
  } finally {
    data.port.close();
  }
}

serve(workerData as AnalyzerData);

import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import { err, ok, type Result } from '../../app/contract/result';
import {
  Kernel,
  nothingIn,
  readTrace,
  type AnalyzeOptions,
  type GenerationContext,
  type TraceAnalysis,
  type TraceError,
  type TraceRead,
  type TraceSink,
  type TraceSource,
} from '../../app/domain/exectrace';
import type { AnalyzerData, StreamAnswer, StreamMessage } from './analyzer-thread';
import { BlockRing, ringBytes, ringState } from './block-ring';

/** A thread that does nothing for so long is dead: out of memory, or its script is not to be had. */
const defaultPatienceMs = 60_000;
const lookMs = 1000;

/** Little garbage is made by the analyses: the engine's default would let tens of megabytes gather. */
const youngMb = 3;

/** The other thread is lost. */
class Lost extends Error {}

/**
 * As `analyzeTrace`, but this thread only reads and orders, while another one analyses. Blocks this thread until the
 * answer is there. Undefined when the other thread cannot be had or is lost.
 *
 * @param script the bundle of analyzer-thread.ts.
 * @param patienceMs how long the other thread may do nothing.
 */
export function analyzeWithThread(
  source: TraceSource,
  options: AnalyzeOptions,
  script: string,
  patienceMs = defaultPatienceMs,
): Result<TraceAnalysis, TraceError> | undefined {
  const { onProgress, ...limits } = options;
  const kernel = new Kernel();
  const place = kernel.reserve(ringBytes);
  const ring = new BlockRing(place);
  const { port1, port2 } = new MessageChannel();
  const data: AnalyzerData = { place, port: port2, limits };
  const worker = new Worker(script, {
    workerData: data,
    transferList: [port2],
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  });
  worker.unref();
  // Told by the state of the ring: nobody listens while this thread is busy.
  worker.on('error', () => undefined);
  const stream = new Stream(kernel, ring, patienceMs, port1);
  try {
    const read = stream.read(source, onProgress);
    if (!read.ok) return read;
    stream.finish({ kind: 'finish', read: read.value });
    const answer = receiveMessageOnPort(port1) as { message: StreamAnswer } | undefined;
    if (answer === undefined) return undefined;
    return answer.message === undefined ? err(nothingIn(source, read.value)) : ok(answer.message);
  } catch (cause) {
    if (!(cause instanceof Lost)) throw cause;
    return undefined;
  } finally {
    port1.close();
    void worker.terminate();
  }
}

/** Passes the ordered stream on to the other thread. */
class Stream implements TraceSink {
  private messages = 0;
  private sentTexts = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly ring: BlockRing,
    private readonly patienceMs: number,
    private readonly port: MessagePort,
  ) {}

  read(
    source: TraceSource,
    onProgress?: AnalyzeOptions['onProgress'],
  ): Result<TraceRead, TraceError> {
    const { kernel } = this;
    const nextBlock = () => this.nextBlock();
    return readTrace(source, this, { kernel, nextBlock, ...(onProgress && { onProgress }) });
  }

  onGeneration({ version, clock, originNs, tables }: GenerationContext): void {
    const generation = { version, clock, originNs, tables: tables.copy() };
    this.send({ kind: 'generation', generation });
  }

  onEvents(_block: unknown, { texts }: GenerationContext): void {
    if (texts.length > this.sentTexts) {
      this.send({ kind: 'texts', texts: texts.slice(this.sentTexts) });
      this.sentTexts = texts.length;
    }
    this.ring.publish(this.messages);
  }

  onGenerationEnd(): void {
    this.send({ kind: 'generation-end' });
  }

  /** Throws Lost. */
  nextBlock() {
    const { ring } = this;
    for (let waitedMs = 0; waitedMs < this.patienceMs; waitedMs += lookMs) {
      const block = ring.vacant(lookMs);
      if (block !== undefined) return block;
      if (ring.state === ringState.failed) break;
    }
    throw new Lost();
  }

  /** Sends the last message, and waits until the other thread has dealt with everything. Throws Lost. */
  finish(last: StreamMessage): void {
    const { ring } = this;
    this.send(last);
    this.nextBlock();
    ring.publish(this.messages, true);
    for (let waitedMs = 0; waitedMs < this.patienceMs; waitedMs += lookMs) {
      const { state } = ring;
      if (state === ringState.done) return;
      if (state === ringState.failed) break;
      ring.waitForState(state, lookMs);
    }
    throw new Lost();
  }

  /** By copy: once a buffer was transferred, the engine checks at every access to any array whether it still is there. */
  private send(message: StreamMessage): void {
    this.port.postMessage(message);
    this.messages++;
  }
}

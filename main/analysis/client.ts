import { Worker } from 'node:worker_threads';
import type { Failure } from '../../app/contract/failure';
import { err, type Result } from '../../app/contract/result';
import type {
  AnswerMessage,
  QuestionMessage,
  QuestionName,
  Questions,
  ShareMessage,
  TellShare,
  WorkerSetting,
} from './protocol';

interface Waiting {
  readonly resolve: (answer: Result<unknown, Failure>) => void;
  readonly onShare: TellShare | undefined;
}

/** Answers questions; who does is not their business. */
export type Analyst = Pick<AnalysisClient, 'ask'>;

/**
 * The analysis worker: artefacts are decoded there once and stay there; answers are windows and pages. It starts with
 * the first question, or before. A worker that dies (out of memory) fails what was asked, and the next question starts another.
 */
export class AnalysisClient {
  readonly #script: string;
  readonly #isPatient: boolean;
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * @param script path of the bundled worker.
   * @param isPatient it computes for long, and gives way to what a person is looking at meanwhile.
   */
  constructor(script: string, { isPatient = false } = {}) {
    this.#script = script;
    this.#isPatient = isPatient;
  }

  /** Starts the worker, so that the first question does not wait for that. */
  warmUp(): void {
    this.#worker ??= this.#start();
  }

  /** @param onShare hears how far the work is, of questions that tell. */
  ask<N extends QuestionName>(
    name: N,
    input: Questions[N]['input'],
    onShare?: TellShare,
  ): Promise<Result<Questions[N]['output'], Failure>> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    const message: QuestionMessage = { id, name, input };
    return new Promise((resolve) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], onShare });
      worker.ref();
      worker.postMessage(message);
    });
  }

  /** Ends the work under way, and what was decoded with it; the next question starts another worker. */
  async cancel(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#answerAll({ code: 'cancelled', message: 'The analysis was cancelled.' });
    await worker?.terminate();
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#failAll('the workbench was closed');
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      resourceLimits: { maxOldGenerationSizeMb: 3072 },
      workerData: { isPatient: this.#isPatient } satisfies WorkerSetting,
    });
    worker.unref();
    worker.on('message', (message: AnswerMessage | ShareMessage) => {
      const waiting = this.#waiting.get(message.id);
      if ('share' in message) return waiting?.onShare?.(message.share);
      waiting?.resolve(message.answer);
      this.#waiting.delete(message.id);
      if (this.#waiting.size === 0) worker.unref();
    });
    const lost = (reason: string) => {
      // One that was let go has nobody waiting; who waits now waits for another.
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#failAll(reason);
    };
    worker.on('error', (cause) => lost(cause.stack ?? String(cause)));
    worker.on('exit', (status) => lost(`the analysis worker ended with status ${status}`));
    return worker;
  }

  #failAll(detail: string): void {
    const message = 'The analysis stopped before it had an answer.';
    const remedy =
      'Ask again; if it happens again, the artefact may be too large for this machine.';
    this.#answerAll({ code: 'internal', message, remedy, detail });
  }

  #answerAll(failure: Failure): void {
    for (const { resolve } of this.#waiting.values()) resolve(err(failure));
    this.#waiting.clear();
  }
}

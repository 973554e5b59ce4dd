import { rmSync } from 'node:fs';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Failure } from '../../app/contract/failure';
import { err, type Result } from '../../app/contract/result';
import type { TimelineAsk, TimelineSays, TimelineTask } from './protocol';

/** The thread that reads one trace and answers for it. */
export class TraceWorker {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #part: string;
  #lastId = 0;
  #lost: Failure | undefined;
  readonly #waiting = new Map<number, (answer: Result<unknown, Failure>) => void>();

  constructor(
    script: string,
    task: Omit<TimelineTask, 'port'>,
    onAdvance: (endNs: number, share: number) => void,
  ) {
    const { port1, port2 } = new MessageChannel();
    const workerData: TimelineTask = { ...task, port: port2 };
    this.#part = task.part;
    this.#port = port1;
    this.#worker = new Worker(script, { workerData, transferList: [port2] });
    // Neither keeps the process alive; a question does, while it waits.
    this.#worker.unref();
    port1.on('message', (says: TimelineSays) => {
      if (!('id' in says)) return onAdvance(says.endNs, says.share);
      this.#waiting.get(says.id)?.(says.answer);
      this.#waiting.delete(says.id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    port1.unref();
    this.#worker.on('error', (cause) => this.#lose(cause.stack ?? String(cause)));
    this.#worker.on('exit', (status) => this.#lose(`the thread ended with status ${status}`));
  }

  ask(name: TimelineAsk['name'], input: unknown): Promise<Result<unknown, Failure>> {
    if (this.#lost !== undefined) return Promise.resolve(err(this.#lost));
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.ref();
      const ask: TimelineAsk = { id, name, input };
      this.#port.postMessage(ask);
    });
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Ends the thread, in the middle of its work if need be, and removes what it had not finished. */
  async dispose(): Promise<void> {
    await this.#worker.terminate();
    this.#port.close();
    rmSync(this.#part, { force: true });
  }

  #lose(detail: string): void {
    this.#lost ??= {
      code: 'internal',
      message: 'The timeline stopped before it had an answer.',
      remedy: 'Open it again; its tiles need room in the cache folder.',
      detail,
    };
    for (const resolve of this.#waiting.values()) resolve(err(this.#lost));
    this.#waiting.clear();
  }
}

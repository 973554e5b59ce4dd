import type { InvestigationEvent, StepProgress } from '../../app/contract/session';
import { formatMs } from '../../app/domain/format/format';

const marks: Record<StepProgress['state'], string> = {
  waiting: ' ',
  running: '…',
  done: '✓',
  failed: '✗',
  skipped: '–',
  cancelled: '–',
};

/** Tells the steps of an investigation, one line each; on a terminal the running one is rewritten. */
export class ProgressPrinter {
  readonly #stream: NodeJS.WriteStream;
  #open = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  readonly print = (event: InvestigationEvent): void => {
    if (event.kind !== 'step') return;
    const { step, state, elapsedMs, note, failure } = event.progress;
    if (state === 'running' && !this.#stream.isTTY) return;
    const time = state === 'running' || state === 'skipped' ? '' : formatMs(elapsedMs);
    const words = failure === undefined || failure.code === 'cancelled' ? note : failure.message;
    const line = `${marks[state]} ${step.padEnd(9)}${time.padStart(8)}  ${words ?? ''}`.trimEnd();
    if (this.#open) this.#stream.write('\r\x1b[2K');
    this.#stream.write(state === 'running' ? line.slice(0, this.#width()) : `${line}\n`);
    this.#open = state === 'running';
  };

  #width(): number {
    return (this.#stream.columns ?? 80) - 1;
  }
}

import { exitStatus } from './exit-status';
import { OutputFailed } from './output-failed';
import { printFailure } from './output';

interface Stream {
  on(event: 'error', take: (cause: NodeJS.ErrnoException) => void): unknown;
}

/**
 * Takes what goes wrong with the standard streams, which else ends the program with a stack trace. A
 * reader that has gone (`| head`) has seen enough. Anything else is told once, and the exit status
 * says that the output is not whole.
 */
export class OutputGuard {
  #hasFailed = false;

  constructor(
    stdout: Stream,
    stderr: Stream,
    private readonly tell: (failure: OutputFailed['failure']) => void = printFailure,
  ) {
    stdout.on('error', (cause) => this.#take(cause));
    // There is nowhere left to tell it.
    stderr.on('error', () => undefined);
  }

  /** The status of the program, that of its command being this one. Called again when the last words are written. */
  statusOf(status: number): number {
    return this.#hasFailed ? exitStatus.incomplete : status;
  }

  #take(cause: NodeJS.ErrnoException): void {
    if (cause.code === 'EPIPE' || this.#hasFailed) return;
    this.#hasFailed = true;
    this.tell(new OutputFailed('Standard output', cause).failure);
  }
}

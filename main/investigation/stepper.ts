import type { Failure } from '../../app/contract/failure';
import type { Manifest, StepName } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import type { InvestigationEvent, StepProgress } from '../../app/contract/session';

export type StepRecord = Manifest['steps'][number];

/** What a step reports while it runs; merged into its progress. */
export type StepNotes = Pick<StepProgress, 'command' | 'note' | 'artefact' | 'expectedMs'>;

/** Runs steps one after the other, and tells what each does, how long it took and how it ended. */
export class Stepper {
  readonly records: StepRecord[] = [];
  readonly #emit: (event: InvestigationEvent) => void;
  readonly #signal: AbortSignal;

  constructor(emit: (event: InvestigationEvent) => void, signal: AbortSignal) {
    this.#emit = emit;
    this.#signal = signal;
  }

  /** @returns the step's own result; `cancelled` without running it when the signal is aborted. */
  async run<T>(
    name: StepName,
    initial: StepNotes,
    work: (tell: (notes: StepNotes) => void) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const startedAtMs = Date.now();
    let notes = initial;
    const send = (state: StepProgress['state'], failure?: Failure) => {
      const elapsedMs = Date.now() - startedAtMs;
      const progress = { step: name, state, elapsedMs, ...notes, ...(failure && { failure }) };
      this.#emit({ kind: 'step', progress });
    };
    send('running');
    const tell = (more: StepNotes) => {
      notes = { ...notes, ...more };
      send('running');
    };
    const outcome = this.#signal.aborted ? err(cancelled) : await work(tell);
    const result = this.#signal.aborted && !outcome.ok ? err(cancelled) : outcome;
    const failure = result.ok ? undefined : result.error;
    this.records.push({
      name,
      startedAtMs,
      elapsedMs: Date.now() - startedAtMs,
      ...(notes.command !== undefined && { command: notes.command }),
      ...(notes.note !== undefined && { note: notes.note }),
      ...(failure && failure.code !== 'cancelled' && { failure }),
    });
    send(failure ? (failure.code === 'cancelled' ? 'cancelled' : 'failed') : 'done', failure);
    return result;
  }

  /** A step that this investigation does not need. */
  skip(name: StepName, note: string): void {
    this.#emit({ kind: 'step', progress: { step: name, state: 'skipped', elapsedMs: 0, note } });
  }
}

export const cancelled: Failure<'cancelled'> = {
  code: 'cancelled',
  message: 'The investigation was cancelled.',
};

/** Resolves after `ms`, or at once with `cancelled` when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<Result<void, Failure>> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(err(cancelled));
    const onAbort = () => {
      clearTimeout(timer);
      resolve(err(cancelled));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(ok(undefined));
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
